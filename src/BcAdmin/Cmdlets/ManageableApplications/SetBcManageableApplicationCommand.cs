using System.Management.Automation;

namespace BcAdmin.Cmdlets.ManageableApplications;

/// <summary>
/// Allows or denies a customer an application family in a country: setManageableApplicationAccess, listManageableApplications. Requires a delegated
/// administrator.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcManageableApplication", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcManageableApplication))]
[AcceptsInput(typeof(BcManageableApplication), typeof(BcApplicationFamily))]
public sealed class SetBcManageableApplicationCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ManageableFamilyCompleter))]
    public string ApplicationFamily { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CountryCode", "Location")]
    [ArgumentCompleter(typeof(ManageableCountryCompleter))]
    [TextPattern(TextPatternAttribute.CountryCode, Messages.InvalidCountryCode)]
    public string Country { get; set; } = string.Empty;

    /// <summary>Does not bind from the pipeline, because it is the value that changes.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public bool Access { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync($"{ApplicationFamily}/{Country}", async connection =>
    {
        RequireUser(connection);
        var admin = AdminCenter(connection);
        if (IsWhatIf)
            await admin.ListManageableApplicationsAsync(PipelineStopToken).FirstOrNullAsync(_ => true); // fails without permission
        if (!ShouldProcess(Messages.ApplicationFamilyTarget(ApplicationFamily, Country, connection), Access
            ? Messages.AllowNewEnvironmentsAction : Messages.ForbidNewEnvironmentsAction))
        {
            return;
        }

        await admin.SetManageableApplicationAsync(ApplicationFamily, Country.ToUpperInvariant(), Access, PipelineStopToken);
        if (!PassThru)
            return;
        await foreach (var application in admin.ListManageableApplicationsAsync(PipelineStopToken))
        {
            if (application.Is(ApplicationFamily, Country))
                WriteObject(application);
        }
    });
}
