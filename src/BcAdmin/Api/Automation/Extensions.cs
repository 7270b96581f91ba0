namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listExtensions. The list covers the environment; the company in the path does not matter.</summary>
    public IAsyncEnumerable<BcExtension> ListExtensionsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listExtensions", through, "extensions", query, BcJson.Default.BcExtension, cancellationToken));

    /// <summary>getExtension.</summary>
    public async Task<BcExtension> GetExtensionAsync(Guid package, CancellationToken cancellationToken) =>
        From(await ReadAsync("getExtension", Record("extensions", package), BcJson.Default.BcExtension, cancellationToken).ConfigureAwait(false));

    /// <summary>installExtension. Returns the extension in its new state.</summary>
    public async Task<BcExtension> InstallExtensionAsync(Guid package, CancellationToken cancellationToken) => (await ActAsync(
        "installExtension", package, "install", FindExtensionAsync, seen => seen?.IsInstalled == true, () =>
            NotDone(ErrorCode.NotInstalled, "installed"), cancellationToken).ConfigureAwait(false))!;

    /// <summary>
    /// uninstallExtension or uninstallExtensionAndDeleteData. Returns null if the extension is no longer listed, which is the case for Marketplace
    /// apps.
    /// </summary>
    public Task<BcExtension?> UninstallExtensionAsync(Guid package, bool deleteData, CancellationToken cancellationToken) => deleteData
        ? UninstallAsync("uninstallExtensionAndDeleteData", package, "uninstallAndDeleteExtensionData", cancellationToken)
        : UninstallAsync("uninstallExtension", package, "uninstall", cancellationToken);

    /// <summary>
    /// unpublishExtension. Reads the list afterwards, because the service also returns success for a Marketplace app and does nothing.
    /// </summary>
    public async Task UnpublishExtensionAsync(Guid package, CancellationToken cancellationToken)
    {
        try
        {
            await ActAsync(
                "unpublishExtension", package, "unpublish", FindInListAsync, seen => seen is null,
                () => NotDone(ErrorCode.NotUnpublished, "removed"), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound && exception.Is(ErrorCode.BadRequest_ResourceNotFound))
        {
            throw new BcException(
                ErrorCode.EndpointNotAvailable,
                Messages.ExtensionRemovalNotSupported(_environment), exception)
            {
                Advice = Messages.UpdateEnvironmentFirst,
            };
        }

        Task<BcExtension?> FindInListAsync(Guid id, CancellationToken token) =>
            ListExtensionsAsync(null, null, token).FirstOrNullAsync(extension => extension.PackageId == id);
    }

    /// <summary>getExtension. Returns null if there is none.</summary>
    public async Task<BcExtension?> FindExtensionAsync(Guid package, CancellationToken cancellationToken)
    {
        try
        {
            return await GetExtensionAsync(package, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private Task<BcExtension?> UninstallAsync(string operationId, Guid package, string action, CancellationToken cancellationToken) => ActAsync(
        operationId, package, action, FindExtensionAsync, seen => seen?.IsInstalled != true,
        () => NotDone(ErrorCode.NotUninstalled, "uninstalled"), cancellationToken);

    /// <summary>Calls an action and verifies its result, because a success status does not prove that the service performed it.</summary>
    private async Task<BcExtension?> ActAsync(
        string operationId, Guid package, string action, Func<Guid, CancellationToken, Task<BcExtension?>> read, Func<BcExtension?, bool> isDone,
        Func<BcException> notDone, CancellationToken cancellationToken)
    {
        var path = await InAnyCompanyAsync(Record("extensions", package) / $"Microsoft.NAV.{action}", cancellationToken).ConfigureAwait(false);
        return (await LostResponse.SettleAsync(Clock, SendAsync, CheckAsync, cancellationToken).ConfigureAwait(false)).Extension;

        async Task<Outcome> SendAsync()
        {
            await Api.SendAsync(Post(operationId, path), cancellationToken).ConfigureAwait(false);
            foreach (var pause in LostResponse.CheckDelays)
            {
                await Task.Delay(pause, Clock, cancellationToken).ConfigureAwait(false);
                if (await CheckAsync().ConfigureAwait(false) is { } outcome)
                    return outcome;
            }

            throw notDone();
        }

        async Task<Outcome?> CheckAsync()
        {
            var seen = await read(package, cancellationToken).ConfigureAwait(false);
            return isDone(seen) ? new Outcome(seen) : null;
        }
    }

    private BcException NotDone(ErrorCode code, string what) =>
        new(code, Messages.ExtensionChangeNotApplied(what, _environment))
        {
            Advice = code.Is(ErrorCode.NotUnpublished)
            ? Messages.OnlyPerTenantExtensionsRemovable
            : Messages.CheckExtensionInstallationStatus(_environment, Connection),
        };

    /// <summary>The result of an action: the extension, or null if it is no longer listed.</summary>
    private sealed record Outcome(BcExtension? Extension);
}
