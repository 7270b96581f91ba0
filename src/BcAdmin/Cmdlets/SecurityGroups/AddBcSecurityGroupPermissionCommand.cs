using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>
/// Grants permission sets to a security group: listSecurityGroupPermissions, createSecurityGroupPermission. Existing assignments are skipped.
/// </summary>
[Cmdlet(VerbsCommon.Add, "BcSecurityGroupPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcSecurityGroupPermission))]
[AcceptsInput(typeof(BcSecurityGroupPermission), typeof(BcSecurityGroup), typeof(BcPermissionSet), typeof(BcUserPermission), typeof(BcEnvironment))]
public sealed class AddBcSecurityGroupPermissionCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public AddBcSecurityGroupPermissionCommand() => _lists = new(this);

    /// <summary>ID, code, or name of the security group.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string SecurityGroup { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleId")]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>Names or IDs of the companies. The default is all companies.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name))]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Company { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(PermissionSetAppCompleter))]
    public Guid? AppId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("System", "Tenant", "")]
    [AllowNull]
    public string? Scope { get; set; }

    /// <summary>Grants SUPER and SECURITY without a prompt.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(SecurityGroup, async connection =>
        await AddAsync(connection, Automation(connection, Key), await _lists.FindSecurityGroupAsync(connection, Key, SecurityGroup)));

    private async Task AddAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group)
    {
        var held = await automation.ListSecurityGroupPermissionsAsync(null, group, null, PipelineStopToken).ToListAsync();
        foreach (var company in Company is { Length: > 0 } several ? several : [string.Empty])
        {
            // The service requires the technical name.
            var name = company.Length == 0 ? company : await automation.CompanyNameAsync(company, PipelineStopToken);
            foreach (var roleId in PermissionSet)
                await GuardAsync(roleId, () => AddAsync(connection, automation, group, held, roleId, name));
        }
    }

    private async Task AddAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group, List<BcSecurityGroupPermission> held,
        string roleId, string company)
    {
        var where = company.Length == 0 ? "all companies" : $"company {company}";
        var permission = held.Find(item => item.Is(roleId, company, AppId, Scope));
        if (permission is not null)
        {
            WriteVerbose(Messages.GroupAlreadyHasPermissionSet(group, roleId, where));
        }
        else
        {
            if (IsWhatIf && await UnknownSetAsync(automation, roleId) is { } missing)
                throw missing; // With -WhatIf, this replaces the check of the service.
            if (!ConfirmGrant(roleId, group.Describe(connection), where, Messages.GrantPermissionSetAction(roleId, where), Force))
                return;
            var body = new UserPermissionRequest(roleId, company.Length == 0 ? null : company, AppId, string.IsNullOrEmpty(Scope) ? null : Scope);
            try
            {
                permission = await automation.CreateSecurityGroupPermissionAsync(group, body, PipelineStopToken);
            }
            catch (BcApiException exception) when (!exception.IsTransient && exception.Status != HttpStatusCode.Forbidden)
            {
                if (await UnknownSetAsync(automation, roleId) is { } unknown)
                    throw unknown;
                throw;
            }

            if (permission is not null)
                held.Add(permission);
        }

        if (PassThru && (permission ?? await FindAsync(automation, group, item => item.Is(roleId, company, AppId, Scope))) is { } shown)
            WriteObject(shown);
    }

    /// <summary>Creates the error for a permission set that the environment does not have; null if it has the permission set.</summary>
    private async Task<BcException?> UnknownSetAsync(AutomationClient automation, string roleId)
    {
        var sets = await automation.ListPermissionSetIdsAsync(PipelineStopToken);
        return sets.Contains(roleId, StringComparer.OrdinalIgnoreCase) ? null : AutomationClient.PermissionSetNotFound(roleId, Key, sets);
    }

    /// <summary>
    /// Finds an assignment that the service reports as existing. Another caller created it, or this call did and its response was lost.
    /// </summary>
    private Task<BcSecurityGroupPermission?> FindAsync(
        AutomationClient automation, BcSecurityGroup group, Func<BcSecurityGroupPermission, bool> isMeant) =>
        automation.ListSecurityGroupPermissionsAsync(null, group, null, PipelineStopToken).FirstOrNullAsync(isMeant);
}
