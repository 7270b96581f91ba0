using System.Management.Automation;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Lists the permission sets that can be granted: listCompanies, listPermissionSets; with -Detailed, listAggregatePermissionSets.</summary>
[Cmdlet(VerbsCommon.Get, "BcPermissionSet")]
[OutputType(typeof(BcPermissionSet))]
public sealed class GetBcPermissionSetCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcPermissionSetCommand() => _lists = new(this);

    /// <summary>Names or patterns for the ID and the display name.</summary>
    [Parameter(Position = 1)]
    [Alias("RoleId", "PermissionSet")]
    [SupportsWildcards]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Returns all permission sets with their record IDs. Version 29 and later.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

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
        if (WasRead(connection, environment, Company))
            return;

        var automation = Automation(connection, environment);
        var (through, query) = (await _lists.CompanyIdAsync(automation, Company), new ODataQuery(Filter));
        var sets = Detailed ? automation.ListAggregatePermissionSetsAsync(through, query, PipelineStopToken)
            : automation.ListPermissionSetsAsync(through, query, PipelineStopToken);
        await WriteMatchesAsync(sets, Filter is not null, Name, set =>
            [set.RoleId, set.DisplayName], name => AutomationClient.PermissionSetNotFound(name, environment));
    }
}
