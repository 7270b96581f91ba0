using System.Collections;
using BcAdmin.Api.AdminCenter;

namespace BcAdmin.Completion;

/// <summary>Application families that a customer may or may not use.</summary>
public sealed class ManageableFamilyCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => Places(bound).Select(place => place.Family);

    internal static IEnumerable<(string Family, string Country)> Places(IDictionary bound) =>
        from entry in Ask(bound, "manageable applications", (connection, api, stop) => Entries(new AdminCenterClient(connection, api).ListManageableApplicationsAsync(stop)))
        let parts = entry.Split('\t')
        select (parts[0], parts[1]);

    private static async IAsyncEnumerable<string> Entries(IAsyncEnumerable<BcManageableApplication> applications)
    {
        await foreach (var application in applications.ConfigureAwait(false))
            yield return $"{application.ApplicationFamily}\t{application.CountryCode}";
    }
}

/// <summary>Countries of the application family typed before, that a customer may or may not use.</summary>
public sealed class ManageableCountryCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound)
    {
        var family = bound["ApplicationFamily"]?.ToString();
        return ManageableFamilyCompleter.Places(bound)
            .Where(place => string.IsNullOrEmpty(family) || place.Family.Equals(family, StringComparison.OrdinalIgnoreCase))
            .Select(place => place.Country);
    }
}
