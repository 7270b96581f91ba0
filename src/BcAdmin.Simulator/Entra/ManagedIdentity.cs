using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>The token endpoint that Azure App Service provides for an app (IDENTITY_ENDPOINT and IDENTITY_HEADER).</summary>
internal static class ManagedIdentity
{
    public static Ok<JsonObject> Serve(Exchange exchange, SignInForm form)
    {
        var simulator = exchange.Simulator;
        if (!string.Equals(exchange.Request.Headers["X-IDENTITY-HEADER"].ToString(), simulator.IdentityHeader, StringComparison.Ordinal))
            throw new Refusal(401, "Unauthorized", "The header X-IDENTITY-HEADER is missing or is not the value of IDENTITY_HEADER.");
        if (form["api-version"] is not "2019-08-01")
            throw new Refusal(400, "UnsupportedApiVersion", "The api-version must be 2019-08-01.");
        if (form["resource"]?.TrimEnd('/') is not { Length: > 0 } resource)
            throw new Refusal(400, "BadRequest", "The query parameter resource is missing.");

        var tenant = exchange.World.DefaultTenant;
        SignIn.FindResource(exchange, tenant, resource);
        var (app, clientId) = FindIdentity(exchange.World, tenant, form["client_id"] ?? "");
        var policy = exchange.World.TokenPolicy;
        var now = exchange.World.Clock.UtcNow;
        var token = simulator.Tokens.Issue(TokenEndpoint.AppClaims(exchange, tenant, app, clientId, resource), now, policy.LifetimeSec);
        return TypedResults.Ok(new JsonObject
        {
            ["access_token"] = token,
            ["expires_on"] = now.AddSeconds(policy.LifetimeSec + policy.ClientSlackSec).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
            ["client_id"] = clientId,
        });
    }

    private static (AppRegistration? App, string ClientId) FindIdentity(World world, Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
        {
            var app = clientId.Length == 0 ? tenant.Apps.Find(candidate => candidate.ManagedIdentity) : tenant.FindApp(clientId);
            if (app is not null)
                return (app, app.ClientId);
        }

        if (clientId.Length > 0 && world.Settings.OpenSignIn)
            return (null, clientId);

        throw new Refusal(400, "BadRequest", clientId.Length == 0
            ? "No managed identity is assigned: the scenario has no app with managedIdentity."
            : $"No user-assigned managed identity has the client ID {clientId}.");
    }

    public static Reply Refuse(Refusal refusal) => Reply.Of(refusal, new JsonObject
    {
        ["statusCode"] = refusal.Status,
        ["message"] = refusal.Message,
        ["correlationId"] = Guid.NewGuid().ToString(),
    });
}
