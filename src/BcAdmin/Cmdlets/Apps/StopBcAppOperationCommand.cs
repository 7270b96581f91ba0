using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Cancels a waiting update of a Marketplace app (cancelAppUpdate) or a waiting per-tenant extension (removeScheduledPte).</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcAppOperation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[AcceptsInput(typeof(BcAppOperation), typeof(BcApp), typeof(BcEnvironment))]
public sealed class StopBcAppOperationCommand : BcEnvironmentCmdlet
{
    private static readonly string[] Schedules = ["UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid AppId { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(CancelableAppOperationCompleter))]
    public Guid? OperationId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(AppOperationVersionCompleter))]
    public string? TargetVersion { get; set; }

    /// <summary>Empty for operations on Marketplace apps, which the pipeline brings along too: hence no set of values.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Schedule")]
    [ArgumentCompleter(typeof(ScheduleKindCompleter))]
    [AllowNull]
    public string? ScheduleKind { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(OperationId ?? AppId, async connection =>
    {
        var environment = Key;
        var target = Messages.AppEnvironmentTenant(AppId, environment, connection);
        if (!string.IsNullOrEmpty(ScheduleKind))
        {
            await RemoveScheduledAsync(connection, environment, target, ScheduleKind);
        }
        else if (OperationId is { } id)
        {
            await CancelUpdateAsync(connection, environment, target, id);
        }
        else
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.OneNameOperationIdUpdateMarketplaceApp);
        }
    });

    private async Task CancelUpdateAsync(BcConnection connection, EnvironmentKey environment, string target, Guid id)
    {
        if (ShouldProcess(target, Messages.CancelWaitingUpdate(id)))
            Write(await AdminCenter(connection).CancelAppUpdateAsync(environment, AppId, id, PipelineStopToken));
    }

    private async Task RemoveScheduledAsync(BcConnection connection, EnvironmentKey environment, string target, string kind)
    {
        var schedule = Array.Find(Schedules, known => known.Equals(kind, StringComparison.OrdinalIgnoreCase))
            ?? throw new BcException(
                ErrorCode.InvalidArgument, Messages.NothingCanWaitScheduleKindOne(kind, Schedules));
        if (string.IsNullOrEmpty(TargetVersion))
            throw new BcException(ErrorCode.InvalidArgument, Messages.WaitingPerTenantExtensionNamedVersion);
        if (ShouldProcess(target, Messages.TakeBackVersionWaitsDeleteUploaded(TargetVersion, schedule)))
            Write(await AdminCenter(connection).RemoveScheduledPteAsync(environment, AppId, new(TargetVersion, schedule), PipelineStopToken));
    }

    private void Write(BcAppOperation? canceled)
    {
        if (canceled is not null)
            WriteObject(canceled);
    }
}
