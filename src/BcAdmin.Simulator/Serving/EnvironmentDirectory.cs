using BcAdmin.Simulator.Automation;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Simulates <c>GET /environments/v1.2</c>, which lists the environments of the caller's tenant for programs that use the APIs inside them. It is
/// documented with the web services, not with the Admin Center API, and accepts every caller that can sign in.
/// </summary>
internal static class EnvironmentDirectory
{
    private static readonly string[] Versions = ["v1.0", "v1.1", "v1.2"];

    public static Destination? TryRoute(Exchange exchange)
    {
        if (exchange.Segments.Count != 2 || !exchange.SegmentIs(0, "environments") || !Versions.Any(version => exchange.SegmentIs(1, version)))
            return null;

        return Destination.OutsideContract(
            exchange,
            "environmentDirectory",
            HttpMethods.Get,
            refusal => AutomationServer.WriteError(exchange, refusal),
            problem => new Refusal(401, "Authentication_InvalidCredentials", $"The server has rejected the client credentials. {problem}"),
            new Refusal(405, "BadRequest_MethodNotAllowed", $"'environments' does not support {exchange.Request.Method} operations."),
            caller => Reply.List(caller.Tenant.Environments
                .Where(environment => environment.Status is EnvironmentStatus.Active or EnvironmentStatus.Upgrading && caller.MaySee(environment))
                .Select(environment => Write(exchange, caller.Tenant, environment))));
    }

    private static JsonObject Write(Exchange exchange, Tenant tenant, BcEnvironment environment) => new()
    {
        ["aadTenantId"] = tenant.Id.ToString(),
        ["applicationFamily"] = environment.ApplicationFamily,
        ["type"] = environment.Type.ToString(),
        ["name"] = environment.Name,
        ["countryCode"] = environment.CountryCode,
        ["webServiceUrl"] = exchange.BaseAddress,
        ["webClientLoginUrl"] = $"https://businesscentral.dynamics.com/{tenant.Id}/{Uri.EscapeDataString(environment.Name)}",
        ["ringName"] = environment.RingName,
    };
}
