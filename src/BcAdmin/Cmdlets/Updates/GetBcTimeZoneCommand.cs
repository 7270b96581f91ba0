using System.Management.Automation;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Lists the time zones that update windows can be set in: listTimeZones.</summary>
[Cmdlet(VerbsCommon.Get, "BcTimeZone")]
[OutputType(typeof(BcTimeZone))]
public sealed class GetBcTimeZoneCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>Matches id and display name.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Name, connection => WriteMatchesAsync(
        AdminCenter(connection).ListTimeZonesAsync(PipelineStopToken),
        new NameFilter<BcTimeZone>(Name, zone => [zone.TimeZoneId, zone.DisplayName])
        {
            NotFound = name => new(ErrorCode.TimeZoneNotFound, Messages.ThereNoTimeZone(name))
            { Advice = Messages.SearchWildcardsGetBcTimeZoneParis },
        }));
}
