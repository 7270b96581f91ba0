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
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection);
        var environment = new EnvironmentKey(ApplicationFamily, Environment);
        var admin = AdminCenter(connection);
        if (IsWhatIf)
            await CheckIsOfferedAsync(admin, environment);
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection), Messages.CancelTransferAction))
            return;

        if (await admin.CancelTransferAsync(environment, PipelineStopToken) is { } offer)
            WriteObject(offer);
    });

    /// <summary>Checks with -WhatIf what the service checks when it cancels the offer.</summary>
    private async Task CheckIsOfferedAsync(AdminCenterClient admin, EnvironmentKey key)
    {
        var environment = await admin.GetEnvironmentAsync(key, PipelineStopToken);
        if (await admin.ListOutgoingTransfersAsync(PipelineStopToken).FirstOrNullAsync(offer => offer.IsOf(environment.Key)) is null)
            throw new BcException(ErrorCode.ResourceDoesNotExist, Messages.EnvironmentNotOffered(environment)) { Target = environment.Name };
    }
}
