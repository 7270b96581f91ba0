namespace BcAdmin;

/// <summary>How a check went.</summary>
public enum BcCheckResult
{
    Passed,

    Failed,

    /// <summary>Not looked at, since an earlier check failed or the caller cannot be asked.</summary>
    Skipped,

    /// <summary>It works, and will stop working soon.</summary>
    Warning,
}

/// <summary>One thing that a connection needs to work, and whether it has it.</summary>
public sealed record BcConnectionCheck : BcResource
{
    /// <summary>
    /// SignIn, Clock, Audience, Tenant, Consent, Permission, AdminCenter, Environment or Automation; Credential and Relationship show how long the
    /// access lasts.
    /// </summary>
    public string Check { get; init; } = string.Empty;

    public BcCheckResult Result { get; init; }

    /// <summary>The environment that the check is about; null for the connection as a whole.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>The same as <see cref="EnvironmentName"/>, which is the heading of tables.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    /// <summary>What was found.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>When the credential or the relationship of the check expires; null for other checks, and where it is not known.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }

    public override string ToString() => $"{Check}: {Result}";
}
