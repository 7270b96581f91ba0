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
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    public override string Environment { get; set; } = string.Empty;

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = await FindAsync(connection, new(ApplicationFamily, Environment));
        if (!ShouldProcess(Messages.DeletedEnvironmentTarget(environment), "Recover"))
            return;

        var operation = await AdminCenter(connection).RecoverEnvironmentAsync(environment.Key, PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.RecoveringEnvironment(environment), environment.Key);
    });

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
