using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts work of the service that goes on after the call: adds -Wait and -TimeoutSec.</summary>
public abstract class BcOperationCmdlet : BcConnectedCmdlet
{
    /// <summary>A restore may take hours.</summary>
    internal const int DefaultTimeoutSec = 21600;

    private OperationWaiter? _waiter;

    [Parameter]
    public virtual SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public virtual int TimeoutSec { get; set; } = DefaultTimeoutSec;

    /// <summary>All that is waited for on behalf of one item shares its time, such as the copy and then the APIs of the copied environment.</summary>
    private protected OperationWaiter Waiter => _waiter ??= new(Context.Clock, TimeSpan.FromSeconds(TimeoutSec));

    protected override Task BeginAsync()
    {
        if (!Wait && MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)))
            WriteWarning("-TimeoutSec has no meaning without -Wait.");
        return Task.CompletedTask;
    }

    private protected override Task GuardAsync(object? target, Func<Task> work) => base.GuardAsync(target, () =>
    {
        _waiter = null;
        return work();
    });

    /// <summary>Waits for an operation; its failure becomes the error OperationFailed.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="operation">As far as it is known.</param>
    /// <param name="activity">Title of the progress.</param>
    /// <param name="isGood">Which ends are no failure; left out: that it succeeded.</param>
    private protected async Task<T> WaitForAsync<T>(BcConnection connection, T operation, string activity, Func<T, bool>? isGood = null)
        where T : class, IBcLongRunning
    {
        var ended = await TellHowToGoOnAsync(
            $"{Describe(operation)} goes on. Pick it up with: {OperationWaiter.PickUp(operation)}",
            () => WaitForEndAsync(Waiter, connection, operation, activity));
        return isGood?.Invoke(ended) ?? ended.IsSucceeded ? ended : throw Failed(ended);
    }

    /// <summary>Waits until an environment can be used.</summary>
    private protected Task<BcEnvironment> WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity) => WaitAsync(
        activity,
        $"the service goes on. Pick it up with: Wait-BcEnvironment {environment.Name}",
        progress => EnvironmentReadiness.WaitAsync(Waiter, AdminCenter(connection), Automation(connection, environment), environment, progress, PipelineStopToken));

    /// <summary>Shows the progress of a wait. Ctrl+C ends it and says how to go on.</summary>
    private protected Task<T> WaitAsync<T>(string activity, string howToGoOn, Func<IProgress<WaitState>, Task<T>> wait) => TellHowToGoOnAsync(howToGoOn, async () =>
    {
        using var progress = new WaitProgress(this, activity);
        return await wait(progress);
    });

    private async Task<T> TellHowToGoOnAsync<T>(string howToGoOn, Func<Task<T>> wait)
    {
        try
        {
            return await wait();
        }
        catch (OperationCanceledException)
        {
            Host.UI.WriteWarningLine($"The waiting has stopped; {howToGoOn}"); // the pipeline is being stopped and takes nothing more
            throw;
        }
    }

    internal static BcException Failed(IBcLongRunning operation) => new(
        ErrorCode.OperationFailed,
        string.IsNullOrWhiteSpace(operation.ErrorMessage)
            ? $"{(operation is BcExtensionDeployment ? $"The {Describe(operation)}" : $"Operation {operation.OperationId}")} ended as {operation.Status} without a reason."
            : $"Operation {operation.OperationId} ended as {operation.Status}: {ServiceFailure.Parse(operation.ErrorMessage)}")
    {
        Target = operation,
        Advice = operation switch
        {
            BcAppOperation app => ApiAdvice.ForAppFailure(app),
            BcExtensionDeployment => "The page Extension Installation Status in the client tells the reason. The service takes each version once, even if it failed: raise it before the next try.",
            _ => null,
        },
    };
}
