using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Lists the time zones that update windows can be set in: listTimeZones.</summary>
[Cmdlet(VerbsCommon.Get, "BcTimeZone")]
[OutputType(typeof(BcTimeZone))]
public sealed class GetBcTimeZoneCommand : BcConnectedCmdlet
{
    /// <summary>Matches id and display name.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string[]? Name { get; set; }

    protected override Task ProcessAsync() => ReadAsync(Name, async connection =>
    {
        var patterns = Name?.Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var zone in AdminCenter(connection).ListTimeZonesAsync(PipelineStopToken))
        {
            var matches = patterns?.Where(item => item.Pattern.IsMatch(zone.TimeZoneId) || item.Pattern.IsMatch(zone.DisplayName ?? string.Empty)).ToList();
            if (matches is { Count: 0 })
                continue;
            found.UnionWith(matches?.Select(item => item.Text) ?? []);
            WriteObject(zone);
        }

        foreach (var name in Name?.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !found.Contains(name)) ?? [])
        {
            await GuardAsync(name, () => throw new BcException("TimeZoneNotFound", $"There is no time zone '{name}'.")
            {
                Advice = "Search with wildcards: Get-BcTimeZone *Paris*",
            });
        }
    });
}
