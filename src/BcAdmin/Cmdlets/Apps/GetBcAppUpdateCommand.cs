using System.Management.Automation;

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
        var filter = new NameFilter<BcAppUpdate>(Name, update => [update.Name]);
        var missing = AppId?.ToHashSet();
        Dictionary<Guid, BcApp>? installed = null;

        await foreach (var update in AdminCenter(connection).ListAppUpdatesAsync(environment, PipelineStopToken).ChosenBy(filter))
        {
            missing?.Remove(update.AppId);
            if (AppId?.Contains(update.AppId) == false)
                continue;

            // The offer does not say which version is there; the other list does, and is read only when there is an offer.
            installed ??= await InstalledAsync(connection, environment);
            WriteObject(update with { CurrentVersion = installed.GetValueOrDefault(update.AppId)?.Version });
        }

        WriteErrors(filter);
        if (filter.Missing.Count == 0 && missing is not { Count: > 0 })
            return;

        // An app without an update is no mistake; one that is not installed is.
        installed ??= await InstalledAsync(connection, environment);
        var names = new NameFilter<BcApp>(filter.Missing, app => [app.Name]) { NotFound = name => AdminCenterClient.AppNotFound(environment, name) };
        names.From(installed.Values);
        WriteErrors(names);
        foreach (var id in missing?.Where(id => !installed.ContainsKey(id)) ?? [])
            await GuardAsync(id, () => throw AdminCenterClient.AppNotFound(environment, id));
    }

    private Task<Dictionary<Guid, BcApp>> InstalledAsync(BcConnection connection, EnvironmentKey environment) =>
        AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken).ToDictionaryAsync(app => app.AppId);
}
