using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>Lists the configuration packages of a company: listCompanies or getCompany, listConfigurationPackages.</summary>
[Cmdlet(VerbsCommon.Get, "BcConfigurationPackage")]
[OutputType(typeof(BcConfigurationPackage))]
public sealed class GetBcConfigurationPackageCommand : BcEnvironmentReadCmdlet
{
    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [NameOrId(typeof(BcConfigurationPackage), nameof(BcConfigurationPackage.Code))]
    [ArgumentCompleter(typeof(ConfigurationPackageCompleter))]
    public string[]? Code { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        var company = await automation.FindCompanyAsync(Company, PipelineStopToken);
        var filter = new NameFilter<BcConfigurationPackage>(Code, package => [package.Code])
        {
            NotFound = code => AutomationClient.ConfigurationPackageNotFound(company, code),
        };
        foreach (var code in filter.Exact ?? [])
        {
            await GuardAsync(code, async () => WriteObject(
                await automation.FindConfigurationPackageAsync(company, code, PipelineStopToken)
                ?? throw await automation.ConfigurationPackageNotFoundAsync(company, code, PipelineStopToken)));
        }

        if (filter.Exact is null)
            await WriteMatchesAsync(automation.ListConfigurationPackagesAsync(company, PipelineStopToken), filter);
    }
}
