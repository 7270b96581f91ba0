using System.Collections;
using BcAdmin.Api.AdminCenter;

namespace BcAdmin.Completion;

/// <summary>Ids of the apps installed in the environment that was typed before; found by their names too.</summary>
public sealed class AppCompleter : BcCompleter
{
    private const int IdLength = 36;

    private protected override IEnumerable<string> Values(IDictionary bound) => Installed(bound);

    private protected override string ValueOf(string entry) => entry[..IdLength];

    private protected override string LabelOf(string entry) => entry[(IdLength + 1)..];

    internal static IReadOnlyList<string> Installed(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"apps of {environment}", (connection, api, stop) => Entries(new AdminCenterClient(connection, api).ListAppsAsync(environment, stop)))
        : [];

    internal static string NameOf(string entry) => entry[(IdLength + 1)..];

    private static async IAsyncEnumerable<string> Entries(IAsyncEnumerable<BcApp> apps)
    {
        await foreach (var app in apps.ConfigureAwait(false))
            yield return $"{app.AppId} {app.Name}";
    }
}

/// <summary>Names of the apps installed in the environment that was typed before.</summary>
public sealed class AppNameCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => AppCompleter.Installed(bound).Select(AppCompleter.NameOf);
}

/// <summary>Countries of the application family.</summary>
public sealed class CountryCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) =>
        RingCompleter.Places(bound).Select(place => place.Country);
}

/// <summary>Rings of the application family, in the country where one was typed before.</summary>
public sealed class RingCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound)
    {
        var country = bound["Country"]?.ToString();
        return Places(bound).Where(place => country is null || place.Country.Equals(country, StringComparison.OrdinalIgnoreCase)).Select(place => place.Ring);
    }

    internal static IEnumerable<(string Country, string Ring)> Places(IDictionary bound)
    {
        var family = FamilyOf(bound);
        return from entry in Ask(bound, "applications", (connection, api, stop) => Entries(new AdminCenterClient(connection, api).ListApplicationFamiliesAsync(stop)))
               let parts = entry.Split('\t')
               where parts[0].Equals(family, StringComparison.OrdinalIgnoreCase)
               select (parts[1], parts[2]);
    }

    private static async IAsyncEnumerable<string> Entries(IAsyncEnumerable<BcApplicationFamily> rows)
    {
        await foreach (var row in rows.ConfigureAwait(false))
            yield return $"{row.ApplicationFamily}\t{row.CountryCode}\t{row.RingName}";
    }
}

/// <summary>Versions that the country and ring typed before have.</summary>
public sealed class ApplicationVersionCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound)
    {
        if (bound["Country"]?.ToString()?.ToUpperInvariant() is not { Length: > 0 } country)
            return [];
        var (family, ring) = (FamilyOf(bound), bound["Ring"]?.ToString() ?? BcApplicationVersion.ProductionRing);
        return Ask(bound, $"versions of {family}/{country}/{ring}", (connection, api, stop) =>
            Texts(new AdminCenterClient(connection, api).ListApplicationVersionsAsync(family, country, ring, stop)));
    }

    private static async IAsyncEnumerable<string> Texts(IAsyncEnumerable<BcApplicationVersion> versions)
    {
        await foreach (var version in versions.ConfigureAwait(false))
            yield return version.ToString();
    }
}
