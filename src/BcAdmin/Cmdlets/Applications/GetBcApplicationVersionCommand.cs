using System.Management.Automation;

namespace BcAdmin.Cmdlets.Applications;

/// <summary>Lists the versions that are available for new environments: listRingVersions.</summary>
[Cmdlet(VerbsCommon.Get, "BcApplicationVersion")]
[OutputType(typeof(BcApplicationVersion))]
public sealed class GetBcApplicationVersionCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CountryCode", "Location")]
    [TextPattern(TextPatternAttribute.CountryCode, Messages.InvalidCountryCode)]
    [ArgumentCompleter(typeof(CountryCompleter))]
    [NameOrId(typeof(BcApplicationFamily), nameof(BcApplicationFamily.CountryCode), IsSingle = true)]
    public string Country { get; set; } = string.Empty;

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("RingName")]
    [ArgumentCompleter(typeof(RingCompleter))]
    public string Ring { get; set; } = BcApplicationVersion.ProductionRing;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Country, async connection =>
    {
        var versions = AdminCenter(connection).ListApplicationVersionsAsync(ApplicationFamily, Country.ToUpperInvariant(), Ring, PipelineStopToken);
        await foreach (var version in versions)
            WriteObject(version);
    });
}
