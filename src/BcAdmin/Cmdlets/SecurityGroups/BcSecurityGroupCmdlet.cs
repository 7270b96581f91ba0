using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>A cmdlet that changes something of one security group: adds -SecurityGroup.</summary>
public abstract class BcSecurityGroupCmdlet : BcEnvironmentCmdlet
{
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcSecurityGroup>> _groups = [];

    /// <summary>Id, code or name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string SecurityGroup { get; set; } = string.Empty;

    protected sealed override Task ProcessAsync() => ChangeAsync(SecurityGroup, async connection =>
    {
        var environment = Key;
        var automation = Automation(connection, environment);
        // The list is slow, for the service asks Entra for each group: read once for all items of the pipeline.
        if (!_groups.TryGetValue((connection, environment), out var groups))
        {
            groups = [];
            await foreach (var group in automation.ListSecurityGroupsAsync(null, null, PipelineStopToken))
                groups.Add(group);
            _groups.Add((connection, environment), groups);
        }

        await ChangeAsync(connection, automation, SecurityGroupFinder.Pick(groups, SecurityGroup) ?? throw SecurityGroupFinder.NotFound(SecurityGroup, environment, groups));
    });

    /// <summary>Changes something of the group that was found.</summary>
    private protected abstract Task ChangeAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group);
}
