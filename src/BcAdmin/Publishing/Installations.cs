using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>
/// The operations on apps that a cmdlet starts in one environment, one at a time: two that start back to back can deadlock in the service, and then
/// both fail.
/// </summary>
internal sealed class Installations(BcOperationCmdlet cmdlet, BcConnection connection, EnvironmentKey environment)
{
    /// <summary>The lists of apps and extensions may lag behind the operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

    /// <summary>An uninstalled app stays listed for about a minute.</summary>
    private static readonly TimeSpan LeaveLag = TimeSpan.FromMinutes(5);

    /// <summary>What was started here and has not been seen to end.</summary>
    private ILongRunningOperation? _running;

    /// <summary>Starts an operation when the one before it has ended, with and without -Wait.</summary>
    /// <param name="isPutOff">The user chose a later time: such an operation does not run now.</param>
    /// <param name="start">Sends the call.</param>
    public async Task<T> StartAsync<T>(bool isPutOff, Func<Task<T>> start)
        where T : class, ILongRunningOperation
    {
        await EarlierAsync();
        var operation = await start();
        if (!isPutOff || IsRunning(operation))
            _running = operation;
        return operation;
    }

    /// <summary>The operation that was started before, when it has ended; null where none is running.</summary>
    public async Task<ILongRunningOperation?> EarlierAsync()
    {
        if (_running is not { } earlier)
            return null;
        cmdlet.WriteVerbose(Messages.WaitingServiceHandlesOneAppTime(Describe(earlier)));
        var ended = await EndAsync(earlier);
        if (!ended.IsSucceeded)
            cmdlet.WriteWarning(Messages.Failed2(Describe(ended), ended));
        return ended;
    }

    /// <summary>The operation when it has ended, successfully or not.</summary>
    public async Task<T> EndAsync<T>(T operation)
        where T : class, ILongRunningOperation
    {
        var ended = await cmdlet.Track(connection).EndAsync(operation);
        _running = null;
        return ended;
    }

    /// <summary>Whether the operation is written as it is. An operation that the user put off may begin in months: then -Wait warns.</summary>
    public bool IsNotAwaited(ILongRunningOperation operation, bool isPutOff)
    {
        if (!cmdlet.Wait)
            return true;
        if (!isPutOff || operation.IsCompleted || IsRunning(operation))
            return false;
        cmdlet.WriteWarning(
            Messages.ScheduledLaterNotWaitedCheck(Describe(operation), operation));
        return true;
    }

    /// <summary>Writes the operation or, with -Wait, what it installed.</summary>
    /// <param name="operation">What was started.</param>
    /// <param name="isPutOff">The user chose a later time.</param>
    /// <param name="find">Finds what it installs in the list of the environment; null where the id of the app is not known.</param>
    /// <param name="isProof">Whether what is found proves that the operation succeeded: it was not there before.</param>
    /// <param name="lookAgain">The command that shows the list.</param>
    public async Task FinishAsync<T>(ILongRunningOperation operation, bool isPutOff, Func<Task<T?>>? find, bool isProof, SuggestedCommand lookAgain)
        where T : class
    {
        cmdlet.WriteObject(IsNotAwaited(operation, isPutOff)
            ? operation : await InstalledAsync(operation, find, isProof, lookAgain) ?? (object)operation);
    }

    private async Task<T?> InstalledAsync<T>(ILongRunningOperation operation, Func<Task<T?>>? find, bool isProof, SuggestedCommand lookAgain)
        where T : class
    {
        if (await FailureAsync(operation) is { } failure)
        {
            // The service sometimes reports a failure of an operation that succeeded, or loses it. The list decides.
            var installed = find is not null && isProof ? await find() : null;
            if (installed is null)
                throw failure;
            cmdlet.WriteWarning(Messages.AllSameInstalledNow(failure, installed));
            return installed;
        }

        if (find is null)
            return null;
        var listed = new WaitFor<T?>(await find(), _ => find(), seen => seen is not null, _ => Messages.WaitingListApps, _ => NotListed());
        return await WaitForListAsync(Describe(operation), ListLag, listed);

        BcException NotListed() =>
            new(ErrorCode.OperationTimeout, Messages.SucceededButEnvironmentDoesNotList(Describe(operation)))
            {
                Target = operation,
                Advice = Messages.CheckAgain(lookAgain),
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

    /// <summary>Waits until the environment no longer lists these apps. Until then the service does not install them again.</summary>
    public async Task WaitUntilGoneAsync(IReadOnlyCollection<Guid> ids)
    {
        var gone = new WaitFor<List<BcApp>>(
            await ListedAsync(), _ =>
                ListedAsync(), listed => listed.Count == 0, listed => listed.FirstOrDefault()?.State, listed => StillListed(listed[0]));
        await WaitForListAsync(Messages.Uninstallation(environment), LeaveLag, gone);

        async Task<List<BcApp>> ListedAsync() =>
            (await cmdlet.AdminCenter(connection).ListAppsAsync(environment, cmdlet.PipelineStopToken).ToListAsync())
                .FindAll(app => ids.Contains(app.AppId));

        BcException StillListed(BcApp app) =>
            new(ErrorCode.OperationTimeout, Messages.UninstalledButStillListed(app))
            {
                Target = app,
                Advice =
                Messages.CannotInstalledAgainUntilLeftList(environment, app, connection),
            };
    }

    /// <summary>Waits for what the lists need after an operation, within the time that the user allows.</summary>
    private async Task<T> WaitForListAsync<T>(string activity, TimeSpan lag, WaitFor<T> wait)
    {
        var limit = TimeSpan.FromSeconds(cmdlet.TimeoutSec);
        using var progress = new WaitProgress(cmdlet, activity);
        return await new OperationWaiter(cmdlet.Context.Clock, limit < lag ? limit : lag).WaitUntilAsync(wait, progress, cmdlet.PipelineStopToken);
    }

    private static bool IsRunning(ILongRunningOperation operation) => string.Equals(operation.Status, "running", StringComparison.OrdinalIgnoreCase);

    private static string Describe(ILongRunningOperation operation) => OperationHandler.Of(operation).Describe(operation);
}

/// <summary>The installations of a cmdlet that reads several environments from the pipeline.</summary>
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
