using System.Management.Automation;

namespace BcAdmin.Cmdlets.Inspection;

/// <summary>Lists the object permissions of permission sets: listCompanies, listExpandedPermissionSets. Version 29 and later.</summary>
[Cmdlet(VerbsCommon.Get, "BcPermission")]
[OutputType(typeof(BcPermission))]
public sealed class GetBcPermissionCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcPermissionCommand() => _lists = new(this);

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleId")]
    [SupportsWildcards]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(PermissionSetAppCompleter))]
    public Guid? AppId { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObjectTypeCompleter))]
    public string[]? ObjectType { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[]? ObjectId { get; set; }

    private readonly HashSet<long> _objectIds = [];

    private NameFilter<BcPermission> ObjectTypes => field ??= new(ObjectType, permission => [permission.ObjectType]);

    protected override Task EndAsync()
    {
        WarnUnknown(ObjectTypes, nameof(ObjectType), BcPermission.DocumentedObjectTypes);
        foreach (var id in ObjectId?.Where(id => !_objectIds.Contains(id)) ?? [])
            WriteWarning(Messages.NoPermissionForObject(id));
        return Task.CompletedTask;
    }

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
        var through = await _lists.CompanyIdAsync(automation, Company);
        var sets = await NameFilter.ExpandAsync(
            PermissionSet, () => automation.ListPermissionSetsAsync(through, PipelineStopToken).ToListAsync(),
            known => [known.RoleId], known => known.RoleId);
        foreach (var set in sets)
            await GuardAsync(set, () => ReadSetAsync(automation, environment, through, set));
    }

    private async Task ReadSetAsync(AutomationClient automation, EnvironmentKey environment, Guid? through, string set)
    {
        // IDs of permission sets are codes, which are always uppercase.
        var filter = ODataQuery.All(
            ODataQuery.Is("roleId", set.ToUpperInvariant()),
            AppId is { } app ? ODataQuery.Is("appId", app) : null,
            ODataQuery.IsAnyOf("objectId", ObjectId), Filter);
        var any = false;
        await foreach (var permission in Noted(automation.ListPermissionsAsync(through, new ODataQuery(filter), PipelineStopToken))
            .ChosenBy(ObjectTypes))
        {
            if (ObjectId is null || ObjectId.Any(id => permission.ObjectId == id))
                WriteObject(permission);
        }

        if (!any && Filter is null)
        {
            await WriteUnknownAsync(
                [set], () => automation.ListPermissionSetsAsync(through, PipelineStopToken), known =>
                    [AppId is null || known.AppId == AppId ? known.RoleId : null],
                name => AutomationClient.PermissionSetNotFound(name, environment));
        }

        async IAsyncEnumerable<BcPermission> Noted(IAsyncEnumerable<BcPermission> permissions)
        {
            await foreach (var permission in permissions)
            {
                any = true;
                _objectIds.Add(permission.ObjectId ?? 0);
                yield return permission;
            }
        }
    }
}
