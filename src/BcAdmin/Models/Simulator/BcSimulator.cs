using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin;

/// <summary>A running simulator: a local process that simulates Microsoft Entra ID and both APIs of Business Central.</summary>
public sealed class BcSimulator
{
    private readonly SimulatorProcess _process;

    internal BcSimulator(SimulatorProcess process) => _process = process;

    public string Name => _process.Name;

    /// <summary>The URL of its APIs and of its sign-in service.</summary>
    public Uri Endpoint => _process.Https;

    /// <summary>The same endpoint over HTTP, for clients that cannot trust its certificate. Both listen on the loopback address only.</summary>
    public Uri HttpEndpoint => _process.Http;

    public string Scenario => _process.Scenario;

    public int ProcessId => _process.Id;

    /// <summary>The factor by which simulated operations are faster than real ones.</summary>
    public double TimeScale { get; internal init; }

    /// <summary>The domains of its tenants.</summary>
    public IReadOnlyList<string> Tenants => new ValueList<string>([.. _process.Tenants.Select(tenant => tenant.Domain)]);

    /// <summary>The active faults.</summary>
    public IReadOnlyList<BcSimulatorFault> Faults
    {
        get;
        internal init => field = new ValueList<BcSimulatorFault>([.. value]);
    } = new ValueList<BcSimulatorFault>([]);

    /// <summary>The certificate as a PEM file, for other clients on this computer. The cmdlets of the module trust it automatically.</summary>
    public string CertificatePath => _process.CertificatePem;

    /// <summary>The value for the environment variable IDENTITY_ENDPOINT, to test a runbook with a managed identity.</summary>
    public Uri IdentityEndpoint => new(_process.Http, "/msi/token");

    /// <summary>The value for the environment variable IDENTITY_HEADER.</summary>
    public string IdentityHeader => _process.IdentityHeader;

    public override string ToString() => Name;
}

/// <summary>A fault of a simulator.</summary>
public sealed record BcSimulatorFault
{
    /// <summary>The name of the simulator.</summary>
    public string Name { get; internal init; } = string.Empty;

    public string Kind { get; internal init; } = string.Empty;

    /// <summary>The operationId in the contract, with wildcards.</summary>
    public string Operation { get; internal init; } = "*";

    /// <summary>The number of calls that the fault applies to; 0 for no limit.</summary>
    public int Count { get; internal init; }

    /// <summary>The number of calls that the fault was applied to.</summary>
    public int HitCount { get; internal init; }

    /// <summary>The same as <see cref="HitCount"/>, for scripts that use the earlier name.</summary>
    [Hidden, JsonIgnore]
    public int Struck => HitCount;

    public int? StatusCode { get; internal init; }

    public string? ErrorCode { get; internal init; }

    public string? Message { get; internal init; }

    public int? RetryAfterSec { get; internal init; }

    public int? DelayMs { get; internal init; }
}

/// <summary>A request that a simulator received. It contains no token and no body.</summary>
public sealed record BcSimulatorRequest
{
    public long Sequence { get; internal init; }

    public DateTimeOffset? StartedOn { get; internal init; }

    public TimeSpan? Duration { get; internal init; }

    /// <summary>The operationId in the contract, or token, deviceCode, and so on for sign-in requests.</summary>
    public string? Operation { get; internal init; }

    public string? Method { get; internal init; }

    public string? Path { get; internal init; }

    /// <summary>The HTTP status code; null if the connection was dropped.</summary>
    public int? Status { get; internal init; }

    public string? TenantId { get; internal init; }

    /// <summary>admin, delegatedAdmin, user, or app.</summary>
    public string? Caller { get; internal init; }

    /// <summary>The user name, or the client ID of an app; null for a call without sign-in.</summary>
    public string? CallerId { get; internal init; }

    /// <summary>The ID that all requests of one cmdlet call share.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>The number of requests of the tenant that were in progress when this one started, including this one.</summary>
    public int InFlight { get; internal init; }

    /// <summary>Whether the request was part of a batch, which is a separate request.</summary>
    public bool InBatch { get; internal init; }

    /// <summary>The fault that was applied to the request.</summary>
    public string? Fault { get; internal init; }

    /// <summary>The name of the simulator.</summary>
    [Hidden]
    public string Name { get; internal init; } = string.Empty;
}
