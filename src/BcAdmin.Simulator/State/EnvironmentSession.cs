namespace BcAdmin.Simulator.State;

/// <summary>Somebody or something at work in an environment.</summary>
internal sealed record EnvironmentSession
{
    public required int Id { get; init; }

    public required string UserId { get; init; }

    public required string ClientType { get; init; }

    public required DateTimeOffset LogOn { get; init; }

    public required string EntryPointOperation { get; init; }

    public required string EntryPointName { get; init; }

    public required int EntryPointId { get; init; }

    public required string EntryPointType { get; init; }

    public required string CurrentName { get; init; }

    public required int CurrentId { get; init; }

    public required string CurrentType { get; init; }

    /// <summary>Since when it has been doing what it does now.</summary>
    public required DateTimeOffset CurrentSince { get; init; }
}
