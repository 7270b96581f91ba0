using System.Management.Automation;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>Lists the security groups of environments: listCompanies, listSecurityGroups, getSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Get, "BcSecurityGroup")]
[OutputType(typeof(BcSecurityGroup))]
public sealed class GetBcSecurityGroupCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcSecurityGroupCommand() => _lists = new(this);

    /// <summary>Names or patterns for the code and the name.</summary>
    [Parameter(Position = 1)]
    [Alias("SecurityGroup", "SecurityGroupCode")]
    [SupportsWildcards]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code))]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SecurityGroupIdCompleter))]
    public string[]? SecurityGroupId { get; set; }

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
        var automation = Automation(connection, environment);
        if (SecurityGroupId is { } ids)
        {
            foreach (var id in ids.Where(id => id.Length > 0))
            {
                await GuardAsync(id, async () => WriteObject(await ReadOrSuggestAsync(
                    id, () => automation.GetSecurityGroupAsync(id, PipelineStopToken),
                    () => automation.ListSecurityGroupsAsync(null, null, PipelineStopToken), known => [known.SecurityGroupId, known.Code])));
            }

            return;
        }

        if (WasRead(connection, environment, Company))
            return;

        var groups = automation.ListSecurityGroupsAsync(await _lists.CompanyIdAsync(automation, Company), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(groups, Filter is not null, Name, group =>
            [group.Code, group.Name], name => SecurityGroupFinder.NotFound(name, environment));
    }
}
