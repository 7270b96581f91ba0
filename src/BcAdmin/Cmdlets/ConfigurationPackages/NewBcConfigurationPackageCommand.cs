using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>Creates an empty configuration package: listConfigurationPackages, createConfigurationPackage.</summary>
[Cmdlet(VerbsCommon.New, "BcConfigurationPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcConfigurationPackage))]
[AcceptsInput(typeof(BcCompany), typeof(BcEnvironment), typeof(BcConfigurationPackage))]
public sealed class NewBcConfigurationPackageCommand : BcEnvironmentCmdlet
{
    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2)]
    [TextLength(1, 20)]
    [NameOrId(typeof(BcConfigurationPackage), nameof(BcConfigurationPackage.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string Code { get; set; } = string.Empty;

    [Parameter]
    [TextLength(0, 50)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? PackageName { get; set; }

    /// <summary>Windows language ID, such as 1033.</summary>
    [Parameter]
    public int? LanguageId { get; set; }

    [Parameter]
    [TextLength(0, 248)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ProductVersion { get; set; }

    [Parameter]
    public int? ProcessingOrder { get; set; }

    [Parameter]
    [Alias("ExcludeConfigurationTables")]
    public bool? ExcludeConfigurationTable { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Code, async connection =>
    {
        var automation = Automation(connection, Key);
        var company = await automation.FindCompanyAsync(Company, PipelineStopToken);
        if (await automation.FindConfigurationPackageAsync(company, Code, PipelineStopToken) is not null)
        {
            throw new BcException(ErrorCode.ResourceExists, Messages.ConfigurationPackageAlreadyExists(company, Code))
            {
                Target = Code,
            };
        }

        if (!ShouldProcess(
            Messages.PackageInCompanyTarget(Code, company, Environment, connection), "Create"))
        {
            return;
        }

        var body = new ConfigurationPackageRequest
        {
            Code = Code,
            PackageName = PackageName ?? Code,
            LanguageId = LanguageId,
            ProductVersion = ProductVersion,
            ProcessingOrder = ProcessingOrder,
            ExcludeConfigurationTables = ExcludeConfigurationTable,
        };
        WriteObject(await automation.CreateConfigurationPackageAsync(company, body, PipelineStopToken));
    });
}
