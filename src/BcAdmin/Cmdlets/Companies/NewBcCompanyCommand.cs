using System.Management.Automation;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Creates an empty company: listCompanies, createAutomationCompany, updateAutomationCompany.</summary>
[Cmdlet(VerbsCommon.New, "BcCompany", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcCompany))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentResource))]
public sealed class NewBcCompanyCommand : BcEnvironmentCmdlet
{
    /// <summary>Does not bind from the pipeline, or an environment would give its name to the company.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateLength(1, 30)]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ValidateLength(1, 250)]
    public string? DisplayName { get; set; }

    [Parameter]
    [ValidateLength(0, 250)]
    public string? BusinessProfileId { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (DisplayName is not null && Name.Length > 1)
            throw new BcException(ErrorCode.InvalidArgument, "-DisplayName goes with one name only.") { Target = DisplayName };
    }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var automation = Automation(connection, environment);
        var companies = await automation.ListCompaniesAsync(PipelineStopToken).ToListAsync();
        if (companies.Count == 0)
        {
            throw new BcException(ErrorCode.CompanyNotFound,
                $"Environment {environment} shows no company, and a company can only be created through another one.")
            {
                Advice = "An app may lack permission sets inside of the environment; a person may lack the rights to a company.",
            };
        }

        foreach (var name in Name)
            await GuardAsync(name, () => CreateAsync(automation, connection, environment, companies, name));
    });

    private async Task CreateAsync(
        AutomationClient automation, BcConnection connection, EnvironmentKey environment, List<BcCompany> companies, string name)
    {
        if (companies.Exists(company => company.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new BcException(ErrorCode.ResourceExists, $"Environment {environment} has a company '{name}' already.") { Target = name };
        if (companies.Count >= AutomationClient.MostCompanies)
        {
            throw new BcException(ErrorCode.MaximumNumberOfCompaniesReached,
                string.Create(CultureInfo.InvariantCulture,
                $"Environment {environment} has {companies.Count} companies; {AutomationClient.MostCompanies} is the most that the service "
                + $"supports."))
            {
                Target = name,
            };
        }

        if (!ShouldProcess($"company {name} in environment {environment} (tenant {connection.Name})", "Create"))
            return;

        // The technical name comes from the display name, cut to 30 characters; so a longer display name can only follow as a change.
        var created = await automation.CreateCompanyAsync(companies[0].CompanyId, name, BusinessProfileId ?? string.Empty, PipelineStopToken);
        if (DisplayName is not null && DisplayName != created.DisplayName)
            created = await automation.UpdateCompanyAsync(created.CompanyId, new(null, DisplayName, null), created.ETag ?? "*", PipelineStopToken);
        companies.Add(created);
        WriteObject(created);
        WriteVerbose($"Company {created.Name} has no setup data yet: open it once in the client, or import a configuration package.");
    }
}
