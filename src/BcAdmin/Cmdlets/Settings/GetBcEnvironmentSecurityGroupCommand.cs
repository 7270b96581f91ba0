using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Shows the security group whose members can sign in to environments: getSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentSecurityGroup")]
[OutputType(typeof(BcEnvironmentSecurityGroup))]
public sealed class GetBcEnvironmentSecurityGroupCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (await AdminCenter(connection).GetSecurityGroupAsync(environment, PipelineStopToken) is { } group)
            WriteObject(group);
        else
            WriteVerbose(Messages.NoSecurityGroupRestriction(environment));
    }
}
