using System.Management.Automation;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>Lists the permission sets that security groups grant: listSecurityGroups, listSecurityGroupPermissions.</summary>
[Cmdlet(VerbsCommon.Get, "BcSecurityGroupPermission")]
[OutputType(typeof(BcSecurityGroupPermission))]
public sealed class GetBcSecurityGroupPermissionCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcSecurityGroupPermissionCommand() => _lists = new(this);

    /// <summary>IDs, codes, or names. The default is all security groups.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [SupportsWildcards]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code))]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (SecurityGroup is null && WasRead(connection, environment, Company))
            return;

        var automation = Automation(connection, environment);
        var through = await _lists.CompanyIdAsync(automation, Company);
        foreach (var name in await _lists.ExpandSecurityGroupsAsync(connection, environment, SecurityGroup ?? ["*"]))
        {
            await GuardAsync(name, async () =>
            {
                var group = await _lists.FindSecurityGroupAsync(connection, environment, name);
                await foreach (var permission in automation.ListSecurityGroupPermissionsAsync(
                    through, group, new ODataQuery(Filter), PipelineStopToken))
                {
                    WriteObject(permission);
                }
            });
        }
    }
}
