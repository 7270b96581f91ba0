using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>Deletes a configuration package, but not the data it applied: listConfigurationPackages, deleteConfigurationPackage.</summary>
[Cmdlet(VerbsCommon.Remove, "BcConfigurationPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[AcceptsInput(typeof(BcConfigurationPackage), typeof(BcCompany), typeof(BcEnvironment))]
public sealed class RemoveBcConfigurationPackageCommand : BcEnvironmentCmdlet
{
    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [NameOrId(typeof(BcConfigurationPackage), nameof(BcConfigurationPackage.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(ConfigurationPackageCompleter))]
    public string Code { get; set; } = string.Empty;

    protected override Task ProcessAsync() => ChangeAsync(Code, async connection =>
    {
        var automation = Automation(connection, Key);
        var company = await automation.FindCompanyAsync(Company, PipelineStopToken);
        if (await automation.FindConfigurationPackageAsync(company, Code, PipelineStopToken) is not { } package)
        {
            if (IsTyped(nameof(Code)))
                throw await automation.ConfigurationPackageNotFoundAsync(company, Code, PipelineStopToken);
            WriteVerbose(Messages.ConfigurationPackageNotInCompany(company, Code));
            return;
        }

        if (ShouldProcess(package.Describe(connection), Messages.DeletePackageAction))
            await automation.DeleteConfigurationPackageAsync(package, PipelineStopToken);
    });
}
