using System.Text.Json.Nodes;
using BcAdmin.Simulator.AdminCenter;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Plays <c>POST /v2.0/{tenant}/{environment}/dev/apps</c>, and the same without the tenant: how development tools publish an app to a sandbox. It is in
/// no contract; BcContainerHelper and AL-Go publish like this where a user has signed in.
/// </summary>
internal static class DevelopmentEndpoint
{
    public static Destination? TryRoute(Exchange exchange)
    {
        var environment = exchange.Segments.Count - 3;
        if (environment is not (1 or 2) || !exchange.SegmentIs(0, "v2.0") || !exchange.SegmentIs(environment + 1, "dev") || !exchange.SegmentIs(environment + 2, "apps"))
            return null;

        var caller = exchange.Simulator.Tokens.FindCaller(exchange, DirectoryResource.BusinessCentral, out var problem);
        return new Destination
        {
            OperationId = "publishDevelopmentApp",
            IsApi = true,
            Caller = caller,
            Refuse = refusal => Reply.Of(refusal.Status, new JsonObject { ["Message"] = refusal.Message }),
            Serve = () => Publish(exchange, caller ?? throw new Refusal(401, "Unauthorized", problem!), exchange.Segments[environment], environment == 2 ? exchange.Segments[1] : null),
        };
    }

    private static Reply Publish(Exchange exchange, Caller caller, string environmentName, string? tenant)
    {
        if (!HttpMethods.IsPost(exchange.Request.Method))
            throw new Refusal(405, "MethodNotAllowed", "Only POST is served here.");
        if (caller.Kind == CallerKind.App || (tenant is not null && !caller.Tenant.IsCalled(tenant)))
            throw new Refusal(401, "Unauthorized", "The development endpoint takes users of the tenant, not apps.");

        lock (caller.Tenant.Gate)
        {
            exchange.World.Advance(exchange.World.Clock.UtcNow);
            var environment = caller.Tenant.Environments.Find(candidate => string.Equals(candidate.Name, environmentName, StringComparison.OrdinalIgnoreCase))
                ?? throw new Refusal(404, "NotFound", $"There is no environment {environmentName}.");
            if (environment is not { Type: EnvironmentType.Sandbox, Status: EnvironmentStatus.Active })
                throw Invalid($"Apps can be published from development to active sandboxes only; {environment.Name} is a {environment.Type} environment and {environment.Status}.");

            var app = Read(exchange).Install() with { Scope = AppScope.Dev };
            if (AppRequirements.Of(environment, app.Dependencies) is [var missing, ..])
                throw Invalid($"The extension {app.Name} depends on {missing.Name} {missing.Version} by {missing.Publisher}, which is not installed.");

            // Other than in the upload slot, the same version can be published again and again.
            environment.Published.RemoveAll(published => published.Id == app.Id && published.Scope == AppScope.Dev);
            environment.Put(app);
            return Reply.Empty();
        }
    }

    private static AppPackage Read(Exchange exchange)
    {
        if (exchange.Parts is not [var file])
            throw Invalid("The body must be multipart/form-data with one .app file.");

        try
        {
            return AppPackage.Read(new MemoryStream(file.Content));
        }
        catch (InvalidDataException error)
        {
            throw Invalid(error.Message);
        }
    }

    private static Refusal Invalid(string message) => new(422, "UnprocessableEntity", message);
}
