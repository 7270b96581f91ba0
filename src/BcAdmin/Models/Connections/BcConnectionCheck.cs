namespace BcAdmin;

/// <summary>The result of a check.</summary>
public enum BcCheckResult
{
    Passed,

    Failed,

    /// <summary>Not checked, because an earlier check failed or the caller does not support it.</summary>
    Skipped,

    /// <summary>Succeeded, but access will end soon.</summary>
    Warning,
}

/// <summary>A check of one requirement of a connection.</summary>
public sealed record BcConnectionCheck : BcResource
{
    /// <summary>
    /// SignIn, Clock, Audience, Tenant, Consent, Permission, AdminCenter, Environment, or Automation. Credential and Relationship report when the
    /// access expires.
    /// </summary>
    public string Check { get; init; } = string.Empty;

    public BcCheckResult Result { get; init; }

    /// <summary>The checked environment; null for a check of the connection as a whole.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    /// <summary>The finding.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>When the credential or the relationship expires; null for other checks, and if it is not known.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>How to fix the problem.</summary>
    public string? Remedy { get; init; }

    public override string ToString() => $"{Check}: {Result}";
}
