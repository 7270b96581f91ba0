using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Inspection;

/// <summary>Lists what permission sets allow with objects: listCompanies, listExpandedPermissionSets. Version 29 and later.</summary>
[Cmdlet(VerbsCommon.Get, "BcPermission")]
[OutputType(typeof(BcPermission))]
public sealed class GetBcPermissionCommand : BcInsideReadCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleId")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Guid? AppId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ObjectTypeCompleter))]
    public string[]? ObjectType { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[]? ObjectId { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        var through = await ThroughAsync(automation);
        foreach (var set in PermissionSet)
            await GuardAsync(set, () => ReadSetAsync(automation, environment, through, set));
    }

    private async Task ReadSetAsync(AutomationClient automation, EnvironmentKey environment, Guid? through, string set)
    {
        // Ids of permission sets are codes, which are in capital letters always.
        var filter = ODataQuery.All(
            ODataQuery.Is("roleId", set.ToUpperInvariant()), AppId is { } app ? ODataQuery.Is("appId", app) : null, ODataQuery.IsAnyOf("objectId", ObjectId), Filter);
        var any = false;
        await foreach (var permission in automation.ListPermissionsAsync(through, new ODataQuery(filter), PipelineStopToken))
        {
            any = true;
            if ((ObjectType is null || ObjectType.Contains(permission.ObjectType, StringComparer.OrdinalIgnoreCase)) && (ObjectId is null || ObjectId.Any(id => permission.ObjectId == id)))
                WriteObject(permission);
        }

        if (!any && AppId is null && ObjectId is null && Filter is null)
            throw Permissions.GetBcPermissionSetCommand.NotFound(set, environment);
    }
}
