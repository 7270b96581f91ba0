namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listApplications. Returns one item per family, country, and ring.</summary>
    public async IAsyncEnumerable<BcApplicationFamily> ListApplicationFamiliesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Get("listApplications", "applications/"); // the trailing slash is documented
        await foreach (var family in Api.ListAsync(request, BcJson.Default.ApplicationFamilyDetails, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in family.Rows())
                yield return From(row);
        }
    }

    /// <summary>listRingVersions. Two segments of its path are capitalized.</summary>
    public IAsyncEnumerable<BcApplicationVersion> ListApplicationVersionsAsync(
        string family, string country, string ring, CancellationToken cancellationToken)
    {
        var request = Get("listRingVersions", $"applications/{Escape(family)}/Countries/{Escape(country)}/Rings/{Escape(ring)}");
        return Api.ListAsync(request, BcJson.Default.String, cancellationToken).Select(version => From(new BcApplicationVersion
        {
            Version = BcVersion.Parse(version),
            ApplicationFamily = family,
            CountryCode = country,
            RingName = ring,
        }));
    }
}
