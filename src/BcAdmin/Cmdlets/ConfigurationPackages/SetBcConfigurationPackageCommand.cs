using System.Management.Automation;

namespace BcAdmin.Cmdlets.ConfigurationPackages;

/// <summary>Changes settings of a configuration package: listConfigurationPackages, updateConfigurationPackage.</summary>
[Cmdlet(VerbsCommon.Set, "BcConfigurationPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcConfigurationPackage))]
[AcceptsInput(typeof(BcConfigurationPackage), typeof(BcCompany), typeof(BcEnvironment))]
public sealed class SetBcConfigurationPackageCommand : BcEnvironmentCmdlet
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

    /// <summary>The ETag of the package when it was read; bound from the piped object. The default is the current state.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ETag { get; set; }

    /// <summary>Overwrites changes that were made after the object was read.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private ConfigurationPackageRequest Changes => new()
    {
        PackageName = PackageName,
        LanguageId = LanguageId,
        ProductVersion = ProductVersion,
        ProcessingOrder = ProcessingOrder,
        ExcludeConfigurationTables = ExcludeConfigurationTable,
    };

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (Changes == new ConfigurationPackageRequest())
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.SpecifyPackageChange);
        }
    }

    protected override Task ProcessAsync() => ChangeAsync(Code, async connection =>
    {
        var automation = Automation(connection, Key);
        var company = await automation.FindCompanyAsync(Company, PipelineStopToken);
        var package = await automation.FindConfigurationPackageAsync(company, Code, PipelineStopToken)
            ?? throw await automation.ConfigurationPackageNotFoundAsync(company, Code, PipelineStopToken);
        if (!ShouldProcess(package.Describe(connection), $"Change {Describe(Changes)}"))
            return;

        package = package with { ETag = Force ? "*" : ETag ?? package.ETag };
        var changed = await AdviseOnConflictAsync(() => automation.UpdateConfigurationPackageAsync(package, Changes, PipelineStopToken));
        if (PassThru)
            WriteObject(changed);
    });

    private static string Describe(ConfigurationPackageRequest changes) => string.Join(", ", new[]
    {
        changes.PackageName is { } name ? Messages.PackageNameChange(name) : null,
        changes.LanguageId is { } language ? Messages.LanguageChange(language) : null,
        changes.ProductVersion is { } version ? Messages.ProductVersionChange(version) : null,
        changes.ProcessingOrder is { } order ? Messages.ProcessingOrderChange(order) : null,
        changes.ExcludeConfigurationTables is { } exclude ? Messages.TableExclusionChange(exclude) : null,
    }.OfType<string>());
}
