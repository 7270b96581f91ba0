using BcAdmin.Cmdlets;

namespace BcAdmin.Operations;

/// <summary>
/// Waits for operations in a cmdlet: shows progress, and names the command that resumes the wait after Ctrl+C. All waits of a tracker share one time
/// limit, for example those for a copy and for the APIs of the copied environment.
/// </summary>
internal sealed class OperationTracker(BcConnectedCmdlet cmdlet, BcConnection connection, TimeSpan timeout)
{
    /// <summary>The default of -TimeoutSec. A restore can take hours.</summary>
    public const int DefaultTimeoutSec = 21600;

    private readonly OperationWaiter _waiter = new(cmdlet.Context.Clock, timeout);

    /// <summary>Writes the operation, or with -Wait, its result.</summary>
    /// <param name="operation">The operation that was started.</param>
    /// <param name="wait">-Wait.</param>
    /// <param name="activity">The title of the progress bar.</param>
    /// <param name="ready">The environment to wait for and to write after the operation has succeeded; null to write the operation.</param>
    public async Task FinishAsync<T>(T operation, bool wait, string activity, EnvironmentKey? ready = null)
        where T : class, ILongRunningOperation
    {
        if (!wait)
        {
            cmdlet.WriteObject(operation);
            return;
        }

        var ended = await WaitForSuccessAsync(operation, activity);
        cmdlet.WriteObject(ready is { } environment ? await WaitUntilReadyAsync(environment, activity) : ended);
    }

    /// <summary>Waits until the operation has succeeded.</summary>
    /// <exception cref="BcException">OperationFailed, OperationTimeout, OperationNotFound.</exception>
    public async Task<T> WaitForSuccessAsync<T>(T operation, string activity)
        where T : class, ILongRunningOperation
    {
        var ended = await EndAsync(operation, activity);
        return ended.IsSucceeded ? ended : throw OperationHandler.Failed(ended);
    }

    /// <summary>Waits until the operation is completed, successfully or not.</summary>
    /// <exception cref="BcException">OperationTimeout, OperationNotFound.</exception>
    public Task<T> EndAsync<T>(T operation, string? activity = null)
        where T : class, ILongRunningOperation
    {
        var handler = OperationHandler.Of(operation);
        return ShowAsync(
            activity ?? handler.Describe(operation),
            Messages.OperationContinuesResume(handler, operation),
            progress => WaitForEndAsync(operation, progress));
    }

    /// <summary>Like <see cref="EndAsync"/>, for callers that handle progress and Ctrl+C themselves.</summary>
    /// <param name="notFound">Creates the error for an operation that is known only by its ID; null for other operations.</param>
    public async Task<T> WaitForEndAsync<T>(T operation, IProgress<WaitState> progress, Func<BcException>? notFound = null)
        where T : class, ILongRunningOperation
    {
        var handler = OperationHandler.Of(operation);
        var service = new OperationService(cmdlet.AdminCenter(connection), environment => cmdlet.Automation(connection, environment));
        return (T)await _waiter.WaitAsync<ILongRunningOperation>(
            operation, token => handler.ReadAgain(operation, service, token), progress, cmdlet.PipelineStopToken, notFound);
    }

    /// <summary>Waits until the environment is ready.</summary>
    /// <exception cref="BcException">EnvironmentFailed, OperationTimeout.</exception>
    public Task<BcEnvironment> WaitUntilReadyAsync(EnvironmentKey environment, string activity) => ShowAsync(
        activity,
        Messages.EnvironmentOperationContinuesResume(environment, connection),
        progress => EnvironmentReadiness.WaitAsync(
            _waiter, cmdlet.AdminCenter(connection), cmdlet.Automation(connection, environment), environment, progress, cmdlet.PipelineStopToken));

    /// <summary>Waits for another condition.</summary>
    /// <param name="activity">The title of the progress bar.</param>
    /// <param name="afterStop">The text of the warning after Ctrl+C.</param>
    /// <param name="wait">The condition to wait for.</param>
    public Task<T> WaitUntilAsync<T>(string activity, string afterStop, WaitFor<T> wait) =>
        ShowAsync(activity, afterStop, progress => _waiter.WaitUntilAsync(wait, progress, cmdlet.PipelineStopToken));

    /// <summary>The error for a wait that exceeded the time limit.</summary>
    public BcException TimedOut(ILongRunningOperation operation) => _waiter.TimedOut(operation);

    private async Task<T> ShowAsync<T>(string activity, string afterStop, Func<IProgress<WaitState>, Task<T>> wait)
    {
        using var progress = new WaitProgress(cmdlet, activity);
        try
        {
            return await wait(progress);
        }
        catch (OperationCanceledException)
        {
            cmdlet.Host.UI.WriteWarningLine(Messages.WaitingStopped(afterStop)); // The pipeline is stopping and accepts no output.
            throw;
        }
    }
}
