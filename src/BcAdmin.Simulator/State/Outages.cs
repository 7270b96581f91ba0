namespace BcAdmin.Simulator.State;

/// <summary>The types of outages that can be reported, and their questions. They are fictitious, because the documentation lists none.</summary>
internal static class OutageCatalog
{
    private static readonly Data All = DemoData.Read<Data>("outages");

    public static IReadOnlyList<OutageType> Types => All.Types;

    public static OutageType? Find(string id) => Array.Find(All.Types, type => string.Equals(type.Id, id, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<OutageQuestion> QuestionsOf(OutageType type) => All.Questions.Where(question => type.Questions.Contains(question.Id));

    private sealed record Data(OutageQuestion[] Questions, OutageType[] Types);
}

/// <param name="Questions">IDs of the questions, in their order.</param>
internal sealed record OutageType(string Id, string Name, string Description, string[] Questions);

/// <param name="ParentId">The toggle that must be on for the question to be required.</param>
internal sealed record OutageQuestion(
    string Id, string Kind, string Text, bool Required, string? ParentId, string? OnText, string? OffText, bool Multiline);

/// <summary>An outage that the tenant reported to Microsoft.</summary>
internal sealed record ReportedOutage
{
    public required Guid EnvironmentId { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    public required string OutageType { get; init; }

    public required string CaseNumber { get; init; }

    public required string AppVersion { get; init; }

    public required string PlatformVersion { get; init; }
}
