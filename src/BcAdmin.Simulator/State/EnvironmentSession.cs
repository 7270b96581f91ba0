namespace BcAdmin.Simulator.State;

/// <summary>A session of a user or of a background job in an environment.</summary>
internal sealed record EnvironmentSession
{
    public int Id { get; init; }

    public string UserId { get; init; } = "";

    public string ClientType { get; init; } = "WebClient";

    public DateTimeOffset LogOn { get; init; }

    public string EntryPointOperation { get; init; } = "OpenForm";

    public required string EntryPointName { get; init; }

    public required int EntryPointId { get; init; }

    public string EntryPointType { get; init; } = "Page";

    public required string CurrentName { get; init; }

    public required int CurrentId { get; init; }

    public string CurrentType { get; init; } = "Page";

    /// <summary>The start of its current activity.</summary>
    public DateTimeOffset CurrentSince { get; init; }
}
