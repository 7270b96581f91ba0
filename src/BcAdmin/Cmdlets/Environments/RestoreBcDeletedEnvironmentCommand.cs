using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Recovers a deleted environment: getEnvironment, recoverEnvironment, getOperation.</summary>
[Cmdlet(VerbsData.Restore, "BcDeletedEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation))]
public sealed class RestoreBcDeletedEnvironmentCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(DeletedEnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public override string Environment { get; set; } = string.Empty;

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = await FindAsync(connection, new(ApplicationFamily, Environment));
        if (IsWhatIf)
            CheckIsDeleted(connection, environment);
        if (!ShouldProcess(Messages.DeletedEnvironmentTarget(environment), "Recover"))
            return;

        var operation = await AdminCenter(connection).RecoverEnvironmentAsync(environment.Key, PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.RecoveringEnvironment(environment), environment.Key);
    });

    /// <summary>Checks the status with -WhatIf. Otherwise, the service does, because the environment can have changed since it was read.</summary>
    private static void CheckIsDeleted(BcConnection connection, BcEnvironment environment)
    {
        if (string.IsNullOrEmpty(environment.Status) || environment.HasStatus("SoftDeleted") || environment.HasStatus("RecoveringFailed"))
            return;
        throw new BcException(ErrorCode.InvalidStatusCannotRecoverDeletedEnvironment, Messages.EnvironmentNotDeleted(environment))
        {
            Target = environment.Name,
            Advice = Messages.OnlySoftDeletedEnvironmentsRestorable(connection),
        };
    }

    private async Task<BcEnvironment> FindAsync(BcConnection connection, EnvironmentKey key)
    {
        try
        {
            return await AdminCenter(connection).GetEnvironmentAsync(key, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            throw exception.With(
                Messages.ListDeletedEnvironments);
        }
    }
}
