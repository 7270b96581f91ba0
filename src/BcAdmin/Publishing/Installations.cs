using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>
/// The operations on apps that a cmdlet starts in one environment. They run one at a time, because operations that start in quick succession can
/// deadlock in the service, and then both fail.
/// </summary>
internal sealed class Installations(BcOperationCmdlet cmdlet, BcConnection connection, EnvironmentKey environment)
{
    /// <summary>The lists of apps and extensions can be outdated for some time after the operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

    /// <summary>An uninstalled app is still listed for about one minute.</summary>
    private static readonly TimeSpan UninstallLag = TimeSpan.FromMinutes(5);

    /// <summary>The operation that was started and has not ended.</summary>
    private ILongRunningOperation? _running;

    /// <summary>Starts an operation after the previous one has ended, with and without -Wait.</summary>
    /// <param name="isDeferred">Whether the user selected a later time, so that the operation does not run now.</param>
    /// <param name="start">Sends the call.</param>
    public async Task<T> StartAsync<T>(bool isDeferred, Func<Task<T>> start)
        where T : class, ILongRunningOperation
    {
        await WaitForPreviousAsync();
        var operation = await start();
        if (!isDeferred || IsRunning(operation))
            _running = operation;
        return operation;
    }

    /// <summary>Waits for the previous operation and returns it; null if there is none.</summary>
    public async Task<ILongRunningOperation?> WaitForPreviousAsync()
    {
        if (_running is not { } earlier)
            return null;
        cmdlet.WriteVerbose(Messages.WaitingForEarlierAppOperation(Describe(earlier)));
        var ended = await EndAsync(earlier);
        if (!ended.IsSucceeded)
            cmdlet.WriteWarning(Messages.AppOperationFailed(Describe(ended), ended));
        return ended;
    }

    /// <summary>Waits until the operation ends, successfully or not.</summary>
    public async Task<T> EndAsync<T>(T operation)
        where T : class, ILongRunningOperation
    {
        var ended = await cmdlet.Track(connection).EndAsync(operation);
        _running = null;
        return ended;
    }

    /// <summary>
    /// Whether the operation is written without waiting. With -Wait, warns if the operation is scheduled, because it can start months later.
    /// </summary>
    public bool IsWrittenImmediately(ILongRunningOperation operation, bool isDeferred)
    {
        if (!cmdlet.Wait)
            return true;
        if (!isDeferred || operation.IsCompleted || IsRunning(operation))
            return false;
        cmdlet.WriteWarning(
            Messages.ScheduledAppOperationNotAwaited(Describe(operation), operation));
        return true;
    }

    /// <summary>Writes the operation or, with -Wait, the installed object.</summary>
    /// <param name="operation">The operation that was started.</param>
    /// <param name="isDeferred">Whether the user selected a later time.</param>
    /// <param name="find">Finds the installed object in the list of the environment; null if the ID of the app is not known.</param>
    /// <param name="isProof">Whether a match proves that the operation succeeded, because the object did not exist before.</param>
    /// <param name="listCommand">The command that shows the list.</param>
    public async Task FinishAsync<T>(
        ILongRunningOperation operation, bool isDeferred, Func<Task<T?>>? find, bool isProof, SuggestedCommand listCommand)
        where T : class
    {
        cmdlet.WriteObject(IsWrittenImmediately(operation, isDeferred)
            ? operation : await InstalledAsync(operation, find, isProof, listCommand) ?? (object)operation);
    }

    private async Task<T?> InstalledAsync<T>(ILongRunningOperation operation, Func<Task<T?>>? find, bool isProof, SuggestedCommand listCommand)
        where T : class
    {
        if (await FailureAsync(operation) is { } failure)
        {
            // The service sometimes reports a failure of an operation that succeeded, or no longer lists it, so the list decides.
            var installed = find is not null && isProof ? await find() : null;
            if (installed is null)
                throw failure;
            cmdlet.WriteWarning(Messages.InstalledDespiteFailure(failure, installed));
            return installed;
        }

        if (find is null)
            return null;
        var listed = new WaitFor<T?>(await find(), _ => find(), seen => seen is not null, _ => Messages.WaitingForAppList, _ => NotListed());
        return await WaitForListAsync(Describe(operation), ListLag, listed);

        BcException NotListed() =>
            new(ErrorCode.OperationTimeout, Messages.InstalledAppNotListed(Describe(operation)))
            {
                Target = operation,
                Advice = Messages.CheckAgainWithCommand(listCommand),
            };
    }

    private async Task<BcException?> FailureAsync(ILongRunningOperation operation)
    {
        try
        {
            var ended = await EndAsync(operation);
            return ended.IsSucceeded ? null : OperationHandler.Failed(ended);
        }
        catch (BcException exception) when (exception.Is(ErrorCode.OperationNotFound))
        {
            return exception;
        }
    }

    /// <summary>Waits until the environment no longer lists these apps, which the service requires before it installs them again.</summary>
    public async Task WaitUntilGoneAsync(IReadOnlyCollection<Guid> ids)
    {
        var gone = new WaitFor<List<BcApp>>(
            await ListedAsync(), _ =>
                ListedAsync(), listed => listed.Count == 0, listed => listed.FirstOrDefault()?.State, listed => StillListed(listed[0]));
        await WaitForListAsync(Messages.UninstallationActivity(environment), UninstallLag, gone);

        async Task<List<BcApp>> ListedAsync() =>
            (await cmdlet.AdminCenter(connection).ListAppsAsync(environment, cmdlet.PipelineStopToken).ToListAsync())
                .FindAll(app => ids.Contains(app.AppId));

        BcException StillListed(BcApp app) =>
            new(ErrorCode.OperationTimeout, Messages.UninstalledAppStillListed(app))
            {
                Target = app,
                Advice =
                Messages.ReinstallationBlockedWhileListed(environment, app, connection),
            };
    }

    /// <summary>Waits until the lists are current after an operation, up to the timeout of the user.</summary>
    private async Task<T> WaitForListAsync<T>(string activity, TimeSpan lag, WaitFor<T> wait)
    {
        var limit = TimeSpan.FromSeconds(cmdlet.TimeoutSec);
        using var progress = new WaitProgress(cmdlet, activity);
        return await new OperationWaiter(cmdlet.Context.Clock, limit < lag ? limit : lag).WaitUntilAsync(wait, progress, cmdlet.PipelineStopToken);
    }

    private static bool IsRunning(ILongRunningOperation operation) => string.Equals(operation.Status, "running", StringComparison.OrdinalIgnoreCase);

    private static string Describe(ILongRunningOperation operation) => OperationHandler.Of(operation).Describe(operation);
}

/// <summary>The installations of a cmdlet that accepts several environments from the pipeline.</summary>
internal sealed class InstallationsByPlace(BcOperationCmdlet cmdlet)
{
    private readonly Dictionary<(BcConnection, EnvironmentKey), Installations> _places = [];

    public Installations Of(BcConnection connection, EnvironmentKey environment)
    {
        if (!_places.TryGetValue((connection, environment), out var known))
            _places.Add((connection, environment), known = new(cmdlet, connection, environment));
        return known;
    }
}
