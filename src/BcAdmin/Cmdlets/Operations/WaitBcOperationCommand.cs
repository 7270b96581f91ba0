using System.Management.Automation;

namespace BcAdmin.Cmdlets.Operations;

/// <summary>Waits for operations concurrently, and writes each one when it ends: getOperation, listOperations, getAppOperation.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BcOperation", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ILongRunningOperation))]
public sealed class WaitBcOperationCommand : BcConnectedCmdlet
{
    private readonly List<Task> _waits = [];

    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public ILongRunningOperation[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "OperationId")]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunningOperationCompleter))]
    public Guid[] OperationId { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    /// <summary>Only collected during processing, because the waits must run in one step of the pump.</summary>
    private readonly List<(BcConnection Connection, ILongRunningOperation Operation, bool IsFound)> _operations = [];

    protected override async Task ProcessAsync()
    {
        foreach (var operation in InputObject)
        {
            if (operation is BcResource { Connection: { } origin } && !MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
                _operations.Add((origin, operation, IsFound: true));
            else
                await ChangeAsync(operation, connection => Collect(connection, operation));
        }

        foreach (var id in OperationId)
            await ChangeAsync(id, connection => CollectAsync(connection, id));
    }

    protected override async Task EndAsync()
    {
        _waits.AddRange(_operations.Select(item => GuardAsync(item.Operation, () => WaitAsync(item.Connection, item.Operation, item.IsFound))));
        try
        {
            await Task.WhenAll(_waits);
        }
        catch (OperationCanceledException)
        {
            Host.UI.WriteWarningLine(Messages.WaitingStoppedOperationsContinue(_operations.Count(item => item.IsFound)));
            throw;
        }
    }

    private Task Collect(BcConnection connection, ILongRunningOperation operation)
    {
        _operations.Add((connection, operation, IsFound: true));
        return Task.CompletedTask;
    }

    private async Task CollectAsync(BcConnection connection, Guid id)
    {
        // A new operation can be missing from the list for some time, which the waiter handles.
        var found = await AdminCenter(connection).FindOperationAsync(id, PipelineStopToken);
        var operation = found ?? new BcOperation { OperationId = id };
        operation.SetOrigin(connection);
        _operations.Add((connection, operation, IsFound: found is not null));
    }

    private async Task WaitAsync(BcConnection connection, ILongRunningOperation operation, bool isFound)
    {
        using var progress = new WaitProgress(this, OperationHandler.Of(operation).Describe(operation));
        var tracker = new OperationTracker(this, connection, TimeSpan.FromSeconds(TimeoutSec));
        var ended = await tracker.WaitForEndAsync(operation, progress, isFound ? null : NotFound);
        WriteObject(ended);
        if (!ended.IsSucceeded)
            throw OperationHandler.Failed(ended);

        BcException NotFound() => new(ErrorCode.OperationNotFound, Messages.OperationNotInTenant(connection, operation.OperationId))
        {
            Target = operation.OperationId,
            Advice = Messages.ListOperationsOfTenant(connection),
        };
    }
}
