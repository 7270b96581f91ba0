using System.Management.Automation;

namespace BcAdmin.Cmdlets.Applications;

/// <summary>Lists application families with their countries and release rings: listApplications.</summary>
[Cmdlet(VerbsCommon.Get, "BcApplicationFamily")]
[OutputType(typeof(BcApplicationFamily))]
public sealed class GetBcApplicationFamilyCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    [NameOrId(typeof(BcApplicationFamily), nameof(BcApplicationFamily.ApplicationFamily))]
    public string[]? ApplicationFamily { get; set; }

    [Parameter(Position = 1)]
    [Alias("CountryCode", "Location")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? Country { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(ApplicationFamily, connection =>
    {
        var families = new NameFilter<BcApplicationFamily>(ApplicationFamily, row => [row.ApplicationFamily]);
        families.NotFound = name => ApplicationFamilyNotFound(connection, name, families.Seen);
        var countries = new NameFilter<BcApplicationFamily>(Country, row => [row.CountryCode])
        { NotFound = name => CountryNotFound(connection, name) };
        return WriteMatchesAsync(AdminCenter(connection).ListApplicationFamiliesAsync(PipelineStopToken), families, countries);
    });
}
