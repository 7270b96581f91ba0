using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists newer versions of installed Marketplace apps: listAvailableAppUpdates, listInstalledApps.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppUpdate")]
[OutputType(typeof(BcAppUpdate))]
public sealed class GetBcAppUpdateCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid[]? AppId { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var patterns = Name?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        Dictionary<Guid, BcApp>? installed = null;

        await foreach (var update in AdminCenter(connection).ListAppUpdatesAsync(environment, PipelineStopToken))
        {
            if (AppId?.Contains(update.AppId) == false || patterns?.TrueForAll(pattern => !pattern.IsMatch(update.Name ?? string.Empty)) == true)
                continue;

            // The offer does not say which version is there; the other list does, and is read only when there is an offer.
            installed ??= await InstalledAsync(connection, environment);
            WriteObject(update with { CurrentVersion = installed.GetValueOrDefault(update.AppId)?.Version });
        }
    }

    private async Task<Dictionary<Guid, BcApp>> InstalledAsync(BcConnection connection, EnvironmentKey environment)
    {
        var apps = new Dictionary<Guid, BcApp>();
        await foreach (var app in AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken))
            apps[app.AppId] = app;
        return apps;
    }
}
