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
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = DefaultTimeoutSec;

    private protected OperationWaiter Waiter => new(TimeProvider.System, TimeSpan.FromSeconds(TimeoutSec));

    protected override Task BeginAsync()
    {
        if (!Wait && MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)))
            WriteWarning("-TimeoutSec has no meaning without -Wait.");
        return Task.CompletedTask;
    }

    /// <summary>Waits for an operation; its failure becomes the error OperationFailed.</summary>
    private protected async Task<T> WaitForAsync<T>(BcConnection connection, T operation, string activity)
        where T : class, IBcLongRunning
    {
        try
        {
            var ended = await WaitForEndAsync(Waiter, connection, operation, activity);
            return ended.IsSucceeded ? ended : throw Failed(ended);
        }
        catch (OperationCanceledException)
        {
            SayHowToGoOn(operation);
            throw;
        }
    }

    /// <summary>Waits until an environment can be used.</summary>
    private protected async Task<BcEnvironment> WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity)
    {
        using var progress = new WaitProgress(this, activity);
        return await EnvironmentReadiness.WaitAsync(
            Waiter, AdminCenter(connection), Automation(connection, environment), environment, progress, PipelineStopToken);
    }

    internal static BcException Failed(IBcLongRunning operation) => new(
        "OperationFailed",
        string.IsNullOrWhiteSpace(operation.ErrorMessage)
            ? $"Operation {operation.OperationId} ended as {operation.Status} without a reason."
            : $"Operation {operation.OperationId} ended as {operation.Status}: {operation.ErrorMessage}")
    {
        Target = operation,
        Advice = operation is BcAppOperation ? ApiAdvice.ForAppFailure(operation.ErrorMessage) : null,
    };

    private void SayHowToGoOn(IBcLongRunning operation) => Host.UI.WriteWarningLine( // the pipeline is being stopped and takes nothing more
        $"The waiting has stopped; {Describe(operation)} goes on. Pick it up with: {OperationWaiter.PickUp(operation)}");
}
