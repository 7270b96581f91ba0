using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin;

/// <summary>A running simulator: a process on this machine that plays Entra and both APIs of Business Central.</summary>
public sealed class BcSimulator
{
    private readonly SimulatorProcess _process;

    internal BcSimulator(SimulatorProcess process) => _process = process;

    public string Name => _process.Name;

    /// <summary>Address of its APIs and of its sign-in service.</summary>
    public Uri Endpoint => _process.Https;

    /// <summary>The same over plain http, for clients that cannot trust its certificate. Loopback only, like all of it.</summary>
    public Uri HttpEndpoint => _process.Http;

    public string Scenario => _process.Scenario;

    public int ProcessId => _process.Id;

    /// <summary>How many times faster long work is than in real life.</summary>
    public double TimeScale { get; internal init; }

    /// <summary>Domains of its tenants.</summary>
    public IReadOnlyList<string> Tenants => new ValueList<string>([.. _process.Tenants.Select(tenant => tenant.Domain)]);

    /// <summary>Faults that are switched on.</summary>
    public IReadOnlyList<BcSimulatorFault> Faults
    {
        get;
        internal init => field = new ValueList<BcSimulatorFault>([.. value]);
    } = new ValueList<BcSimulatorFault>([]);

    /// <summary>Its certificate as a PEM file, for other clients on this machine; module cmdlets pin it by themselves.</summary>
    public string CertificatePath => _process.CertificatePem;

    /// <summary>For the environment variable IDENTITY_ENDPOINT, to rehearse a runbook with a managed identity.</summary>
    public Uri IdentityEndpoint => new(_process.Http, "/msi/token");

    /// <summary>For the environment variable IDENTITY_HEADER.</summary>
    public string IdentityHeader => _process.IdentityHeader;

    public override string ToString() => Name;
}

/// <summary>A fault that a simulator has been told to make.</summary>
public sealed record BcSimulatorFault
{
    /// <summary>Simulator that has it.</summary>
    public string Name { get; internal init; } = string.Empty;

    public string Kind { get; internal init; } = string.Empty;

    /// <summary>operationId of the contract, with wildcards.</summary>
    public string Operation { get; internal init; } = "*";

    /// <summary>How often it strikes; 0 until it is taken off.</summary>
    public int Count { get; internal init; }

    /// <summary>How often it has struck.</summary>
    public int Struck { get; internal init; }

    public int? StatusCode { get; internal init; }

    public string? ErrorCode { get; internal init; }

    public string? Message { get; internal init; }

    public int? RetryAfterSec { get; internal init; }

    public int? DelayMs { get; internal init; }
}

/// <summary>A request as a simulator saw it. Holds no token and no body.</summary>
public sealed record BcSimulatorRequest
{
    public long Sequence { get; internal init; }

    public DateTimeOffset? StartedOn { get; internal init; }

    public TimeSpan? Duration { get; internal init; }

    /// <summary>operationId of the contract, or token, deviceCode and the like for sign-in.</summary>
    public string? Operation { get; internal init; }

    public string? Method { get; internal init; }

    public string? Path { get; internal init; }

    /// <summary>Empty where the connection was cut.</summary>
    public int? Status { get; internal init; }

    public string? TenantId { get; internal init; }

    /// <summary>admin, delegatedAdmin, user or app.</summary>
    public string? Caller { get; internal init; }

    /// <summary>User name, or client id of an app; null for a call that was not signed in.</summary>
    public string? CallerId { get; internal init; }

    /// <summary>Shared by all requests of one cmdlet call.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>Requests of the tenant under way when this one began, itself included.</summary>
    public int InFlight { get; internal init; }

    /// <summary>It came within a batch, which is a request of its own.</summary>
    public bool InBatch { get; internal init; }

    /// <summary>Fault that struck it.</summary>
    public string? Fault { get; internal init; }

    /// <summary>Simulator that saw it.</summary>
    [Hidden]
    public string Name { get; internal init; } = string.Empty;
}
