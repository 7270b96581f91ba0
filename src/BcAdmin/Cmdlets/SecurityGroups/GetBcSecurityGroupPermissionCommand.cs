using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>Lists the permission sets that security groups give: listSecurityGroups, listSecurityGroupPermissions.</summary>
[Cmdlet(VerbsCommon.Get, "BcSecurityGroupPermission")]
[OutputType(typeof(BcSecurityGroupPermission))]
public sealed class GetBcSecurityGroupPermissionCommand : BcInsideReadCmdlet
{
    /// <summary>Ids, codes or names; every group without it.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (SecurityGroup is null && IsReadAlready(connection, environment))
            return;

        var automation = Automation(connection, environment);
        var through = await ThroughAsync(automation);
        foreach (var name in SecurityGroup?.Where(name => name.Length > 0) ?? [.. (await SecurityGroupsAsync(connection, environment)).Select(group => group.SecurityGroupId)])
        {
            await GuardAsync(name, async () =>
            {
                var group = await FindSecurityGroupAsync(connection, environment, name);
                await foreach (var permission in automation.ListSecurityGroupPermissionsAsync(through, group, new ODataQuery(Filter), PipelineStopToken))
                    WriteObject(permission);
            });
        }
    }
}
