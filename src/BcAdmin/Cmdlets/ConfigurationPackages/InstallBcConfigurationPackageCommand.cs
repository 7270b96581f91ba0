using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>Applies an imported package to its company: listConfigurationPackages, applyConfigurationPackage, getConfigurationPackage.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcConfigurationPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcConfigurationPackage))]
[AcceptsInput(typeof(BcConfigurationPackage), typeof(BcCompany), typeof(BcEnvironment))]
public sealed class InstallBcConfigurationPackageCommand : BcOperationCmdlet
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
        var package = await automation.FindConfigurationPackageAsync(company, Code, PipelineStopToken)
            ?? throw await automation.ConfigurationPackageNotFoundAsync(company, Code, PipelineStopToken);
        ConfigurationPackageTasks.CheckIdle(package);
        if (!package.Import.IsCompleted)
        {
            throw new BcException(ErrorCode.ConfigurationPackageNotImported,
                Messages.PackageImportNotCompleted(package))
            {
                Target = Code,
                Advice = Messages.UseImportConfigurationPackage,
            };
        }

        if (!ShouldProcess(package.Describe(connection),
            Messages.ApplyRecordsAction(package)))
        {
            return;
        }

        var started = await automation.ApplyConfigurationPackageAsync(package, PipelineStopToken);
        WriteObject(Wait ? await new ConfigurationPackageTasks(this, connection, automation).WaitForApplyAsync(started) : started);
    });
}
