using System.Management.Automation;

namespace BcAdmin;

/// <summary>The result of one row of an import. It has the columns of the row, so that failed rows can be piped to the import again.</summary>
public sealed class BcUserImportResult
{
    /// <summary>The line of a .csv file, or the number of the entry in a .json file or of the pipeline object, from 1.</summary>
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

    /// <summary>Unchanged, Changed, Planned (with -WhatIf), Skipped, NotFound, Ambiguous, or Failed.</summary>
    public string Status { get; internal init; } = "Unchanged";

    /// <summary>A description of the changes that were made or are planned.</summary>
    public string Changes { get; internal init; } = string.Empty;

    /// <summary>The reason of a failure, or other information.</summary>
    public string Message { get; internal set; } = string.Empty;

    /// <summary>The message and the changes as one text.</summary>
    [Hidden]
    public string Result => string.Join(" | ", new[] { Message, Changes }.Where(text => text.Length > 0));

    public override string ToString() => $"{User}: {Status}";
}
