namespace BcAdmin.Simulator.State;

/// <summary>A background job of an environment.</summary>
internal sealed class ScheduledJob
{
    /// <summary>The category of the jobs that import users from Microsoft 365.</summary>
    public const string UserImport = "APIUSERJOB";

    public Guid Id { get; } = Guid.NewGuid();

    public required string Category { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset StartsOn { get; init; }

    public required DateTimeOffset EndsOn { get; init; }

    /// <summary>The reason why it will fail; null if it will succeed.</summary>
    public string? Failure { get; init; }

    /// <summary>The action for its successful end.</summary>
    public required Action Succeeded { get; init; }

    public bool HasEnded { get; private set; }

    /// <summary>Ends it when the end is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (HasEnded || now < EndsOn)
            return;

        HasEnded = true;
        if (Failure is null)
            Succeeded();
    }

    /// <summary>The state in English.</summary>
    public string StatusAt(DateTimeOffset now) => !HasEnded ? now < StartsOn ? "Ready" : "In Process" : Failure is null ? "Finished" : "Error";
}
