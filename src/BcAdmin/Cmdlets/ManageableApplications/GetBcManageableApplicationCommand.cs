using System.Management.Automation;

namespace BcAdmin.Cmdlets.ManageableApplications;

/// <summary>
/// Lists the application families and countries that a customer can use: listManageableApplications. Requires a delegated administrator.
/// </summary>
[Cmdlet(VerbsCommon.Get, "BcManageableApplication")]
[OutputType(typeof(BcManageableApplication))]
public sealed class GetBcManageableApplicationCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ManageableFamilyCompleter))]
    [NameOrId(typeof(BcManageableApplication), nameof(BcManageableApplication.ApplicationFamily))]
    public string[]? ApplicationFamily { get; set; }

    [Parameter(Position = 1)]
    [Alias("CountryCode", "Location")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ManageableCountryCompleter))]
    public string[]? Country { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(ApplicationFamily, connection =>
    {
        RequireUser(connection);
        var families = new NameFilter<BcManageableApplication>(ApplicationFamily, application => [application.ApplicationFamily]);
        families.NotFound = name => ApplicationFamilyNotFound(connection, name, families.Seen);
        var countries = new NameFilter<BcManageableApplication>(Country, application => [application.CountryCode])
        {
            NotFound = name => CountryNotFound(connection, name),
        };
        return WriteMatchesAsync(AdminCenter(connection).ListManageableApplicationsAsync(PipelineStopToken), families, countries);
    });
}
