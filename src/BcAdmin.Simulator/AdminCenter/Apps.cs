namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Apps of an environment: lists installed and available apps, and changes them.</summary>
internal static class Apps
{
    private const double InstallSec = 120;
    private const double UninstallSec = 60;
    private const string UnknownVersion = "Target app version was not found.";

    /// <summary>The message of the rejection for an installed app.</summary>
    public const string AlreadyInstalled = "App is already installed.";

    [Operation("listInstalledApps")]
    public static Reply ListInstalledApps(Call call, BcEnvironment environment)
    {
        return Reply.List(environment.Apps.Select(app => AppJson.WriteInstalled(call, environment, app, isLeaving: false))
            .Concat(environment.PendingUninstallsAt(call.Now).Select(app => AppJson.WriteInstalled(call, environment, app, isLeaving: true))));
    }

    [Operation("listAvailableAppUpdates")]
    public static Reply ListAvailableAppUpdates(Call call, BcEnvironment environment)
    {
        var updates = environment.Apps.Where(app => app.Scope == AppScope.Global)
            .Select(app => (App: app, Offer: Marketplace.Find(app.Id)?.NewestFor(environment)))
            .Where(update => update.Offer?.Version > update.App.Version);
        return Reply.List(updates.Select(update => new JsonObject
        {
            ["appId"] = update.App.Id.ToString(),
            ["name"] = update.App.Name,
            ["publisher"] = update.App.Publisher,
            ["version"] = update.Offer!.Version.ToString(),
            ["requirements"] = AppJson.WriteRequirements(AppRequirements.Of(environment, update.Offer.Dependencies), pascalCase: true),
        }));
    }

    [Operation("installApp")]
    public static Reply InstallApp(Call call)
    {
        AdmitToAppManagement(call);
        var (environment, id) = FindTarget(call);
        var app = Marketplace.Find(id) ?? throw Invalid(call, UnknownVersion);
        if (call.Flag("allowPreviewVersion") && call.Text("targetVersion") is null)
            throw Refusal.InvalidInput("targetVersion", "allowPreviewVersion requires a targetVersion.");

        var offer = FindOffer(call, environment, app);
        CheckNotListed(call, environment, id);
        return Start(call, environment, app, offer, AppWork.Install, null);
    }

    [Operation("updateApp")]
    public static Reply UpdateApp(Call call)
    {
        var (environment, id) = FindTarget(call);
        var installed = FindInstalled(call, environment, id);
        if (installed.Scope != AppScope.Global || Marketplace.Find(id) is not { } app)
            throw Failed(call, $"{installed.Name} is not a global app. Upload a new version of it instead.");

        var offer = FindOffer(call, environment, app);
        if (offer.Version <= installed.Version)
            throw Invalid(call, $"{installed.Name} already has version {installed.Version}.");

        return Start(call, environment, app, offer, AppWork.Update, installed.Version);
    }

    [Operation("cancelAppUpdate")]
    public static Reply CancelAppUpdate(Call call)
    {
        var (environment, id) = FindTarget(call);
        var operationId = Guid.Parse(call.Text("ScheduledOperationId")!);
        var operation = call.Tenant.OperationsOn(environment, id).FirstOrDefault(candidate => candidate.Id == operationId)
            ?? throw NotFound(call, $"There is no operation {operationId} of the app {id}.");
        if (operation is not { Status: OperationStatus.Scheduled, App: { Kind: AppWork.Update, ScheduleKind: null } })
        {
            throw Failed(call,
                $"Only a scheduled update of a global app can be canceled; the operation {operationId} ({operation.Type}) is {operation.Status}.");
        }

        operation.Cancel(call.Caller.Id, call.Now);
        return Reply.Ok(AppJson.WriteOperation(call, operation));
    }

