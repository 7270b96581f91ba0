using System.Management.Automation;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Deletes a company and all its data: listCompanies, deleteAutomationCompany, listAutomationCompanies.</summary>
[Cmdlet(VerbsCommon.Remove, "BcCompany", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcCompany), typeof(BcEnvironment))]
public sealed class RemoveBcCompanyCommand : BcEnvironmentCmdlet
{
    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Company, async connection =>
    {
        var environment = Key;
        var automation = Automation(connection, environment);
        var companies = await automation.ListCompaniesAsync(PipelineStopToken).ToListAsync();

        var company = AutomationClient.Pick(companies, Company) ?? throw AutomationClient.CompanyNotFound(Company, environment, companies);
        var through = companies.Find(other => other.CompanyId != company.CompanyId)
            ?? throw new BcException(
                ErrorCode.LastCompany, Messages.LastCompanyCannotBeDeleted(company, environment));
        if (!await ConfirmAsync(connection, environment,
            Messages.RemoveCompanyTarget(company, environment, connection),
            "Delete permanently", Force, Messages.CompanyRecoveryLimits))
        {
            return;
        }

        await automation.DeleteCompanyAsync(through.CompanyId, company, PipelineStopToken);
        automation.Forget(company.CompanyId);
    });
}
