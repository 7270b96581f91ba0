namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listProfiles.</summary>
    public IAsyncEnumerable<BcProfile> ListProfilesAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listProfiles", through, "profiles", query, BcJson.Default.BcProfile, cancellationToken));
}
