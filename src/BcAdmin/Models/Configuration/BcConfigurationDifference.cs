using System.Management.Automation;

namespace BcAdmin;

/// <summary>The action that a difference requires.</summary>
public enum BcConfigurationAction
{
    /// <summary>No action by Set-BcConfiguration; see the reason.</summary>
    None,

    /// <summary>The file has an entry that the tenant does not have.</summary>
    Add,

    /// <summary>A value differs.</summary>
    Change,

    /// <summary>The tenant has an entry that the file does not list.</summary>
    Remove,

    /// <summary>The current state could not be read.</summary>
    Unknown,
}

/// <summary>A difference between a configuration file and a tenant or another file.</summary>
public sealed record BcConfigurationDifference
{
    /// <summary>The name of the connection; empty for a comparison of two files.</summary>
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>The name of the environment; empty for components of the tenant.</summary>
    public string? EnvironmentName { get; init; }

    public string? ApplicationFamily { get; init; }

    /// <summary>The component, such as UserPermissions.</summary>
    public string Component { get; init; } = string.Empty;

    /// <summary>The entry of a list, such as a user name; empty for components that have one value.</summary>
    public string? Key { get; init; }

    /// <summary>The property that differs; empty for an entry that is added or removed as a whole.</summary>
    public string? Property { get; init; }

    public object? Current { get; init; }

    public object? Desired { get; init; }

    public BcConfigurationAction Action { get; init; }

    /// <summary>Why Set-BcConfiguration cannot make the change, or which side effects it has.</summary>
    public string? Reason { get; init; }

    /// <summary>The file, line, and column of the desired value.</summary>
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

    /// <summary>The same as <see cref="TenantName"/>, with the name of the table column.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [Hidden]
    public string? Environment => EnvironmentName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() =>
        string.Join(' ', new[] { EnvironmentName, Component, Key, Property }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Formats the available parts as 'entry: change (reason)'.</summary>
    internal static string OneLine(string? entry, string? change, string? reason) =>
        string.Join(": ", new[] { entry, change }.Where(part => !string.IsNullOrEmpty(part)))
        + (reason is null ? string.Empty : $" ({reason.TrimEnd('.')})");
}

/// <summary>The result of comparing one tenant with a configuration file.</summary>
public sealed record BcConfigurationSummary
{
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Whether the tenant matches; null if no difference was found but a part could not be read.</summary>
    public bool? InDesiredState { get; init; }

    /// <summary>The number of environments to which the file applies.</summary>
    public int Environments { get; init; }

    public int Add { get; init; }

    public int Change { get; init; }

    public int Remove { get; init; }

    /// <summary>The number of differences that Set-BcConfiguration cannot resolve.</summary>
    public int Refused { get; init; }

    /// <summary>The number of components that could not be read.</summary>
    public int Unknown { get; init; }

    /// <summary>The differences.</summary>
    public IReadOnlyList<BcConfigurationDifference> Differences
    {
        get;
        init => field = new ValueList<BcConfigurationDifference>([.. value]);
    } = new ValueList<BcConfigurationDifference>([]);

    /// <summary>The same as <see cref="TenantName"/>, with the name of the table column.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() => TenantName ?? string.Empty;
}

/// <summary>The status of a change.</summary>
public enum BcConfigurationStatus
{
    /// <summary>With -WhatIf: the change would be made.</summary>
    Planned,

    /// <summary>The change was made.</summary>
    Done,

    /// <summary>The service started an operation that makes the change.</summary>
    Started,

    /// <summary>Another caller made the change after the plan was shown.</summary>
    AlreadyDone,

    /// <summary>The user declined.</summary>
    Declined,

    /// <summary>The change was not attempted; see the reason.</summary>
    Skipped,

    /// <summary>The service rejected the change.</summary>
    Failed,
}

/// <summary>The result of one change of Set-BcConfiguration.</summary>
public sealed record BcConfigurationResult
{
    public string? TenantName { get; init; }

    public string? TenantId { get; init; }

    /// <summary>The name of the environment; empty for components of the tenant.</summary>
    public string? EnvironmentName { get; init; }

    public string? ApplicationFamily { get; init; }

    public string Component { get; init; } = string.Empty;

    /// <summary>The entry of a list; empty for components that have one value.</summary>
    public string? Key { get; init; }

    public BcConfigurationAction Action { get; init; }

    public BcConfigurationStatus Status { get; init; }

    /// <summary>The values before and after, such as "state: Disabled -> Enabled".</summary>
    public string? Changes { get; init; }

    /// <summary>Why the change was skipped or failed, or which side effects it had.</summary>
    public string? Reason { get; init; }

    /// <summary>The file, line, and column of the entry.</summary>
    public string? Source { get; init; }

    /// <summary>The entry, the changes, and the reason as one text.</summary>
    [Hidden]
    public string Difference => BcConfigurationDifference.OneLine(Key, Changes, Reason);

    /// <summary>The same as <see cref="TenantName"/>, with the name of the table column.</summary>
    [Hidden]
    public string? Tenant => TenantName;

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [Hidden]
    public string? Environment => EnvironmentName;

    [Hidden]
    public BcConnection? Connection { get; internal init; }

    public override string ToString() =>
        string.Join(' ', new[] { EnvironmentName, Component, Key }.Where(part => !string.IsNullOrEmpty(part)));
}
