using System.Management.Automation;
using BcAdmin.Completion;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Applications;

/// <summary>Lists application families with their countries and rings: listApplications.</summary>
[Cmdlet(VerbsCommon.Get, "BcApplicationFamily")]
[OutputType(typeof(BcApplicationFamily))]
public sealed class GetBcApplicationFamilyCommand : BcConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string[]? ApplicationFamily { get; set; }

    [Parameter(Position = 1)]
    [Alias("CountryCode")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? Country { get; set; }

    protected override Task ProcessAsync() => ReadAsync(ApplicationFamily, async connection =>
    {
        var families = new NameFilter<BcApplicationFamily>(ApplicationFamily, row => [row.ApplicationFamily]);
        var countries = new NameFilter<BcApplicationFamily>(Country, row => [row.CountryCode]);
        await foreach (var row in AdminCenter(connection).ListApplicationFamiliesAsync(PipelineStopToken).ChosenBy(families, countries))
            WriteObject(row);
        WriteUnmatched(families, name => ApplicationFamilyNotFound(connection, name, families.Seen));
        WriteUnmatched(countries, name => CountryNotFound(connection, name));
    });
}
