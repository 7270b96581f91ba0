using BcAdmin.Simulator.Serving;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// Where an administrator consents to an app for a tenant. Nobody has to type anything: the person named by login_hint, or else the first Global
/// Administrator, consents to all that the app asks for, which brings a multi-tenant app into the tenant.
/// </summary>
internal static class AdminConsentEndpoint
{
    public static Reply Serve(Exchange exchange, string tenantSegment)
    {
        var query = exchange.Request.Query;
        string? Field(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        var clientId = Field("client_id") ?? throw EntraError.MissingField("client_id");
        var now = exchange.World.Clock.UtcNow;
        lock (tenant.Gate)
        {
            var application = SignIn.FindApplication(exchange.World, tenant, clientId) ?? throw SignIn.UnknownApp(tenant, clientId);
            var redirect = Field("redirect_uri") ?? application.WebRedirects.FirstOrDefault();
            if (redirect is not null)
                SignIn.RequireRedirect(application, redirect);

            var person = Field("login_hint") is { } hint ? tenant.FindAccount(hint) : tenant.Accounts.Find(account => account.GlobalAdministrator);
            if (person is not { GlobalAdministrator: true })
            {
                var refusal = EntraError.Of(403, "access_denied", 90094, "Admin consent is required for the permissions requested by this application. The person who signed in cannot grant it.");
                return redirect is null ? throw refusal : SendBack(redirect, ("error", refusal.Code), ("error_description", $"AADSTS{refusal.Target}: {refusal.Message}"), ("state", Field("state")));
            }

            (tenant.FindApp(clientId) ?? tenant.LetIn(application, now, exchange.World.Settings.NewAppsAreSetUp)).Consent(now);
            return redirect is null
                ? Reply.Text(200, "text/html; charset=utf-8", "<html><body><p>You have consented for your organization. You may close this page.</p></body></html>")
                : SendBack(redirect, ("admin_consent", "True"), ("tenant", tenant.Id.ToString()), ("state", Field("state")));
        }
    }

    private static Reply SendBack(string redirect, params (string Name, string? Value)[] answer)
    {
        var fields = string.Join('&', answer.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));
        return new Reply(302) { Headers = { ["Location"] = $"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{fields}" } };
    }
}
