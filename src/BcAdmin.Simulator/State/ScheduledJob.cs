namespace BcAdmin.Simulator.State;

/// <summary>A background job of an environment.</summary>
internal sealed class ScheduledJob
{
    /// <summary>The category of the jobs that bring in users from Microsoft 365.</summary>
    public const string UserImport = "APIUSERJOB";

    public Guid Id { get; } = Guid.NewGuid();

    public required string Category { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset StartsOn { get; init; }

    public required DateTimeOffset EndsOn { get; init; }

    /// <summary>Why it is going to fail; null if it is going to succeed.</summary>
    public string? Failure { get; init; }

    /// <summary>What its good end does.</summary>
    public required Action Succeeded { get; init; }

    public bool HasEnded { get; private set; }

    /// <summary>Lets it come to its end when that is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (HasEnded || now < EndsOn)
            return;

        HasEnded = true;
        if (Failure is null)
            Succeeded();
    }

    /// <summary>State as an English caller reads it.</summary>
    public string StatusAt(DateTimeOffset now) => !HasEnded ? now < StartsOn ? "Ready" : "In Process" : Failure is null ? "Finished" : "Error";
}
