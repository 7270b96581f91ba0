using System.Management.Automation;

namespace BcAdmin;

/// <summary>What a difference requires.</summary>
public enum BcConfigurationAction
{
    /// <summary>Nothing that Set-BcConfiguration can do; the reason is given.</summary>
    None,

    /// <summary>The file has an entry that the tenant does not have.</summary>
    Add,

    /// <summary>A value differs.</summary>
    Change,

    /// <summary>The tenant has an entry that the file does not name.</summary>
    Remove,

    /// <summary>The current state could not be read, so that it is not known whether there is a difference.</summary>
    Unknown,
}

/// <summary>A difference between a configuration file and a tenant, or another file.</summary>
public sealed record BcConfigurationDifference
{
    /// <summary>Name of the connection; empty for the difference of two files.</summary>
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Empty for components of the tenant.</summary>
    public string? EnvironmentName { get; init; }

    public string? ApplicationFamily { get; init; }

    /// <summary>Such as UserPermissions.</summary>
    public string Component { get; init; } = string.Empty;

    /// <summary>The entry of a list, such as a user name; empty for components that have one value.</summary>
    public string? Key { get; init; }

    /// <summary>The value that differs; empty for an entry that is added or removed as a whole.</summary>
    public string? Property { get; init; }

    public object? Current { get; init; }

    public object? Desired { get; init; }

    public BcConfigurationAction Action { get; init; }

    /// <summary>Why Set-BcConfiguration cannot make the change, or what else it does.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the file has the desired value: file, line, and column.</summary>
    public string? Source { get; init; }

    /// <summary>The entry, the values, and the reason as one text.</summary>
    [Hidden]
    public string Difference
    {
        get
        {
            var change = Property is not null ? $"{Text(Current)} -> {Text(Desired)}" : (Desired ?? Current) is { } value ? Text(value) : null;
            return OneLine(string.Join(' ', new[] { Key, Property }.Where(part => !string.IsNullOrEmpty(part))), change, Reason);

            static string Text(object? value) => value is null ? "(none)" : ValueText.Of(value);
        }
    }

    /// <summary>Short for <see cref="TenantName"/>.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    /// <summary>Short for <see cref="EnvironmentName"/>.</summary>
    [Hidden]
    public string? Environment => EnvironmentName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() =>
        string.Join(' ', new[] { EnvironmentName, Component, Key, Property }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>'entry: change (reason)', of the parts that are there.</summary>
    internal static string OneLine(string? entry, string? change, string? reason) =>
        string.Join(": ", new[] { entry, change }.Where(part => !string.IsNullOrEmpty(part)))
        + (reason is null ? string.Empty : $" ({reason.TrimEnd('.')})");
}

/// <summary>How one tenant compares with a configuration file.</summary>
public sealed record BcConfigurationSummary
{
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Null if nothing differs as far as known, but a part could not be read.</summary>
    public bool? InDesiredState { get; init; }

    /// <summary>Environments that the file is about.</summary>
    public int Environments { get; init; }

    public int Add { get; init; }

    public int Change { get; init; }

    public int Remove { get; init; }

    /// <summary>Differences that Set-BcConfiguration cannot remove.</summary>
    public int Refused { get; init; }

    /// <summary>Components that could not be read.</summary>
    public int Unknown { get; init; }

    /// <summary>The differences.</summary>
    public IReadOnlyList<BcConfigurationDifference> Differences
    {
        get;
        init => field = new ValueList<BcConfigurationDifference>([.. value]);
    } = new ValueList<BcConfigurationDifference>([]);

    /// <summary>Short for <see cref="TenantName"/>.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() => TenantName ?? string.Empty;
}

/// <summary>What became of a change.</summary>
public enum BcConfigurationStatus
{
    /// <summary>With -WhatIf: the change would be made.</summary>
    Planned,

    /// <summary>The change is made.</summary>
    Done,

    /// <summary>The service has started an operation that makes the change.</summary>
    Started,

    /// <summary>Another caller made the change after the plan was shown.</summary>
    AlreadyDone,

    /// <summary>The user declined.</summary>
    Declined,

    /// <summary>Not attempted, for the given reason.</summary>
    Skipped,

    /// <summary>The service rejected the change.</summary>
    Failed,
}

/// <summary>One change of Set-BcConfiguration.</summary>
public sealed record BcConfigurationResult
{
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Empty for components of the tenant.</summary>
    public string? EnvironmentName { get; init; }

    public string? ApplicationFamily { get; init; }

    public string Component { get; init; } = string.Empty;

    /// <summary>The entry of a list; empty for components that have one value.</summary>
    public string? Key { get; init; }

    public BcConfigurationAction Action { get; init; }

    public BcConfigurationStatus Status { get; init; }

    /// <summary>The values before and after, such as "state: Disabled -> Enabled".</summary>
    public string? Changes { get; init; }

    /// <summary>Why it was skipped or failed, or what else happened.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the file has the entry: file, line, and column.</summary>
    public string? Source { get; init; }

    /// <summary>The entry, the changes, and the reason as one text.</summary>
    [Hidden]
    public string Difference => BcConfigurationDifference.OneLine(Key, Changes, Reason);

    /// <summary>Short for <see cref="TenantName"/>.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    /// <summary>Short for <see cref="EnvironmentName"/>.</summary>
    [Hidden]
    public string? Environment => EnvironmentName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() =>
        string.Join(' ', new[] { EnvironmentName, Component, Key }.Where(part => !string.IsNullOrEmpty(part)));
}
