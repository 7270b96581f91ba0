using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Lists uploads and installations of extensions with their status, newest first: listCompanies, listExtensionDeploymentStatus.</summary>
[Cmdlet(VerbsCommon.Get, "BcExtensionDeployment")]
[OutputType(typeof(BcExtensionDeployment))]
public sealed class GetBcExtensionDeploymentCommand : BcEnvironmentReadCmdlet
{
    /// <summary>The name of the extension.</summary>
    [Parameter(Position = 1)]
    [Alias("Extension", "ExtensionName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcExtensionDeployment), nameof(BcExtensionDeployment.Name))]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (WasRead(connection, environment, Company))
            return;

        var automation = Automation(connection, environment);
        var through = string.IsNullOrEmpty(Company) ? (Guid?)null : await automation.FindCompanyIdAsync(Company, PipelineStopToken);
        var filter = new NameFilter<BcExtensionDeployment>(Name, deployment => [deployment.Name]);
        await WriteMatchesAsync(automation.ListExtensionDeploymentsAsync(through, PipelineStopToken), filter);
        // The extension can exist although the service no longer lists its deployment.
        await WriteUnknownAsync(
            filter.Missing, () => automation.ListExtensionsAsync(through, null, PipelineStopToken), extension => [extension.Name],
            name => GetBcExtensionCommand.NotFound(name, environment));
    }
}
