using BcAdmin.Cmdlets;

namespace BcAdmin.Operations;

/// <summary>
/// Waits for operations on behalf of a cmdlet: shows the progress, and names the command that resumes the wait when Ctrl+C ends it. All waits of one
/// tracker share its time, such as those for a copy and then for the APIs of the copied environment.
/// </summary>
internal sealed class OperationTracker(BcConnectedCmdlet cmdlet, BcConnection connection, TimeSpan timeout)
{
    /// <summary>The default of -TimeoutSec: a restore can take hours.</summary>
    public const int DefaultTimeoutSec = 21600;

    private readonly OperationWaiter _waiter = new(cmdlet.Context.Clock, timeout);

    /// <summary>Writes the operation or, with -Wait, what it ends with.</summary>
    /// <param name="operation">What has just started.</param>
    /// <param name="wait">-Wait.</param>
    /// <param name="activity">The title of the progress.</param>
    /// <param name="ready">The environment to wait for and to write when the operation has succeeded; null writes the operation.</param>
    public async Task FinishAsync<T>(T operation, bool wait, string activity, EnvironmentKey? ready = null)
        where T : class, ILongRunningOperation
    {
        if (!wait)
        {
            cmdlet.WriteObject(operation);
            return;
        }

        var ended = await SuccessAsync(operation, activity);
        cmdlet.WriteObject(ready is { } environment ? await ReadyAsync(environment, activity) : ended);
    }

    /// <summary>The operation when it has succeeded.</summary>
    /// <exception cref="BcException">OperationFailed, OperationTimeout, OperationNotFound.</exception>
    public async Task<T> SuccessAsync<T>(T operation, string activity)
        where T : class, ILongRunningOperation
    {
        var ended = await EndAsync(operation, activity);
        return ended.IsSucceeded ? ended : throw OperationHandler.Failed(ended);
    }

    /// <summary>The operation when it has ended, successfully or not.</summary>
    /// <exception cref="BcException">OperationTimeout, OperationNotFound.</exception>
    public Task<T> EndAsync<T>(T operation, string? activity = null)
        where T : class, ILongRunningOperation
    {
        var handler = OperationHandler.Of(operation);
        return ShowAsync(
            activity ?? handler.Describe(operation),
            Messages.ContinuesResume(handler, operation),
            progress => WaitForEndAsync(operation, progress));
    }

    /// <summary>Like <see cref="EndAsync"/>, for a caller that shows progress and Ctrl+C itself.</summary>
    public async Task<T> WaitForEndAsync<T>(T operation, IProgress<WaitState> progress)
        where T : class, ILongRunningOperation
    {
        var handler = OperationHandler.Of(operation);
        var service = new OperationService(cmdlet.AdminCenter(connection), environment => cmdlet.Automation(connection, environment));
        return (T)await _waiter.WaitAsync<ILongRunningOperation>(
            operation, token => handler.ReadAgain(operation, service, token), progress, cmdlet.PipelineStopToken);
    }

    /// <summary>The environment when it can be used.</summary>
    /// <exception cref="BcException">EnvironmentFailed, OperationTimeout.</exception>
    public Task<BcEnvironment> ReadyAsync(EnvironmentKey environment, string activity) => ShowAsync(
        activity,
        Messages.ServiceContinuesResume(environment, connection),
        progress => EnvironmentReadiness.WaitAsync(
            _waiter, cmdlet.AdminCenter(connection), cmdlet.Automation(connection, environment), environment, progress, cmdlet.PipelineStopToken));

    /// <summary>Waits for anything else.</summary>
    /// <param name="activity">The title of the progress.</param>
    /// <param name="afterStop">What the warning says after Ctrl+C.</param>
    /// <param name="wait">What is waited for.</param>
    public Task<T> UntilAsync<T>(string activity, string afterStop, WaitFor<T> wait) =>
        ShowAsync(activity, afterStop, progress => _waiter.UntilAsync(wait, progress, cmdlet.PipelineStopToken));

    /// <summary>The failure of a wait that took too long.</summary>
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
            cmdlet.Host.UI.WriteWarningLine(Messages.WaitStopped(afterStop)); // the pipeline is being stopped and accepts nothing more
            throw;
        }
    }
}
