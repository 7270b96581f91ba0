using System.Management.Automation;

namespace BcAdmin.Cmdlets.Operations;

/// <summary>Cancels an operation, if the service allows it: getEnvironmentOperation, getOperation, cancelEnvironmentOperation.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcOperation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOperation))]
[AcceptsInput(typeof(BcOperation), typeof(BcEnvironment))]
public sealed class StopBcOperationCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(CancelableOperationCompleter))]
    public Guid OperationId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(OperationId, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        var operation = await FindAsync(admin, environment);
        if (operation.IsCanceled)
        {
            WriteVerbose(Messages.OperationAlreadyCanceled(OperationId));
            WriteObject(operation);
            return;
        }

        if (!IsKnownToBeCancelable(operation))
        {
            WriteWarning(Messages.OperationMayNotBeCancelable(OperationId, operation));
        }

        if (!await ConfirmAsync(connection, environment, Messages.CancelOperationTarget(operation, OperationId, environment, connection),
            Messages.CancelOperationAction, Force))
        {
            return;
        }

        await CancelAsync(admin, environment);
        if (!Wait)
        {
            WriteObject(await FindAsync(admin, environment));
            return;
        }

        var ended = await Track(connection).EndAsync(operation, Messages.CancelingOperation(operation, environment));
        WriteObject(ended.IsCanceled ? ended : throw OperationHandler.Failed(ended));
    });

    /// <summary>
    /// Used for the prompt only. The service uses types and statuses that differ from the documentation, so its response to the call decides.
    /// </summary>
    private static bool IsKnownToBeCancelable(BcOperation operation) =>
        operation.CanBeCanceled ?? (operation.HasStatus("running") && (operation.HasType("update") || operation.HasType("dataUpgrade")));

    /// <summary>Cancels the operation. If the response is lost, the state of the operation shows whether the request was received.</summary>
    private async Task CancelAsync(AdminCenterClient admin, EnvironmentKey environment)
    {
        try
        {
            await admin.CancelOperationAsync(environment, OperationId, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            if (!(await FindAsync(admin, environment)).IsCanceled)
                throw;
        }
    }

    private async Task<BcOperation> FindAsync(AdminCenterClient admin, EnvironmentKey environment) =>
        await admin.FindOperationAsync(environment, OperationId, PipelineStopToken)
        ?? throw new BcException(ErrorCode.OperationNotFound, Messages.OperationNotInEnvironment(environment, OperationId))
        {
            AdviceFor = connection => Messages.ListOperations(environment, connection),
        };
}
