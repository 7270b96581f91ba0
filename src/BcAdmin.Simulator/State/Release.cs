namespace BcAdmin.Simulator.State;

/// <summary>A version that environments can be updated to. It can be available to sandboxes as a preview before it is released.</summary>
internal sealed record Release
{
    /// <summary>The version in the updates of an environment: major.minor.</summary>
    public required Version Target { get; init; }

    /// <summary>major.minor.build.revision.</summary>
    public required Version Full { get; init; }

    public required DateTimeOffset ReleasedOn { get; init; }

    /// <summary>The time from which sandboxes can have it; null if there is no preview.</summary>
    public DateTimeOffset? PreviewOn { get; init; }

    /// <summary>Midnight UTC after the last day to which an update can be postponed.</summary>
    public required DateTimeOffset EndOfSelection { get; init; }

    /// <summary>The available releases, relative to the day on which a world begins.</summary>
    public static IReadOnlyList<Release> Plan(DateTimeOffset start)
    {
        var today = new DateTimeOffset(start.UtcDateTime.Date, TimeSpan.Zero);
        return
        [
            New(new(28, 3, 51420, 52011), released: -40, lastDay: 30),
            New(new(28, 4, 52500, 52777), released: -5, lastDay: 60),
            New(new(29, 0, 53010, 53155), released: 40, lastDay: 200) with { PreviewOn = today.AddDays(-10) },
            New(new(29, 1, 54200, 54310), released: 75, lastDay: 230),
        ];

        Release New(Version full, int released, int lastDay) => new()
        {
            Target = new(full.Major, full.Minor),
            Full = full,
            ReleasedOn = today.AddDays(released),
            EndOfSelection = today.AddDays(lastDay + 1),
        };
    }

    /// <summary>The latest date as the API shows it: midnight, which is exclusive, or the last second before, as documented.</summary>
    public DateTimeOffset LatestSelectable(Settings settings) => settings.DocumentedUpdateDates ? LastMoment : EndOfSelection;

    /// <summary>The last time to which an update can be postponed.</summary>
    public DateTimeOffset LastMoment => EndOfSelection.AddSeconds(-1);

    /// <summary>GA or Preview, depending on the type of the environment.</summary>
    public string TypeFor(EnvironmentType type, DateTimeOffset now) => IsPreviewFor(type, now) ? "Preview" : "GA";

    public bool IsAvailableTo(EnvironmentType type, DateTimeOffset now) => ReleasedOn <= now || IsPreviewFor(type, now);

    private bool IsPreviewFor(EnvironmentType type, DateTimeOffset now) => type == EnvironmentType.Sandbox && PreviewOn <= now && now < ReleasedOn;
}

/// <summary>The settings of an environment for one release. The time is kept when another release is selected.</summary>
internal sealed record UpdateChoice
{
    public DateTimeOffset? SelectedDateTime { get; init; }

    public bool IgnoreUpdateWindow { get; init; }
}