    [Operation("uninstallApp")]
    public static Reply UninstallApp(Call call)
    {
        AdmitToAppManagement(call);
        var (environment, id) = FindTarget(call);
        var app = FindInstalled(call, environment, id);
        // Observed in the real service: an app that was published from a development environment does not count as installed here.
        if (app.Scope == AppScope.Dev)
            throw Failed(call, "App to uninstall is not installed.");
        if (!app.CanBeUninstalled)
            throw Failed(call, $"{app.Name} cannot be uninstalled.");

        var dependents = AppRequirements.DependentsOf(environment, id);
        if (dependents.Count > 0 && !call.Flag("uninstallDependents"))
        {
            throw new Refusal(400, "DependentAppsInstalled", "Uninstall the listed apps first, or set uninstallDependents.")
            {
                Requirements = AppJson.WriteRequirements(dependents, pascalCase: false),
            };
        }

        var work = new AppWork { Kind = AppWork.Uninstall, AppId = id, SourceVersion = app.Version };
        var parameters = new JsonObject
        {
            ["appId"] = id.ToString(),
            ["sourceAppVersion"] = app.Version.ToString(),
            ["countryCode"] = environment.CountryCode,
            ["ignoreUpgradeWindow"] = !call.Flag("useEnvironmentUpdateWindow"),
            ["uninstallDependents"] = call.Flag("uninstallDependents"),
            ["deleteData"] = call.Flag("deleteData"),
        };
        var (by, settings, tenant) = (call.Caller.Id, call.Settings, call.Tenant);
        var listed = call.World.Clock.Scaled(settings.UninstallPendingSec);
        var operation = StartWork(call, environment, work, parameters, UninstallSec, (succeeded, at) =>
        {
            if (succeeded)
                environment.Uninstall(id, at, listed);
            if (succeeded && settings.UninstallCancelsSchedules)
                tenant.CancelScheduledVersions(environment, id, by, at);
        });
        return Started(call, operation);
    }

    [Operation("listAppUninstallRequirements")]
    public static Reply ListAppUninstallRequirements(Call call, BcEnvironment environment)
    {
        var app = FindInstalled(call, environment, call.Id("appId"));
        return Reply.List(AppRequirements.DependentsOf(environment, app.Id).Select(dependent => new JsonObject
        {
            ["appId"] = dependent.AppId.ToString(),
            ["name"] = dependent.Name,
            ["publisher"] = dependent.Publisher,
            ["version"] = dependent.Version.ToString(),
            ["type"] = AppJson.LegacyScope(environment.FindApp(dependent.AppId)!.Scope),
            ["EnvironmentAppOperationRequirementType"] = "Uninstall",
        }));
    }

    [Operation("listAppOperations")]
    public static Reply ListAppOperations(Call call, BcEnvironment environment)
    {
        return Reply.List(call.Tenant.OperationsOn(environment, call.Id("appId")).Where(operation => operation.ListedFrom <= call.Now).Reverse()
            .Select(operation => AppJson.WriteRecord(call, operation)));
    }

    [Operation("getAppOperation")]
    public static Reply GetAppOperation(Call call, BcEnvironment environment)
    {
        var operation = call.Tenant.OperationsOn(environment, call.Id("appId")).FirstOrDefault(candidate => candidate.Id == call.Id("operationId"))
            ?? throw NotFound(call, $"There is no operation {call["operationId"]} of the app {call["appId"]}.");
        var json = call.Settings.AppOperationRecords ? AppJson.WriteRecord(call, operation) : AppJson.WriteAsEnvironmentOperation(call, operation);
        return Reply.Ok(call.Settings.WrapSingleAppOperation ? new JsonObject { ["value"] = new JsonArray(json) } : json);
    }

