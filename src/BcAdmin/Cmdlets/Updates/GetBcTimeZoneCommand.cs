using System.Management.Automation;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Lists the time zones for update windows: listTimeZones.</summary>
[Cmdlet(VerbsCommon.Get, "BcTimeZone")]
[OutputType(typeof(BcTimeZone))]
public sealed class GetBcTimeZoneCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>Names or patterns for the ID and the display name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("TimeZone", "TimeZoneId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [NameOrId(typeof(BcTimeZone), nameof(BcTimeZone.TimeZoneId))]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Name, connection => WriteMatchesAsync(
        AdminCenter(connection).ListTimeZonesAsync(PipelineStopToken),
        new NameFilter<BcTimeZone>(
            Name?.Select(name => TimeZoneFinder.Convert(name) ?? name), TimeZoneFinder.NamesOf)
        {
            NotFound = name => new(ErrorCode.TimeZoneNotFound, Messages.TimeZoneDoesNotExist(name))
            { Advice = Messages.SearchTimeZonesByCity(connection) },
        }));
}
