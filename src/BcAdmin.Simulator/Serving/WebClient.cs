using BcAdmin.Simulator.Entra;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Simulates the address of the web client's host that other clients call before they deploy, without a sign-in:
/// <c>/{tenant}/{environment}/deployment/url</c>. It is not in a contract; its members are those that BcContainerHelper and AL-Go read.
/// </summary>
internal static class WebClient
{
    public static Destination? TryRoute(Exchange exchange) =>
        exchange.Segments.Count == 4 && exchange.SegmentIs(2, "deployment") && exchange.SegmentIs(3, "url")
            ? new Destination { OperationId = "deploymentUrl", Serve = () => Serve(exchange), Refuse = EntraError.Write }
            : null;

    private static Reply Serve(Exchange exchange)
    {
        var tenant = exchange.World.FindTenant(exchange.Segments[0]);
        if (tenant is null)
            return Describe("DoesNotExist");

        lock (tenant.Gate)
        {
            exchange.World.Advance(exchange.World.Clock.UtcNow);
            if (tenant.FindEnvironment(exchange.Segments[1]) is not { } environment)
                return Describe("DoesNotExist");
            if (environment.Status is not EnvironmentStatus.Active)
                return Describe(environment.Status.ToString());

            var address = $"{exchange.BaseAddress}/{tenant.Id}/{Uri.EscapeDataString(environment.Name)}?tenant={tenant.Id}";
            return Describe("Ready", address, environment.Type == EnvironmentType.Production ? 0 : 1);
        }
    }

    private static Reply Describe(string status, string? address = null, int? type = null) =>
        Reply.Ok(new JsonObject { ["status"] = status, ["data"] = address, ["environmentType"] = type });
}
