namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Simulates <c>POST /v2.0/{tenant}/{environment}/dev/apps</c>, and the same without the tenant: the address where development tools publish an
/// app to a sandbox. It is not in a contract; BcContainerHelper and AL-Go use it if a user has signed in.
/// </summary>
internal static class DevelopmentEndpoint
{
    public static Destination? TryRoute(Exchange exchange)
    {
        var environment = exchange.Segments.Count - 3;
        if (environment is not (1 or 2)
            || !exchange.SegmentIs(0, "v2.0") || !exchange.SegmentIs(environment + 1, "dev") || !exchange.SegmentIs(environment + 2, "apps"))
        {
            return null;
        }

        return Destination.OutsideContract(
            exchange,
            "publishDevelopmentApp",
            HttpMethods.Post,
            refusal => Reply.Of(refusal.Status, new JsonObject { ["Message"] = refusal.Message }),
            problem => new Refusal(401, "Unauthorized", problem),
            new Refusal(405, "MethodNotAllowed", "Only POST is supported."),
            caller => Publish(exchange, caller, exchange.Segments[environment], environment == 2 ? exchange.Segments[1] : null));
    }

    private static Reply Publish(Exchange exchange, Caller caller, string environmentName, string? tenant)
    {
        if (caller.Kind == CallerKind.App || (tenant is not null && !caller.Tenant.IsNamed(tenant)))
            throw new Refusal(401, "Unauthorized", "The development endpoint accepts users of the tenant, not apps.");

        var environment = caller.Tenant.FindEnvironment(environmentName)
            ?? throw new Refusal(404, "NotFound", $"There is no environment {environmentName}.");
        if (environment is not { Type: EnvironmentType.Sandbox, Status: EnvironmentStatus.Active })
        {
            throw Invalid("Apps can be published from development to active sandboxes only; "
                + $"{environment.Name} is a {environment.Type} environment and {environment.Status}.");
        }

        var app = Read(exchange).Install() with { Scope = AppScope.Dev };
        if (AppRequirements.Of(environment, app.Dependencies) is [var missing, ..])
            throw Invalid($"The extension {app.Name} depends on {missing.Name} {missing.Version} by {missing.Publisher}, which is not installed.");

        environment.PublishFromDevelopment(app);
        return Reply.Empty();
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
