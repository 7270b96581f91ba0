using System.Net;
using BcAdmin.Simulator.Entra;
using BcAdmin.Simulator.Faults;
using BcAdmin.Simulator.Scenarios;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Control;

/// <summary>
/// <c>/simulator/…</c>: the endpoints with which a test or a script controls the simulator. They accept only programs on this computer: a request
/// from a web page (with an Origin header) or with a Host other than loopback is rejected.
/// </summary>
internal static class ControlEndpoints
{
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/simulator");
        control.MapGet("/", (Exchange exchange) => TypedResults.Ok(Summary.Of(exchange.World)));
        control.MapGet("/ready", GetReady);
        control.MapPost("/reset", Reset);
        control.MapPost("/clock", ChangeClock);
        control.MapGet("/settings", (Exchange exchange) => TypedResults.Ok(exchange.World.Settings));
        control.MapPost("/settings", ChangeSettings);
        control.MapGet("/faults", (Exchange exchange) => TypedResults.Ok(exchange.World.Faults.ToJson()));
        control.MapPost("/faults", AddFaults);
        control.MapDelete("/faults", RemoveFaults);
        control.MapGet("/requests", ListRequests);
        control.MapDelete("/requests", RemoveRequests);
        control.MapPost("/tokens", ChangeTokens);
        control.MapPost("/devicecode", DecideDeviceCode);
        control.MapPost("/apps", ChangeApp);
        control.MapGet("/contract/operations", ListContractOperations);
        control.Map("/{**path}", RejectUnknown);
    }

    /// <summary>Processes a request to a path below <c>/simulator</c>, which routing has matched to an endpoint.</summary>
    public static async Task<Reply> ServeAsync(HttpContext http, RequestDelegate endpoint)
    {
        if (http.Request.Headers.ContainsKey("Origin") || !LoopbackHosts.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
            || http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            return Error(403, "Control accepts requests of programs on this computer only: without an Origin header, and with a loopback Host.");
        }

        try
        {
            return await Reply.CaptureAsync(http, endpoint);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ScenarioException)
        {
            return Error(400, error.Message);
        }
    }

    private static Reply Error(int status, string message) => Reply.Of(status, new JsonObject { ["error"] = message });

    private static Ok<ReadyResponse> GetReady(Exchange exchange) =>
        TypedResults.Ok(new ReadyResponse(exchange.World.Scenario, exchange.World.DescribeTenants()));

    private static Results<Ok<Summary>, NoContent> Reset(ResetRequest request, Exchange exchange)
    {
        if (request.FaultsOnly == true)
        {
            exchange.World.Faults.Clear();
            return TypedResults.NoContent();
        }

        exchange.Simulator.Reset(request.Scenario);
        return TypedResults.Ok(Summary.Of(exchange.Simulator.World));
    }

    private static Ok<ClockResponse> ChangeClock(ClockRequest request, Exchange exchange)
    {
        var clock = exchange.World.Clock;
        if (request.TimeScale is { } scale)
            clock.TimeScale = scale > 0 ? scale : throw new JsonException("timeScale must be greater than 0.");
        if (request.AdvanceSec is < 0)
            throw new JsonException("The clock cannot go back: advanceSec must not be negative.");
        clock.Advance(TimeSpan.FromSeconds(request.AdvanceSec ?? 0));
        return TypedResults.Ok(new ClockResponse(clock.UtcNow, clock.TimeScale));
    }

    private static Ok<Settings> ChangeSettings(Exchange exchange)
    {
        lock (exchange.World)
        {
            exchange.World.Settings = exchange.World.Settings.With(ControlJson.ReadObject(exchange));
            exchange.World.Clock.Skew = TimeSpan.FromSeconds(exchange.World.Settings.ClockSkewSec);
        }

        return TypedResults.Ok(exchange.World.Settings);
    }

    private static Ok<JsonArray> AddFaults(Exchange exchange)
    {
        var body = exchange.ReadJson();
        Fault[] faults = body is JsonArray list ? [.. list.Select(Fault.Parse)] : [Fault.Parse(body)];
        exchange.World.Faults.Add(faults);
        return TypedResults.Ok(exchange.World.Faults.ToJson());
    }

    private static NoContent RemoveFaults(Exchange exchange)
    {
        exchange.World.Faults.Clear();
        return TypedResults.NoContent();
    }

    private static Ok<JsonArray> ListRequests(Exchange exchange, string? operation, string? last) => TypedResults.Ok(exchange.Simulator.Log.ToJson(
        string.IsNullOrEmpty(operation) ? null : operation,
        string.IsNullOrEmpty(last) ? null : int.Parse(last, NumberStyles.None, CultureInfo.InvariantCulture)));

    private static NoContent RemoveRequests(Exchange exchange)
    {
        exchange.Simulator.Log.Clear();
        return TypedResults.NoContent();
    }

    private static Ok<TokenPolicy> ChangeTokens(TokensRequest request, Exchange exchange)
    {
        lock (exchange.World)
        {
            var policy = exchange.World.TokenPolicy;
            exchange.World.TokenPolicy = policy with
            {
                LifetimeSec = Seconds("lifetimeSec", request.LifetimeSec) ?? policy.LifetimeSec,
                ClientSlackSec = Seconds("clientSlackSec", request.ClientSlackSec) ?? policy.ClientSlackSec,
                RefreshLifetimeSec = Seconds("refreshLifetimeSec", request.RefreshLifetimeSec) ?? policy.RefreshLifetimeSec,
            };
        }

        if (request.Revoke == true)
            exchange.Simulator.Tokens.RevokeAll();
        return TypedResults.Ok(exchange.World.TokenPolicy);

        static int? Seconds(string name, double? number) => number is < 0 ? throw new JsonException($"{name} must not be negative.") : (int?)number;
    }

    private static Results<NoContent, NotFound<ErrorResponse>> DecideDeviceCode(DeviceCodeRequest request, Exchange exchange)
    {
        var approve = request.Decision switch
        {
            "approve" => true,
            "deny" => false,
            _ => throw new JsonException("decision is approve or deny."),
        };
        var userCode = request.UserCode ?? throw new JsonException("userCode is missing.");
        return DeviceCodeEndpoint.Decide(exchange.Simulator, userCode, request.User, approve) is { } problem
            ? TypedResults.NotFound(new ErrorResponse(problem))
            : TypedResults.NoContent();
    }

    private static Ok<AppSummary> ChangeApp(AppRequest request, Exchange exchange)
    {
        var world = exchange.World;
        var tenant = request.TenantId is null ? world.DefaultTenant : world.FindTenant(request.TenantId);
        if (tenant is null)
            throw new JsonException($"There is no tenant {request.TenantId}.");

        // Everything is read before anything is changed, so that a bad request does not change the app.
        var key = request.ReadCertificate();
        var environments = request.ReadEnvironments();
        request.CheckRoles();

        var now = world.Clock.UtcNow;
        lock (tenant.Gate)
        {
            var known = request.ClientId is null ? null : tenant.FindApp(request.ClientId);
            var app = known ?? tenant.Register(request.ClientId, request.Name, request.Roles ?? [], now);
            var application = app.Application;
            application.Name = request.Name ?? application.Name;
            application.Keys = key is null ? application.Keys : [key];
            application.Federated = request.Federated ?? application.Federated;
            if (request.Secret is not null)
                application.ReplaceSecrets(request.Secret);
            if (request.SecretExpired is { } expired)
                application.EndSecrets(expired ? now.AddDays(-1) : DateTimeOffset.MaxValue);
            if (request.SecretEndsInDays is { } days)
                application.EndSecrets(now.AddDays(days));
            if (request.Roles is not null || request.Consented is not null)
                app.ChangeConsent(request.Roles, request.Consented, now);

            app.Authorized = request.Authorized ?? app.Authorized;
            app.Environments = environments is { } changed ? changed.Names : app.Environments;
            app.CompaniesVisible = request.CompaniesVisible ?? app.CompaniesVisible;
            app.PermissionSets = request.PermissionSets ?? app.PermissionSets;
            app.ManagedIdentity = request.ManagedIdentity ?? app.ManagedIdentity;
            return TypedResults.Ok(AppSummary.Of(app));
        }
    }

    private static Ok<IEnumerable<ContractOperationResponse>> ListContractOperations(Exchange exchange) => TypedResults.Ok(
        from contract in exchange.Simulator.Contracts
        from operation in contract.Operations
        let played = exchange.Simulator.Handlers.ContainsKey((operation.Api, operation.Id))
        select new ContractOperationResponse(operation.Id, operation.Api.ToString(), operation.Method, operation.Path, played));

    private static NotFound<ErrorResponse> RejectUnknown(Exchange exchange)
    {
        var path = string.Join('/', exchange.Segments.Skip(1)).ToLowerInvariant();
        return TypedResults.NotFound(new ErrorResponse($"There is no control endpoint {exchange.Request.Method} /simulator/{path}."));
    }
}
