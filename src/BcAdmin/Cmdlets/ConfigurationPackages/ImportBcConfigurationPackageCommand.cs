using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>
/// Uploads a package file to a company and imports it; with -Apply, also applies it to the tables of the company: listConfigurationPackages,
/// createConfigurationPackage, getConfigurationPackageFile, uploadConfigurationPackageContent, importConfigurationPackage, applyConfigurationPackage,
/// getConfigurationPackage.
/// </summary>
[Cmdlet(VerbsData.Import, "BcConfigurationPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcConfigurationPackage))]
public sealed class ImportBcConfigurationPackageCommand : BcOperationCmdlet
{
    private const int MaxPackageNameLength = 50;

    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The code of the package. The default is the code in the file.</summary>
    [Parameter]
    [TextLength(1, 20)]
    [NameOrId(typeof(BcConfigurationPackage), nameof(BcConfigurationPackage.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(ConfigurationPackageCompleter))]
    public string? Code { get; set; }

    /// <summary>Waits for the import and applies the package.</summary>
    [Parameter]
    public SwitchParameter Apply { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var path in Path)
        {
            await ChangeAsync(path, async connection =>
            {
                var files = this.ResolveFiles(path);
                if (Code is not null && (files.Count > 1 || Path.Length > 1))
                    throw new BcException(ErrorCode.InvalidArgument, Messages.CodeRequiresOneFile) { Target = Code };

                var automation = Automation(connection, Key);
                var company = await automation.FindCompanyAsync(Company, PipelineStopToken);
                foreach (var file in files)
                    await GuardAsync(file, () => ImportAsync(connection, automation, company, RapidStartFile.Open(file)));
            });
        }
    }

    private async Task ImportAsync(BcConnection connection, AutomationClient automation, BcCompany company, RapidStartFile file)
    {
        var code = CodeOf(file);
        var package = await automation.FindConfigurationPackageAsync(company, code, PipelineStopToken);
        if (package is not null)
            ConfigurationPackageTasks.CheckIdle(package);

        var target = Messages.NewCompanyTarget(company.Name, Key, connection);
        if (!ShouldProcess(
            target, Messages.ImportConfigurationPackageAction(code, file, package, Apply)))
        {
            return;
        }

        package ??= await automation.CreateConfigurationPackageAsync(
            company, new() { Code = code, PackageName = NameOf(file, code) }, PipelineStopToken);
        using (var progress = new UploadProgress(this, $"Uploading {file.FileName}", new FileInfo(file.Path).Length))
            await automation.UploadConfigurationPackageAsync(package, file.Path, progress, PipelineStopToken);

        package = await automation.ImportConfigurationPackageAsync(package, PipelineStopToken);
        var tasks = new ConfigurationPackageTasks(this, connection, automation);
        if (Wait || Apply)
            package = await tasks.WaitForImportAsync(package);
        if (Apply)
        {
            package = await automation.ApplyConfigurationPackageAsync(package, PipelineStopToken);
            if (Wait)
                package = await tasks.WaitForApplyAsync(package);
        }

        WriteObject(package);
    }

    private string CodeOf(RapidStartFile file)
    {
        if (Code is not null && file.Code is not null && !Code.Equals(file.Code, StringComparison.OrdinalIgnoreCase))
            WriteWarning(Messages.PackageCodeMismatch(file, Code));
        return Code ?? file.Code
            ?? throw new BcException(ErrorCode.InvalidArgument, Messages.PackageCodeNotReadable(file))
            {
                Target = file.Path,
                Advice = Messages.SpecifyCode,
            };
    }

    private static string NameOf(RapidStartFile file, string code)
    {
        var name = file.PackageName ?? code;
        return name.Length <= MaxPackageNameLength ? name : name[..MaxPackageNameLength];
    }
}
