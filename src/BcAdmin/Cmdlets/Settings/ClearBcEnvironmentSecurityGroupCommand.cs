using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Opens an environment to every licensed user: getSecurityGroup, clearSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Clear, "BcEnvironmentSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ClearBcEnvironmentSecurityGroupCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = new EnvironmentKey(ApplicationFamily, Environment);
        var admin = AdminCenter(connection);
        if (await admin.GetSecurityGroupAsync(environment, PipelineStopToken) is not { } group)
            WriteVerbose($"Environment {environment} has no security group already.");
        else if (ShouldProcess($"environment {environment} (tenant {connection.Name})", $"Open to every licensed user (take away the group {group})", Force))
            await admin.ClearSecurityGroupAsync(environment, PipelineStopToken);
    });
}
