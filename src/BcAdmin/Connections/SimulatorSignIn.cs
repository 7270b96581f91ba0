using System.Net;
using System.Text.Json.Nodes;
using BcAdmin.Cmdlets;
using BcAdmin.LocalSimulator;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>The identity for the sign-in to a simulated tenant.</summary>
internal enum SimulatedCaller
{
    User,
    DelegatedAdmin,
    App,
}

/// <summary>The properties of a connection that the user specified, except for the identity.</summary>
internal sealed record ConnectionRequest(
    string? Name, Version ApiVersion, int MaxConcurrentCalls, int MaxCallsPerFiveMinutes, TimeSpan RetryTimeout, bool IsReadOnly = false)
{
    /// <summary>The tenant for messages; null to use the tenant of the sign-in.</summary>
    public string? Tenant { get; init; }

    /// <summary>The command that connects in the same way, without -ReadOnly; null to derive it from the tenant.</summary>
    public SuggestedCommand? Connect { get; init; }
}

/// <summary>
/// Signs in to a simulator with MSAL, as to the real service: users with a device code that the simulator approves automatically, apps with their
/// client secret.
/// </summary>
internal static class SimulatorSignIn
{
    public static async Task<BcConnection> ConnectAsync(
        BcCmdlet cmdlet, SimulatorProcess simulator,
        string? tenant, SimulatedCaller caller, CancellationToken cancellationToken, ConnectionRequest? request = null)
    {
        request ??= new(null, ServiceAccess.NewestApiVersion, 5, 6000, TimeSpan.FromMinutes(5));
        var home = simulator.Tenants.FirstOrDefault(item => tenant is null
            || item.Domain.Equals(tenant, StringComparison.OrdinalIgnoreCase) || item.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase))
            ?? throw new BcException(ErrorCode.TenantNotFound, Messages.SimulatorTenantNotFound(simulator, tenant))
            {
                Target = tenant,
                Advice = Messages.SimulatorTenants(simulator),
            };

        var app = caller == SimulatedCaller.App ? home.Apps.FirstOrDefault(item => item.Secret is not null) ?? throw NotFound(home, caller) : null;
        var role = caller == SimulatedCaller.User ? "Admin" : caller.ToString();
        var user = app is null ? home.Users.FirstOrDefault(item => item.Role.Equals(role, StringComparison.OrdinalIgnoreCase))
            ?? throw NotFound(home, caller) : null;
        var options = new WireOptions
        {
            Flow = app is null ? SignInFlow.DeviceCode : SignInFlow.ClientSecret,
            TenantId = home.TenantId,
            ClientId = (app?.ClientId ?? AnyPublicClient).ToString(),
            ClientSecret = app is null ? null : new NetworkCredential(string.Empty, app.Secret).SecurePassword,
            Authority = simulator.Https,
            DiscoverInstance = false,
            Resource = ServiceAccess.DefaultEndpoint,
            IsApiAddress = address => ServiceAccess.IsApiAddress(simulator.Https, address),
            ShowDeviceCode = (prompt, stop) => simulator.Control.PostAsync(
                "devicecode", new JsonObject { ["userCode"] = prompt.UserCode, ["user"] = user?.UserName, ["decision"] = "approve" }, stop),
            PinnedCertificate = simulator.CertificateSha256,
            // A simulated user signs in to each tenant separately, because different tenants can have different users with the same name.
            SignIns = app is null ? null : ConnectionStore.Current.SignIns,
            MaxConcurrentCalls = request.MaxConcurrentCalls,
            MaxCallsPerFiveMinutes = request.MaxCallsPerFiveMinutes,
            RetryTimeout = request.RetryTimeout,
            Clock = cmdlet.Context.Clock,
        };
        return await TenantSignIn.ConnectAsync(cmdlet, options, simulator.Https, request with
        {
            Tenant = home.Domain,
            Connect = request.Connect ?? Commands.ConnectTenant.With(home.Domain).Switch("Simulator"),
        }, cancellationToken);
    }

    private static readonly Guid AnyPublicClient = new("1950a258-227b-4e31-a9cf-717495945fc2");

    private static BcException NotFound(SimulatedTenant tenant, SimulatedCaller caller) =>
        new(ErrorCode.SignInFailed, Messages.SimulatedCallerNotFound(tenant, caller)) { Target = caller.ToString() };
}
