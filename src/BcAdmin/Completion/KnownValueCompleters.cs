using System.Collections;

namespace BcAdmin.Completion;

/// <summary>States of an environment (contract: EnvironmentStatus). The service may have more, so they complete and do not validate.</summary>
public sealed class EnvironmentStatusCompleter : BcCompleter
{
    internal static IReadOnlyList<string> Known { get; } =
    [
        "Active", "CreatingFailed", "NotReady", "Preparing", "Recovering", "RecoveringFailed", "Removing", "RemovingFailed",
        "SoftDeleted", "SoftDeleting", "SoftDeletingFailed", "Upgrading",
    ];

    private protected override IEnumerable<string> Values(IDictionary bound) => Known;
}

/// <summary>What an uploaded extension can wait for (contract: RemoveScheduledPteRequest).</summary>
public sealed class ScheduleKindCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => ["UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"];
}

/// <summary>States of an operation (contract: OperationStatus).</summary>
public sealed class OperationStatusCompleter : BcCompleter
{
    internal static IReadOnlyList<string> Known { get; } = ["queued", "scheduled", "running", "succeeded", "failed", "canceled", "skipped"];

    private protected override IEnumerable<string> Values(IDictionary bound) => Known;
}

/// <summary>Kinds of operations.</summary>
public sealed class OperationTypeCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => BcOperation.DocumentedTypes;
}
