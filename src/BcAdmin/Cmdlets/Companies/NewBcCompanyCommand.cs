using System.Management.Automation;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Creates an empty company: listCompanies, createAutomationCompany, updateAutomationCompany.</summary>
[Cmdlet(VerbsCommon.New, "BcCompany", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcCompany))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentResource))]
public sealed class NewBcCompanyCommand : BcEnvironmentCmdlet
{
    /// <summary>Does not bind from the pipeline, because a piped environment would pass its own name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [TextLength(1, 30)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    [TextLength(1, 250)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? DisplayName { get; set; }

    [Parameter]
    [TextLength(0, 250)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? BusinessProfileId { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (DisplayName is not null && Name.Length > 1)
            throw new BcException(ErrorCode.InvalidArgument, Messages.DisplayNameRequiresOneName) { Target = DisplayName };
    }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var automation = Automation(connection, environment);
        var companies = await automation.ListCompaniesAsync(PipelineStopToken).ToListAsync();
        if (companies.Count == 0)
        {
            throw new BcException(ErrorCode.CompanyNotFound,
                Messages.CompanyCreationRequiresCompany(environment))
            {
                Advice = Messages.CheckPermissionsAndCompanyAccess,
            };
        }

        foreach (var name in Name)
            await GuardAsync(name, () => CreateAsync(automation, connection, environment, companies, name));
    });

    private async Task CreateAsync(
        AutomationClient automation, BcConnection connection, EnvironmentKey environment, List<BcCompany> companies, string name)
    {
        if (companies.Exists(company => company.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new BcException(ErrorCode.ResourceExists, Messages.CompanyAlreadyExists(environment, name)) { Target = name };
        if (companies.Count >= AutomationClient.MaxCompanies)
        {
            throw new BcException(ErrorCode.MaximumNumberOfCompaniesReached,
                Messages.CompanyLimitReached(environment, companies))
            {
                Target = name,
            };
        }

        if (!ShouldProcess(Messages.NewCompanyTarget(name, environment, connection), "Create"))
            return;

        // The service derives the technical name from the first 30 characters of the display name, so a longer display name is set by a second call.
        var created = await automation.CreateCompanyAsync(companies[0].CompanyId, name, BusinessProfileId ?? string.Empty, PipelineStopToken);
        if (DisplayName is not null && DisplayName != created.DisplayName)
            created = await automation.UpdateCompanyAsync(created.CompanyId, new(null, DisplayName, null), created.ETag ?? "*", PipelineStopToken);
        companies.Add(created);
        WriteObject(created);
        WriteVerbose(Messages.CompanyWithoutSetupData(created));
    }
}
