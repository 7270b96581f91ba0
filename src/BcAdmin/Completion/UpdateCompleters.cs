using System.Collections;
using BcAdmin.Api.AdminCenter;

namespace BcAdmin.Completion;

/// <summary>Ids of time zones for update windows.</summary>
public sealed class TimeZoneCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => Ask(bound, "time zones", (connection, api, stop) =>
        Ids(new AdminCenterClient(connection, api).ListTimeZonesAsync(stop)));

    private static async IAsyncEnumerable<string> Ids(IAsyncEnumerable<BcTimeZone> zones)
    {
        await foreach (var zone in zones.ConfigureAwait(false))
            yield return zone.TimeZoneId;
    }
}

/// <summary>Versions that the environment typed before can be updated to.</summary>
public sealed class TargetVersionCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"updates of {environment}", (connection, api, stop) => Versions(new AdminCenterClient(connection, api).ListUpdatesAsync(environment, stop)))
        : [];

    private static async IAsyncEnumerable<string> Versions(IAsyncEnumerable<BcEnvironmentUpdate> updates)
    {
        await foreach (var update in updates.ConfigureAwait(false))
        {
            if (update.RawTargetVersion is { Length: > 0 } version)
                yield return version;
        }
    }
}
