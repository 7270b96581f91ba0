using System.Management.Automation;

namespace BcAdmin.Cmdlets.Transfers;

/// <summary>Withdraws the offer of an environment to another tenant: cancelEnvironmentTransfer. Requires a user.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcEnvironmentTransfer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[AcceptsInput(typeof(BcEnvironmentTransfer), typeof(BcEnvironment), typeof(BcOperation))]
public sealed class StopBcEnvironmentTransferCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "SourceEnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection);
        var environment = new EnvironmentKey(ApplicationFamily, Environment);
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection), Messages.CancelTransferAction))
            return;

        if (await AdminCenter(connection).CancelTransferAsync(environment, PipelineStopToken) is { } offer)
            WriteObject(offer);
    });
}
