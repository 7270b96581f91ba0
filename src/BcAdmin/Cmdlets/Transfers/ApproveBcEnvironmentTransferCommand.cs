using System.Management.Automation;
using BcAdmin.Cmdlets.Environments;

namespace BcAdmin.Cmdlets.Transfers;

/// <summary>Accepts an environment that another tenant offers: acceptEnvironmentTransfer, getOperation, getEnvironment. Requires a user.</summary>
[Cmdlet(VerbsLifecycle.Approve, "BcEnvironmentTransfer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironmentTransfer))]
public sealed class ApproveBcEnvironmentTransferCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TransferSourceCompleter))]
    public string SourceEnvironmentName { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public Guid SourceTenantId { get; set; }

    [Parameter(Mandatory = true, Position = 2)]
    [Alias("DestinationEnvironmentName")]
    [EnvironmentName]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string NewName { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        WarnOfUnusedTimeout(Wait);
        return Task.CompletedTask;
    }

    protected override Task ProcessAsync() => ChangeAsync(SourceEnvironmentName, async connection =>
    {
        RequireUser(connection);
        var admin = AdminCenter(connection);
        var arrival = new EnvironmentKey(ApplicationFamily, NewName);
        if (await ExistsAsync(admin, arrival))
        {
            throw new BcException(ErrorCode.ResourceExists, Messages.TenantAlreadyHasEnvironment(connection, arrival))
            {
                Target = NewName,
                Advice = Messages.ChooseAnotherNewName,
            };
        }

        if (IsWhatIf)
            await CheckIsOfferedAsync(admin);
        if (!ShouldProcess(Messages.IncomingEnvironmentTarget(SourceEnvironmentName, SourceTenantId),
            Messages.MoveIntoTenantAction(connection, arrival), Force))
        {
            return;
        }

        var operation = await admin.AcceptTransferAsync(new(SourceEnvironmentName, ApplicationFamily, SourceTenantId, NewName), PipelineStopToken);
        WriteObject(Wait ? await WaitForArrivalAsync(connection, operation, arrival) : operation);
    });

    /// <summary>Checks with -WhatIf what the service checks when it accepts the offer.</summary>
    private async Task CheckIsOfferedAsync(AdminCenterClient admin)
    {
        var offers = admin.ListIncomingTransfersAsync(SourceTenantId, PipelineStopToken);
        if (await offers.FirstOrNullAsync(offer => offer.IsOf(new(ApplicationFamily, SourceEnvironmentName))) is not null)
            return;
        throw new BcException(ErrorCode.ResourceDoesNotExist, Messages.EnvironmentNotOfferedToTenant(SourceEnvironmentName, SourceTenantId))
        {
            Target = SourceEnvironmentName,
        };
    }

    /// <summary>
    /// Waits until the environment exists in this tenant. The operation belongs to the other tenant until the transfer is complete, so it may not be
    /// readable from this tenant.
    /// </summary>
    private async Task<BcEnvironment> WaitForArrivalAsync(BcConnection connection, BcOperation operation, EnvironmentKey arrival)
    {
        var admin = AdminCenter(connection);
        var activity = Messages.MovingEnvironment(SourceEnvironmentName, connection);
        var tracker = new OperationTracker(this, connection, TimeSpan.FromSeconds(TimeoutSec));
        var arrived = new WaitFor<(BcOperation Operation, bool IsHere)>(
            (operation, false), ReadAsync, state => state.IsHere || state.Operation.IsCompleted, state => state.Operation.Status,
            state => tracker.TimedOut(state.Operation));
        var seen = await tracker.WaitUntilAsync(
            activity, Messages.TransferContinues(arrival, connection), arrived);
        if (!seen.IsHere && !seen.Operation.IsSucceeded)
            throw OperationHandler.Failed(seen.Operation);
        return await tracker.WaitUntilReadyAsync(arrival, activity);

        async Task<(BcOperation, bool)> ReadAsync(CancellationToken token) =>
            (await admin.FindOperationAsync(operation.OperationId, token) ?? operation, await ExistsAsync(admin, arrival));
    }

    private async Task<bool> ExistsAsync(AdminCenterClient admin, EnvironmentKey environment)
    {
        try
        {
            await admin.GetEnvironmentAsync(environment, PipelineStopToken);
            return true;
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }
}
