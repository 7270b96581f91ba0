using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>Lists the security groups that environments know: listCompanies, listSecurityGroups, getSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Get, "BcSecurityGroup")]
[OutputType(typeof(BcSecurityGroup))]
public sealed class GetBcSecurityGroupCommand : BcInsideReadCmdlet
{
    /// <summary>Matches code and name.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? SecurityGroupId { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (SecurityGroupId is { } ids)
        {
            foreach (var id in ids.Where(id => id.Length > 0))
                await GuardAsync(id, async () => WriteObject(await ReadOrSuggestAsync(
                    id, () => automation.GetSecurityGroupAsync(id, PipelineStopToken),
                    () => automation.ListSecurityGroupsAsync(null, null, PipelineStopToken), known => [known.SecurityGroupId, known.Code])));
            return;
        }

        if (IsReadAlready(connection, environment))
            return;

        var groups = automation.ListSecurityGroupsAsync(await ThroughAsync(automation), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(groups, Name, group => [group.Code, group.Name], name => SecurityGroupFinder.NotFound(name, environment));
    }
}
