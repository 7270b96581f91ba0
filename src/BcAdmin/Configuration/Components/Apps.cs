using static BcAdmin.Configuration.IManagedComponent;

namespace BcAdmin.Configuration.Components;

/// <summary>
/// listInstalledApps, listAvailableAppUpdates, installApp, updateApp, installPte, uninstallApp. The service processes one app at a time, so each
/// operation is awaited before the next one starts.
/// </summary>
internal sealed class Apps : IManagedComponent
{
    /// <summary>The maximum delay before the list of apps reflects a completed operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(5);

    public ComponentSchema Schema { get; } = new(
        "Apps", ComponentLevel.Content, ComponentShape.List, Messages.AppsDescription,
        new("appId", ValueKind.Id, Messages.AppIdDescription) { IsKey = true, IsRequired = true },
        new("name", ValueKind.Text, Messages.AppNameDescription) { IsNote = true },
        new("version", ValueKind.Version, Messages.AppVersionDescription),
        new("path", ValueKind.File, Messages.AppPathDescription) { IsNote = true })
    {
        CanRemove = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var installed = (await scope.AppsAsync().ConfigureAwait(false)).Where(app => !app.IsLeaving);
        if (desired is null)
            return [.. installed.Select(app => ConfigurationItem.Of(Schema, app, app.AppId.ToString(), app.Name, "*", null))];

        var needsOffers = desired.Any(item => item["version"] is { } policy && VersionPolicy.TryParse(policy)!.IsLatest);
        var offers = needsOffers ? await scope.AppUpdatesAsync().ConfigureAwait(false) : [];
        return [.. installed.Select(app => ConfigurationItem.Of(Schema, app, app.AppId.ToString(), app.Name, app.VersionText, null) with
        {
            Offered = offers.Find(offer => offer.AppId == app.AppId)?.TargetVersionText,
        })];
    }

    public Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        if (Package(desired) is not { } package)
            return Task.FromResult(desired);
        if (package.AppId is { } id && id != Guid.Parse(desired["appId"]!))
        {
            throw desired.Fail(
                "path", ErrorCode.ConfigurationMismatch, Messages.PackageAppIdMismatch(package, id),
                suggestion: id.ToString());
        }

