namespace BcAdmin.Simulator.State;

/// <summary>A time from which an environment can be restored, with the version that it had then.</summary>
internal sealed record RestorePeriod(DateTimeOffset From, DateTimeOffset To, Version Version)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(28);

    /// <summary>The age from which an environment has a backup, and the time without backups after an update.</summary>
    private static readonly TimeSpan FirstBackup = TimeSpan.FromMinutes(30);

    /// <summary>The age of the latest backup.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(5);

    public static IEnumerable<RestorePeriod> Of(BcEnvironment environment, DateTimeOffset now)
    {
        for (var i = 0; i < environment.VersionHistory.Count; i++)
        {
            var (since, version) = environment.VersionHistory[i];
            var from = Later(since + FirstBackup, now - Kept);
            var to = i + 1 < environment.VersionHistory.Count ? environment.VersionHistory[i + 1].Since : now - Lag;
            if (from < to)
                yield return new RestorePeriod(from, to, version);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
