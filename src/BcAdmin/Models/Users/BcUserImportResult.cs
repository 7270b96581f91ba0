using System.Management.Automation;

namespace BcAdmin;

/// <summary>What became of one row of an import. It has the columns of the row, so that failed rows can be piped in again.</summary>
public sealed class BcUserImportResult
{
    /// <summary>Place of the row among the input, from 1.</summary>
    public int Row { get; internal init; }

    public string User { get; internal init; } = string.Empty;

    public string PermissionSets { get; internal init; } = string.Empty;

    public string Companies { get; internal init; } = string.Empty;

    public string AppId { get; internal init; } = string.Empty;

    public string Scope { get; internal init; } = string.Empty;

    public string State { get; internal init; } = string.Empty;

    public string ExpiryDate { get; internal init; } = string.Empty;

    public string ContactEmail { get; internal init; } = string.Empty;

    public string SecurityGroups { get; internal init; } = string.Empty;

    public string EnvironmentName { get; internal init; } = string.Empty;

    public string? TenantId { get; internal init; }

    /// <summary>Unchanged, Changed, Planned (with -WhatIf), NotFound, Ambiguous or Failed.</summary>
    public string Status { get; internal init; } = "Unchanged";

    /// <summary>What was done, or would be, in words.</summary>
    public string Changes { get; internal init; } = string.Empty;

    /// <summary>Why it failed, or what else there is to know.</summary>
    public string Message { get; internal init; } = string.Empty;

    /// <summary>The message and the changes as one text.</summary>
    [Hidden]
    public string Result => string.Join(" | ", new[] { Message, Changes }.Where(text => text.Length > 0));

    public override string ToString() => $"{User}: {Status}";
}