    /// <summary>Adds an operation on an app to those of the tenant.</summary>
    public static EnvironmentOperation StartWork(
        Call call, BcEnvironment environment, AppWork work, JsonObject parameters, double durationSec, Action<bool, DateTimeOffset> ended)
    {
        var type = work.Kind switch
        {
            AppWork.Install => "environmentAppInstall",
            AppWork.Update => "environmentAppUpdate",
            _ => "environmentAppUninstall",
        };
        var operation = new EnvironmentOperation
        {
            Type = type,
            Request = call.Request(),
            Environment = environment,
            EnvironmentName = environment.Name,
            StartsOn = work.TargetRelease is null ? StartOf(call, environment, work) : null,
            DurationSec = durationSec,
            Parameters = parameters,
            App = work,
            Failure = work.AppId == Marketplace.AlwaysFails ? DemoFailure(environment) : call.InjectedFailure(work.AppId),
            Ended = ended,
        };
        var underWay = call.Tenant.OpenOperationsOn(environment).LastOrDefault(other => other.App is not null && other.IsUnderWay(call.Soon()));
        if (call.Settings.AppOperationsDeadlock && !IsPostponed(call, work) && underWay is { } earlier)
            earlier.Failure = operation.Failure = "The operation was the victim of a deadlock with another operation on an app of the environment.";
        call.Tenant.Operations.Add(operation);
        return operation;
    }

    private static bool IsPostponed(Call call, AppWork work) =>
        call.Flag("useEnvironmentUpdateWindow") || work.ScheduleKind is not (null or "Immediate");

    private static string DemoFailure(BcEnvironment environment) => AppJson.WriteFailure(
        "ExtensionChangeFailed", "TenantSyncFailure",
        environment.CountryCode == "DK"
            ? "Udvidelsen kunne ikke installeres, fordi feltet 12 \"Zone\" i tabellen 50110 \"Pick Zone\" er fjernet."
            : "The extension could not be installed because field 12 \"Zone\" of table 50110 \"Pick Zone\" was removed.");

    /// <summary>The response of an action: documented as 200 although the operation has only started.</summary>
    public static Reply Started(Call call, EnvironmentOperation operation) =>
        Reply.Of(call.Settings.AcceptedForAppOperations ? 202 : 200, AppJson.WriteOperation(call, operation));

    /// <summary>Checks that apps of the environment can be changed.</summary>
    /// <exception cref="Refusal">400 EnvironmentAppOperationFailed.</exception>
    public static void CheckOpenForApps(Call call, BcEnvironment environment)
    {
        if (environment.Status != EnvironmentStatus.Active)
            throw Failed(call, $"Apps cannot be changed while {environment.Name} is {environment.Status}.");
        if (call.Tenant.CopyOf(environment) is { } copy)
            throw Failed(call, $"Apps cannot be changed while {environment.Name} is being copied by the operation {copy.Id}.");
    }

    /// <exception cref="Refusal">403 EnvironmentAppOperationFailed.</exception>
    public static void AdmitToAppManagement(Call call)
    {
        if (call.Settings.AppOperationsNeedPermissionSet && call.Caller.Kind == CallerKind.App && !call.Caller.Holds(PermissionSet.ExtensionAdmin))
        {
            throw new Refusal(403, "EnvironmentAppOperationFailed", $"The app {call.Caller.Id} doesn't have permission to manage apps: "
                + $"it requires the permission set {PermissionSet.ExtensionAdmin} in the environment.");
        }
    }

    /// <summary>The observed responses of the real service for an app that is installed, and for an app or version that it does not offer.</summary>
    public static Refusal Invalid(Call call, string message) =>
        new(400, "EntityValidationFailed", $"Entity validation failed: {message}") { Target = TargetOf(call) };

    /// <summary>Checks that an app is neither installed nor still listed after it was uninstalled.</summary>
    /// <exception cref="Refusal">400 EntityValidationFailed.</exception>
    public static void CheckNotListed(Call call, BcEnvironment environment, Guid id)
    {
        if (environment.FindApp(id) is not null || environment.PendingUninstallsAt(call.Now).Any(app => app.Id == id))
            throw Invalid(call, AlreadyInstalled);
    }