        // The file contains the version to install, so its version is the minimum.
        return Task.FromResult(desired["version"] is null && System.Version.TryParse(package.Version, out var version)
            ? desired.With("version", $">={version}") : desired);
    }

    public async Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        if (change.Action == BcConfigurationAction.Remove)
            return await CheckRemovalAsync(scope, change, plan).ConfigureAwait(false);
        var desired = change.Desired!;
        var policy = VersionPolicy.TryParse(desired["version"] ?? "*")!;
        if (Package(desired) is { } package)
            return await CheckPackageAsync(scope, change, package, policy).ConfigureAwait(false);
        if (scope.Host is { AcceptsTerms: false } && change.Action == BcConfigurationAction.Add)
        {
            throw desired.Fail(
                "appId", ErrorCode.EulaNotAccepted, Messages.AppTermsNotAccepted(Name(change)),
                Messages.UseAcceptIsvEula);
        }

        if (change.Action == BcConfigurationAction.Add)
            return change;
        var installed = (BcApp)change.Current!.Source!;
        var offer = (await scope.AppUpdatesAsync().ConfigureAwait(false)).Find(update => update.AppId == installed.AppId);
        if (offer is not null && policy.Accepts(offer.TargetVersionText, offer.TargetVersionText))
            return change with { Reason = Messages.UpdatesToVersion(offer) };
        throw desired.Fail(
            "version", ErrorCode.TargetVersionNotFound,
            Messages.NoAcceptedVersionOffered(installed, scope, policy),
            installed.HasType("Global") ? offer is null ? Messages.NoAppUpdateOffered : Messages.OfferedAppVersion(offer)
                : Messages.AddAppFilePath,
            offer is null ? null : $">={offer.TargetVersionText}");
    }

    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes)
    {
        var removals = await InOrderOfRemovalAsync(
            scope, [.. changes.Where(change => change.Action == BcConfigurationAction.Remove)]).ConfigureAwait(true);
        await foreach (var outcome in OneByOneAsync(removals, change => RemoveAsync(scope, change)).ConfigureAwait(true))
            yield return outcome;

        // An app can depend on one that follows in the file, so failed installations are repeated while another app was installed.
        var open = changes.Where(change => change.Action != BcConfigurationAction.Remove).ToList();
        for (var before = int.MaxValue; open.Count > 0 && open.Count < before;)
        {
            before = open.Count;
            var failed = new List<ItemOutcome>();
            await foreach (var outcome in OneByOneAsync(open, change => InstallAsync(scope, change)).ConfigureAwait(true))
            {
                if (outcome.Error is { } error && error.Is(ErrorCode.OperationFailed))
                    failed.Add(outcome);
                else
                    yield return outcome;
            }

            if (failed.Count > 0 && failed.Count < before)
            {
                open = failed.ConvertAll(outcome => outcome.Change);
                continue;
            }

            foreach (var outcome in failed)
                yield return outcome;
            yield break;
        }
    }

    private static async Task<ILongRunningOperation?> InstallAsync(ConfigurationScope scope, ItemChange change)
    {
        var stop = scope.CancellationToken;
        var (app, desired) = (Guid.Parse(change["appId"]!), change.Desired!);
        if (await RunningAsync(scope, app).ConfigureAwait(true) is not { } operation)
        {
            if (Package(desired) is { } package)
            {
                operation = await scope.Admin.InstallPteAsync(
                    scope.Key, package, new("Immediate", "Add", null, scope.Host!.AcceptsTerms, false), stop).ConfigureAwait(true);
            }
            else if (change.Action == BcConfigurationAction.Add)
            {
                operation = await scope.Admin.InstallAppAsync(
                    scope.Key, app, new(null, false, false, false, scope.Host!.AcceptsTerms, null), stop).ConfigureAwait(true);
            }
            else
            {
                var offer = (await scope.AppUpdatesAsync().ConfigureAwait(true)).Find(update => update.AppId == app);
                operation = await scope.Admin.UpdateAppAsync(
                    scope.Key, app, new(offer!.TargetVersionText!, false, false, false), stop).ConfigureAwait(true);
            }
        }

        var ended = await scope.Host!.EndAsync(scope.Connection, operation).ConfigureAwait(true);
        if (!ended.IsSucceeded)
            throw OperationHandler.Failed(ended);
        await WaitForListAsync(scope, app, listed => listed is { IsLeaving: false } && (operation.TargetVersion is not Version version
            || listed.Version is not Version installed || installed >= version)).ConfigureAwait(true);
        return null;
    }

    private static async Task<ILongRunningOperation?> RemoveAsync(ConfigurationScope scope, ItemChange change)
    {
        var app = Guid.Parse(change["appId"]!);
        var operation = await RunningAsync(scope, app).ConfigureAwait(true) ?? await scope.Admin.UninstallAppAsync(
            scope.Key, app, new(false, false, false), scope.CancellationToken).ConfigureAwait(true);
        var ended = await scope.Host!.EndAsync(scope.Connection, operation).ConfigureAwait(true);
        if (!ended.IsSucceeded)
            throw OperationHandler.Failed(ended);
        await WaitForListAsync(scope, app, listed => listed is null).ConfigureAwait(true);
        return null;
    }

    /// <summary>The operation that is already running for the app, for example from an earlier run; null if there is none.</summary>
    private static async Task<BcAppOperation?> RunningAsync(ConfigurationScope scope, Guid app)
    {
        try
        {
            return await scope.Admin.ListAppOperationsAsync(scope.Key, app, scope.CancellationToken)
                .FirstOrNullAsync(operation => operation is { IsCompleted: false, Status: { } status }
                    && status.Equals("running", StringComparison.OrdinalIgnoreCase)).ConfigureAwait(false);
        }
        catch (BcApiException unknown) when (unknown.IsItemNotFound)
        {
            return null; // The app was never installed in the environment.
        }
    }

    private static async Task WaitForListAsync(ConfigurationScope scope, Guid app, Func<BcApp?, bool> isDone)
    {
        var since = scope.Automation.Clock.GetTimestamp();
        var first = await FindAsync(scope.CancellationToken).ConfigureAwait(true);
        await scope.Host!.WaitUntilAsync(scope.Connection, Messages.AppsActivity(scope), new WaitFor<BcApp?>(
            first, FindAsync, seen => isDone(seen) || scope.Automation.Clock.GetElapsedTime(since) > ListLag,
            seen => seen?.State ?? Messages.WaitingForAppList,
            _ => new BcException(ErrorCode.OperationTimeout, Messages.AppListNotUpdated(scope)))).ConfigureAwait(true);

        Task<BcApp?> FindAsync(CancellationToken token) => scope.Admin.FindAppAsync(scope.Key, app, token);
    }

    private static async Task<ItemChange?> CheckPackageAsync(
        ConfigurationScope scope, ItemChange change, AppPackage package, VersionPolicy policy)
    {
        var desired = change.Desired!;
        if (!policy.Accepts(package.Version, package.Version) && package.Version is not null)
        {
            throw desired.Fail(
                "version", ErrorCode.TargetVersionNotFound, Messages.PackageVersionNotAccepted(package, policy),
                suggestion: $">={package.Version}");
        }

        var installed = await scope.AppsAsync().ConfigureAwait(false);
        var missing = package.Dependencies.Where(
            needed => !installed.Exists(app => app.AppId == needed && !app.IsLeaving) && !scope.Lists("Apps", "appId", needed.ToString())).ToList();
        return missing.Count == 0
            ? change
            : throw desired.Fail(
                "path", ErrorCode.AppNotFound, Messages.RequiredAppsMissing(package, scope, missing),
                Messages.AddRequiredApps);
    }

    private static async Task<ItemChange?> CheckRemovalAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        var app = (BcApp)change.Current!.Source!;
        if (app.CanBeUninstalled == false)
            return null; // an app that is part of every environment, such as the Base Application
        if (app.HasType("Developer"))
        {
            return change with
            {
                Action = BcConfigurationAction.None,
                Reason = Messages.AppPublishedByDevelopmentTool(app),
            };
        }

        var leaving = Removed(plan);
        var staying = (await DependentsAsync(scope, app.AppId).ConfigureAwait(false)).FindAll(dependent => !leaving.Contains(dependent.AppId));
        return staying.Count == 0
            ? change with { Reason = Messages.AppDataKept(app) }
            : throw change.Fail(
                ErrorCode.AppIsRequired,
                Messages.AppRequiredByOthers(app, scope, staying),
                Messages.KeepAppOrRemoveDependents);
    }

    /// <summary>Sorts the apps so that each one is removed before its dependencies.</summary>
    private static async Task<List<ItemChange>> InOrderOfRemovalAsync(ConfigurationScope scope, List<ItemChange> removals)
    {
        var open = new List<(ItemChange Change, Guid App, HashSet<Guid> Dependents)>();
        foreach (var change in removals)
        {
            var app = Guid.Parse(change["appId"]!);
            open.Add((change, app, [.. (await DependentsAsync(scope, app).ConfigureAwait(true)).Select(dependent => dependent.AppId)]));
        }

        var ordered = new List<ItemChange>();
        while (open.Count > 0)
        {
            var next = Math.Max(0, open.FindIndex(item => !open.Exists(other => item.Dependents.Contains(other.App))));
            ordered.Add(open[next].Change);
            open.RemoveAt(next);
        }

        return ordered;
    }

    private static async Task<List<BcAppUninstallRequirement>> DependentsAsync(ConfigurationScope scope, Guid app)
    {
        try
        {
            return await scope.Admin.ListAppUninstallRequirementsAsync(scope.Key, app, scope.CancellationToken).ToListAsync().ConfigureAwait(false);
        }
        catch (BcException older) when (older.Is(ErrorCode.EndpointNotAvailable))
        {
            return []; // The service rejects the removal of an app that others require.
        }
    }

    private static HashSet<Guid> Removed(IEnumerable<ItemChange> plan) =>
        [.. plan.Where(change => change.Action == BcConfigurationAction.Remove).Select(change => Guid.Parse(change["appId"]!))];

    /// <summary>The package of an entry; null if the entry has no path.</summary>
    private static AppPackage? Package(ConfigurationItem desired)
    {
        if (desired["path"] is not { } path)
            return null;
        try
        {
            return AppPackage.Open(Path.GetFullPath(path, Path.GetDirectoryName(desired.Place!.File)!));
        }
        catch (BcException failure)
        {
            throw BcConfigurationException.At(desired.PlaceOf("path"), failure);
        }
    }

    private static string Name(ItemChange change) => change["name"] ?? change["appId"]!;
}
