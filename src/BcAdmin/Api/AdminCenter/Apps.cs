using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The API version that introduced per-tenant extensions (contract: installPte, x-bc-introduced).</summary>
    private static readonly Version PerTenantExtensions = new(2, 29);

    /// <summary>listAppUninstallRequirements, x-bc-introduced.</summary>
    private static readonly Version UninstallRequirements = new(2, 25);

    /// <summary>listInstalledApps.</summary>
    public IAsyncEnumerable<BcApp> ListAppsAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listInstalledApps", In(environment) / "apps"), BcJson.Default.BcApp, cancellationToken), environment);

    /// <summary>listInstalledApps. Returns the installed app with that ID, or null if there is none.</summary>
    public Task<BcApp?> FindAppAsync(EnvironmentKey environment, Guid app, CancellationToken cancellationToken) =>
        ListAppsAsync(environment, cancellationToken).FirstOrNullAsync(installed => installed.AppId == app);

    public static BcException AppNotFound(EnvironmentKey environment, object app) =>
        new(ErrorCode.AppNotFound,
            Messages.AppNotInEnvironment(environment, app))
        { Target = app, AdviceFor = connection => Messages.ListApps(environment, connection) };

    /// <summary>listAvailableAppUpdates. Covers Marketplace apps only.</summary>
    public IAsyncEnumerable<BcAppUpdate> ListAppUpdatesAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listAvailableAppUpdates", In(environment) / "apps/availableUpdates"), BcJson.Default.BcAppUpdate, cancellationToken),
            environment);

    /// <summary>listAppUninstallRequirements.</summary>
    public IAsyncEnumerable<BcAppUninstallRequirement> ListAppUninstallRequirementsAsync(
        EnvironmentKey environment, Guid app, CancellationToken cancellationToken)
    {
        Require(UninstallRequirements, Messages.DependentAppList);
        return From(
            Api.ListAsync(Get("listAppUninstallRequirements", AppPath(environment, app, "uninstallRequirements")),
                BcJson.Default.BcAppUninstallRequirement, cancellationToken),
            environment);
    }

    /// <summary>installApp.</summary>
    public Task<BcAppOperation> InstallAppAsync(EnvironmentKey environment, Guid app, InstallAppRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("installApp", AppPath(environment, app, "install")).WithJson(body, BcJson.Default.InstallAppRequest),
            environment, app, "install", cancellationToken);

    /// <summary>updateApp.</summary>
    public Task<BcAppOperation> UpdateAppAsync(EnvironmentKey environment, Guid app, UpdateAppRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("updateApp", AppPath(environment, app, "update")).WithJson(body, BcJson.Default.UpdateAppRequest),
            environment, app, "update", cancellationToken);

    /// <summary>uninstallApp.</summary>
    public Task<BcAppOperation> UninstallAppAsync(
        EnvironmentKey environment, Guid app, UninstallAppRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("uninstallApp", AppPath(environment, app, "uninstall")).WithJson(body, BcJson.Default.UninstallAppRequest),
            environment, app, "uninstall", cancellationToken);

    /// <summary>installPte. The file is streamed.</summary>
    public async Task<BcAppOperation> InstallPteAsync(
        EnvironmentKey environment, AppPackage package, InstallPteRequest body, CancellationToken cancellationToken)
    {
        Require(PerTenantExtensions, Messages.PerTenantExtensionUpload);
        var request = Post("installPte", In(environment) / "apps/pteInstall") with { Content = () => Form(package, body) };
        return await StartAsync(request, environment, package.AppId ?? Guid.Empty, "install", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>listAppOperations.</summary>
    public IAsyncEnumerable<BcAppOperation> ListAppOperationsAsync(EnvironmentKey environment, Guid app, CancellationToken cancellationToken) =>
        Api.ListAsync(Get("listAppOperations", AppPath(environment, app, "operations")), BcJson.Default.BcAppOperation, cancellationToken)
            .Select(operation => From(operation with { AppId = app }, environment));

    /// <summary>
    /// listEnvironmentOperations. Returns the installations and updates of apps that run or wait for others, but not those that are scheduled for
    /// later.
    /// </summary>
    public IAsyncEnumerable<BcAppOperation> ListOpenInstallationsAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("listEnvironmentOperations", In(environment) / "operations");
        return From(Api.ListAsync(request, BcJson.Default.BcAppOperation, cancellationToken).Where(IsOpen), environment);

        static bool IsOpen(BcAppOperation operation) => operation is { IsCompleted: false, ScheduleKind: null or "Immediate" }
            && (operation.HasType("install") || operation.HasType("update")) && operation.AppId != Guid.Empty;
    }

    /// <summary>listScheduledPteOperations.</summary>
    public IAsyncEnumerable<BcAppOperation> ListScheduledPteOperationsAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(PerTenantExtensions, Messages.ScheduledExtensionList);
        return From(
            Api.ListAsync(Get("listScheduledPteOperations", In(environment) / "apps/scheduledPteOperations"), BcJson.Default.BcAppOperation,
                cancellationToken),
            environment);
    }

    /// <summary>getAppOperation. Returns null if the app does not have the operation, or does not have it yet.</summary>
    public async Task<BcAppOperation?> FindAppOperationAsync(EnvironmentKey environment, Guid app, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            // It is not documented whether the service returns the operation in a list.
            var request = Get("getAppOperation", AppPath(environment, app, $"operations/{id}"));
            var found = await Api.ListAsync(request, BcJson.Default.BcAppOperation, cancellationToken)
                .FirstOrNullAsync(operation => operation.OperationId == id).ConfigureAwait(false);
            return found is null ? null : From(found with { AppId = app }, environment);
        }
        catch (BcApiException exception) when (exception.IsItemNotFound)
        {
            return null; // The operation is not listed yet, or the app no longer exists.
        }
    }

    /// <summary>
    /// The current state of the operation. After an app is uninstalled, its operations can no longer be read through the app, so
    /// getEnvironmentOperation, which also returns operations on apps, is the fallback.
    /// </summary>
    public async Task<BcAppOperation?> FindAppOperationAsync(BcAppOperation known, CancellationToken cancellationToken)
    {
        var environment = new EnvironmentKey(known.ApplicationFamily, known.EnvironmentName);
        if (await FindAppOperationAsync(environment, known.AppId, known.OperationId, cancellationToken).ConfigureAwait(false) is { } seen)
            return seen.MergeWith(known);
        return await FindOperationAsync(environment, known.OperationId, cancellationToken).ConfigureAwait(false) is { } operation
            ? known with
            {
                Status = operation.Status,
                StartedOn = operation.StartedOn,
                CompletedOn = operation.CompletedOn,
                ErrorMessage = operation.ErrorMessage,
            }
            : null;
    }

    /// <summary>cancelAppUpdate. Returns the operation in its new state; null if the service does not return it.</summary>
    public async Task<BcAppOperation?> CancelAppUpdateAsync(EnvironmentKey environment, Guid app, Guid operation, CancellationToken cancellationToken)
    {
        var request = Post("cancelAppUpdate", AppPath(environment, app, "update/cancel"))
            .WithJson(new(operation), BcJson.Default.CancelAppUpdateRequest);
        return await CancelAsync(request, environment, app, cancellationToken).ConfigureAwait(false)
            ?? await FindAppOperationAsync(environment, app, operation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// removeScheduledPte. The key is app, version, and schedule; the service also deletes the stored file. Returns null if the service does not
    /// return the canceled operation.
    /// </summary>
    public async Task<BcAppOperation?> RemoveScheduledPteAsync(
        EnvironmentKey environment, Guid app, RemoveScheduledPteRequest body, CancellationToken cancellationToken)
    {
        Require(PerTenantExtensions, Messages.ScheduledExtensionCancellation);
        var request = Post("removeScheduledPte", AppPath(environment, app, "removeScheduledPteVersion"))
            .WithJson(body, BcJson.Default.RemoveScheduledPteRequest);
        return await CancelAsync(request, environment, app, cancellationToken).ConfigureAwait(false);
    }

    private async Task<BcAppOperation?> CancelAsync(ApiRequest request, EnvironmentKey environment, Guid app, CancellationToken cancellationToken) =>
        await Api.GetAsync(request, BcJson.Default.BcAppOperation, cancellationToken).ConfigureAwait(false) is { } canceled
            ? From(canceled with { AppId = app }, environment) : null;

    private async Task<BcAppOperation> StartAsync(
        ApiRequest request, EnvironmentKey environment, Guid app, string type, CancellationToken cancellationToken)
    {
        var started = await StartAsync(
            request, BcJson.Default.BcAppOperation, environment,
            since => FindStartedAsync(environment, app, type, since, cancellationToken), cancellationToken).ConfigureAwait(false);
        return From(started with { AppId = app == Guid.Empty ? started.AppId : app }, environment);
    }

    /// <summary>The operation that a call started although its response was lost.</summary>
    private async Task<BcAppOperation?> FindStartedAsync(
        EnvironmentKey environment, Guid app, string type, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (app == Guid.Empty)
            throw new BcApiException(ErrorCode.OperationNotFound, Messages.PackageAppIdNotReadable);
        try
        {
            return (await ListAppOperationsAsync(environment, app, cancellationToken).Where(IsStarted).ToListAsync().ConfigureAwait(false))
                .OrderBy(operation => operation.CreatedOn).LastOrDefault();
        }
        catch (BcApiException exception) when (exception.IsItemNotFound)
        {
            return null; // An app that was never installed has no history.
        }

        // The service can list the upload of a newer version, which is sent as an install, as an update.
        bool IsStarted(BcAppOperation operation) =>
            (operation.HasType(type) || (type == "install" && operation.HasType("update"))) && operation.CreatedOn >= Api.EarliestServiceTime(since);
    }

    private static ResourcePath AppPath(EnvironmentKey environment, Guid app, string below) => In(environment) / $"apps/{app}/{below}";

    /// <summary>The fields as form parts, with Boolean values as true or false (contract: PteInstallRequest).</summary>
    private static MultipartFormDataContent Form(AppPackage package, InstallPteRequest body)
    {
        var form = new MultipartFormDataContent
        {
            Part("extensionFile",
                new StreamContent(package.OpenContent()) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
                package.FileName),
            Part("deploymentSchedule", Text(body.DeploymentSchedule)),
            Part("syncMode", Text(body.SyncMode)),
            Part("acceptIsvEula", Text(body.AcceptIsvEula ? "true" : "false")),
            Part("installOrUpdateNeededDependencies", Text(body.InstallOrUpdateNeededDependencies ? "true" : "false")),
        };
        if (body.LanguageId is { } language)
            form.Add(Part("languageId", Text(language)));
        return form;

        static StringContent Text(string value) => new(value, Encoding.UTF8);

        // Names are quoted as browsers do. The service uses only the extension of the file name.
        static HttpContent Part(string name, HttpContent content, string? fileName = null)
        {
            content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
            if (fileName is not null)
                content.Headers.ContentDisposition.FileName = $"\"{OddCharacters().Replace(fileName, "_")}\"";
            return content;
        }
    }

    [GeneratedRegex("[^A-Za-z0-9._ -]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OddCharacters();
}