    public static Refusal Failed(Call call, string message) => new(400, "EnvironmentAppOperationFailed", message) { Target = TargetOf(call) };

    public static Refusal NotFound(Call call, string message) => new(404, "ResourceDoesNotExist", message) { Target = TargetOf(call) };

    private static (BcEnvironment Environment, Guid AppId) FindTarget(Call call)
    {
        var environment = Environments.Find(call);
        CheckOpenForApps(call, environment);
        return (environment, call.Id("appId"));
    }

    private static InstalledApp FindInstalled(Call call, BcEnvironment environment, Guid id) =>
        environment.FindApp(id) ?? throw NotFound(call, $"The app {id} is not installed in {environment.Name}.");

    private static MarketplaceVersion FindOffer(Call call, BcEnvironment environment, MarketplaceApp app)
    {
        if (call.Text("targetVersion") is not { } text)
            return app.NewestFor(environment) ?? throw Invalid(call, UnknownVersion);

        if (!Version.TryParse(text, out var version))
            throw Refusal.InvalidInput("targetVersion", $"'{text}' is not a version.");

        return app.Offer(environment, version) switch
        {
            null => throw Invalid(call, UnknownVersion),
            { Preview: true } when !call.Flag("allowPreviewVersion") =>
                throw Failed(call, $"{app.Name} {text} is a preview; allowPreviewVersion must be true."),
            var offer => offer,
        };
    }

    private static Reply Start(Call call, BcEnvironment environment, MarketplaceApp app, MarketplaceVersion offer, string kind, Version? source)
    {
        if (call.Tenant.OperationsOn(environment, app.Id).FirstOrDefault(operation => !operation.IsTerminal) is { } other)
            throw Invalid(call, $"The operation {other.Id} on {app.Name} has already been scheduled.");

        var requirements = AppRequirements.Of(environment, offer.Dependencies);
        if (requirements.Count > 0 && !call.Flag("installOrUpdateNeededDependencies"))
        {
            throw new Refusal(400, "MissingDependencies", "Install or update the listed apps first, or set installOrUpdateNeededDependencies.")
            {
                Requirements = AppJson.WriteRequirements(requirements, pascalCase: false),
            };
        }

        var work = new AppWork { Kind = kind, AppId = app.Id, SourceVersion = source, TargetVersion = offer.Version };
        var parameters = new JsonObject
        {
            ["appId"] = app.Id.ToString(),
            ["targetAppVersion"] = offer.Version.ToString(),
            ["sourceAppVersion"] = source?.ToString() ?? "",
            ["countryCode"] = environment.CountryCode,
            ["allowPreviewVersion"] = call.Flag("allowPreviewVersion"),
            ["ignoreUpgradeWindow"] = !call.Flag("useEnvironmentUpdateWindow"),
            ["acceptIsvEula"] = call.Flag("acceptIsvEula"),
            ["allowDependencyUpdate"] = call.Flag("installOrUpdateNeededDependencies"),
        };
        var operation = StartWork(call, environment, work, parameters, InstallSec, (succeeded, _) =>
        {
            if (!succeeded)
                return;

            AppRequirements.Satisfy(environment, offer.Dependencies);
            environment.Put(app.Install(offer));
        });
        return Started(call, operation);
    }

    private static DateTimeOffset StartOf(Call call, BcEnvironment environment, AppWork work)
    {
        var start = call.Soon();
        if ((call.Flag("useEnvironmentUpdateWindow") || work.ScheduleKind == "UpdateWindow") && environment.UpdateWindow is { } window)
            return window.FirstFrom(start);

        // A deployment that is called immediate is already running in the response.
        return call.Tenant.StartAfterOtherApps(environment, work.ScheduleKind == "Immediate" ? call.Now : start, call.World.Clock);
    }

    private static string TargetOf(Call call) =>
        $"{call["applicationFamily"]}/{call["environmentName"]}/apps" + (call.PathValues.TryGetValue("appId", out var id) ? $"/{id}" : "");
}
