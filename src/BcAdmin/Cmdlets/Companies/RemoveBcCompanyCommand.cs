using System.Management.Automation;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Deletes a company with all its data: listCompanies, deleteAutomationCompany, listAutomationCompanies.</summary>
[Cmdlet(VerbsCommon.Remove, "BcCompany", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcCompany), typeof(BcEnvironment))]
public sealed class RemoveBcCompanyCommand : BcEnvironmentCmdlet
{
    /// <summary>Name or id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
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
                ErrorCode.LastCompany, $"Company {company.Name} is the only one of environment {environment} and cannot be deleted.");
        if (!await ConfirmAsync(connection, environment,
            $"company {company.Name} with all its data, in environment {environment} (tenant {connection.Name})",
            "Delete permanently", Force, "The company can only come back with a restore of the whole environment (10 per month, 28 days back)."))
        {
            return;
        }

        await automation.DeleteCompanyAsync(through.CompanyId, company, PipelineStopToken);
        automation.Forget(company.CompanyId);
    });
}
