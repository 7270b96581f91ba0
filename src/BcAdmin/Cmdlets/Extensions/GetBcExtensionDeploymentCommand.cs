using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Lists uploads and installations of extensions with their state, newest first: listCompanies, listExtensionDeploymentStatus.</summary>
[Cmdlet(VerbsCommon.Get, "BcExtensionDeployment")]
[OutputType(typeof(BcExtensionDeployment))]
public sealed class GetBcExtensionDeploymentCommand : BcEnvironmentReadCmdlet
{
    private readonly HashSet<(BcConnection, EnvironmentKey)> _read = [];

    /// <summary>Name of the extension.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only the way there.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (!_read.Add((connection, environment)))
        {
            WriteVerbose($"Environment {environment} is read already; company {Company} has the same.");
            return;
        }

        var automation = Automation(connection, environment);
        var through = string.IsNullOrEmpty(Company) ? (Guid?)null : await automation.FindCompanyIdAsync(Company, PipelineStopToken);
        var patterns = Name?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        await foreach (var deployment in automation.ListExtensionDeploymentsAsync(through, PipelineStopToken))
        {
            // The history of a name may be empty, so a name that fits none is no error.
            if (patterns is null || patterns.Exists(pattern => pattern.IsMatch(deployment.Name)))
                WriteObject(deployment);
        }
    }
}
