using System.Management.Automation;
using BcAdmin.Completion;

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
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? Country { get; set; }

    protected override Task ProcessAsync()
    {
        var families = ApplicationFamily?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        return ReadAsync(ApplicationFamily, async connection =>
        {
            await foreach (var row in AdminCenter(connection).ListApplicationFamiliesAsync(PipelineStopToken))
            {
                if (families?.TrueForAll(pattern => !pattern.IsMatch(row.ApplicationFamily)) != true
                    && Country?.Contains(row.CountryCode, StringComparer.OrdinalIgnoreCase) != false)
                {
                    WriteObject(row);
                }
            }
        });
    }
}
