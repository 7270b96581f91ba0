using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Sets which partner tenants can administer an environment: getPartnerAccess, setPartnerAccess.</summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentPartnerAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentPartnerAccess))]
[AcceptsInput(typeof(BcEnvironmentPartnerAccess), typeof(BcEnvironment))]
public sealed class SetBcEnvironmentPartnerAccessCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Status")]
    [ValidateSet("Disabled", "AllowAllPartnerTenants", BcEnvironmentPartnerAccess.SelectedPartners)]
    public string Access { get; set; } = string.Empty;

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("AllowedPartnerTenantIds")]
    [ValidateCount(0, 10)]
    [AllowNull]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public Guid[] PartnerTenantId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var access = CanonicalCase(nameof(Access), Access);
        var isSelected = access == BcEnvironmentPartnerAccess.SelectedPartners;
        if (isSelected != PartnerTenantId.Length > 0)
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.PartnerTenantIdRequiresAccess)
            { Target = Access };
        }

        RequireUser(connection);
        var environment = Key;
        var admin = AdminCenter(connection);
        var current = await admin.GetPartnerAccessAsync(environment, PipelineStopToken);
        if (current.Is(access, PartnerTenantId))
        {
            WriteVerbose(Messages.PartnerAccessAlreadySet(environment));
        }
        else if (await ConfirmAsync(connection, environment, Messages.PartnerAccessTarget(environment, connection, current),
            Messages.SetPartnerAccessAction(access, Partners()), Force))
        {
            await admin.SetPartnerAccessAsync(environment, new(access, isSelected ? PartnerTenantId : null), PipelineStopToken);
        }
        else
        {
            return;
        }

        if (PassThru)
            WriteObject(await admin.GetPartnerAccessAsync(environment, PipelineStopToken));
    });

    private string Partners() => PartnerTenantId.Length == 0 ? string.Empty : $" ({string.Join(", ", PartnerTenantId)})";
}
