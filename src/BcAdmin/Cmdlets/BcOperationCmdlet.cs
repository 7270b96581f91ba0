using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts work of the service that goes on after the call: adds -Wait and -TimeoutSec.</summary>
public abstract class BcOperationCmdlet : BcConnectedCmdlet
{
    /// <summary>A restore may take hours.</summary>
    internal const int DefaultTimeoutSec = 21600;

    [Parameter]
    public virtual SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public virtual int TimeoutSec { get; set; } = DefaultTimeoutSec;

    private protected OperationWaiter Waiter => new(TimeProvider.System, TimeSpan.FromSeconds(TimeoutSec));

    protected override Task BeginAsync()
    {
        if (!Wait && MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)))
            WriteWarning("-TimeoutSec has no meaning without -Wait.");
        return Task.CompletedTask;
    }

    /// <summary>Waits for an operation; its failure becomes the error OperationFailed.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="operation">As far as it is known.</param>
    /// <param name="activity">Title of the progress.</param>
    /// <param name="isGood">Which ends are no failure; left out: that it succeeded.</param>
    private protected async Task<BcOperation> WaitForAsync(BcConnection connection, BcOperation operation, string activity, Func<BcOperation, bool>? isGood = null)
    {
        var admin = AdminCenter(connection);
        var ended = await WaitAsync(
            activity,
            $"{operation.Type} of {operation.EnvironmentName} goes on. Pick it up with: Wait-BcOperation {operation.OperationId}",
            progress => Waiter.WaitAsync(operation, token => admin.FindOperationAsync(operation.OperationId, token), progress, PipelineStopToken));
        return isGood?.Invoke(ended) ?? ended.IsSucceeded ? ended : throw Failed(ended);
    }

    /// <summary>Waits until an environment can be used.</summary>
    private protected Task<BcEnvironment> WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity) => WaitAsync(
        activity,
        $"the service goes on. Pick it up with: Wait-BcEnvironment {environment.Name}",
        progress => EnvironmentReadiness.WaitAsync(Waiter, AdminCenter(connection), Automation(connection, environment), environment, progress, PipelineStopToken));

    /// <summary>Shows the progress of a wait. Ctrl+C ends it and says how to go on.</summary>
    private protected async Task<T> WaitAsync<T>(string activity, string howToGoOn, Func<IProgress<WaitState>, Task<T>> wait)
    {
        using var progress = new WaitProgress(this, activity);
        try
        {
            return await wait(progress);
        }
        catch (OperationCanceledException)
        {
            Host.UI.WriteWarningLine($"The waiting has stopped; {howToGoOn}"); // the pipeline is being stopped and takes nothing more
            throw;
        }
    }

    internal static BcException Failed(IBcLongRunning operation) => new(
        "OperationFailed",
        string.IsNullOrWhiteSpace(operation.ErrorMessage)
            ? $"Operation {operation.OperationId} ended as {operation.Status} without a reason."
            : $"Operation {operation.OperationId} ended as {operation.Status}: {operation.ErrorMessage}")
    {
        Target = operation,
    };
}
