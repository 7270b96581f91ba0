using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists available updates of installed Marketplace apps: listAvailableAppUpdates, listInstalledApps.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppUpdate")]
[OutputType(typeof(BcAppUpdate))]
public sealed class GetBcAppUpdateCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [NameOrId(typeof(BcApp), nameof(BcApp.Name))]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    public string[]? AppId { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var filter = new NameFilter<BcAppUpdate>(Name, update => [update.Name]);
        var ids = new NameFilter<BcAppUpdate>(AppId?.Select(AppFinder.IdOrName), update => [update.AppId.ToString(), update.Name]);
        Dictionary<Guid, BcApp>? installed = null;

        await foreach (var update in AdminCenter(connection).ListAppUpdatesAsync(environment, PipelineStopToken).ChosenBy(filter, ids))
        {
            // The list of updates does not contain the installed version, so the installed apps are read if there are updates.
            installed ??= await InstalledAsync(connection, environment);
            WriteObject(update with { CurrentVersion = installed.GetValueOrDefault(update.AppId)?.Version });
        }

        WriteErrors(filter);
        WriteErrors(ids);
        if (filter.Missing.Count == 0 && ids.Missing.Count == 0)
            return;

        // An app without an update is valid; an app that is not installed is an error.
        installed ??= await InstalledAsync(connection, environment);
        foreach (var (missing, textsOf) in ((IReadOnlyList<string>, Func<BcApp, IEnumerable<string?>>)[])
            [(filter.Missing, app => [app.Name]), (ids.Missing, AppFinder.TextsOf)])
        {
            var apps = new NameFilter<BcApp>(missing, textsOf) { NotFound = name => AdminCenterClient.AppNotFound(environment, name) };
            apps.From(installed.Values);
            WriteErrors(apps);
        }
    }

    private Task<Dictionary<Guid, BcApp>> InstalledAsync(BcConnection connection, EnvironmentKey environment) =>
        AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken).ToDictionaryAsync(app => app.AppId);
}
