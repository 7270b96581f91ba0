using System.Management.Automation;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Changes the display name or business profile of a company: listCompanies, getAutomationCompany, updateAutomationCompany.</summary>
[Cmdlet(VerbsCommon.Set, "BcCompany", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcCompany))]
[AcceptsInput(typeof(BcCompany), typeof(BcEnvironment))]
public sealed class SetBcCompanyCommand : BcEnvironmentCmdlet
{
    /// <summary>Name or ID of the company.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    [Parameter]
    [TextLength(1, 250)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? DisplayName { get; set; }

    [Parameter]
    [TextLength(0, 250)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? BusinessProfileId { get; set; }

    /// <summary>The ETag of the company when it was read; bound from the piped object. The default is the current state.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ETag { get; set; }

    /// <summary>Overwrites changes that were made after the object was read.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (DisplayName is null && BusinessProfileId is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.SpecifyCompanyChange);
    }

    protected override Task ProcessAsync() => ChangeAsync(Company, async connection =>
    {
        var automation = Automation(connection, Key);
        var id = await automation.FindCompanyIdAsync(Company, PipelineStopToken);
        var company = await automation.GetAutomationCompanyAsync(id, PipelineStopToken);
        if (!ShouldProcess(Messages.ChangeCompanyTarget(company, connection), $"Change {Changes()}"))
            return;

        var etag = Force ? "*" : ETag ?? company.ETag ?? "*";
        var changed = await AdviseOnConflictAsync(
            () => automation.UpdateCompanyAsync(id, new(null, DisplayName, BusinessProfileId), etag, PipelineStopToken));
        if (PassThru)
            WriteObject(changed);
    });

    private string Changes() => string.Join(" and ", new[]
    {
        DisplayName is null ? null : Messages.DisplayNameChange(DisplayName),
        BusinessProfileId is null ? null : Messages.BusinessProfileChange(BusinessProfileId),
    }.OfType<string>());
}
