using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Lists the companies of environments: listCompanies, getCompany, listAutomationCompanies, getAutomationCompany.</summary>
[Cmdlet(VerbsCommon.Get, "BcCompany")]
[OutputType(typeof(BcCompany))]
public sealed class GetBcCompanyCommand : BcEnvironmentReadCmdlet
{
    /// <summary>Names or patterns for the name and the display name.</summary>
    [Parameter(Position = 1)]
    [Alias("Company", "CompanyName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name))]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CompanyIdCompleter))]
    public Guid[]? CompanyId { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (CompanyId is null)
            await ListAsync(connection, environment);
        foreach (var id in CompanyId ?? [])
            await GuardAsync(id, () => ReadOneAsync(Automation(connection, environment), id));
    }

    private async Task ReadOneAsync(AutomationClient automation, Guid id)
    {
        var company = await automation.GetCompanyAsync(id, PipelineStopToken);
        WriteObject(await TryAsync(() => automation.GetAutomationCompanyAsync(id, PipelineStopToken)) is { } details
            ? company.MergeWith(details) : company);
    }

    private async Task ListAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        var filter = new NameFilter<BcCompany>(Name, company => [company.Name, company.DisplayName])
        {
            NotFound = name => AutomationClient.CompanyNotFound(name, environment),
        };
        Dictionary<Guid, BcCompany>? details = null;
        var any = false;

        await foreach (var company in automation.ListCompaniesAsync(PipelineStopToken).Select(Noted).ChosenBy(filter))
        {
            // The properties that can be changed come from the Automation API, which is read once through the first company.
            details ??= await TryAsync(
                () => automation.ListAutomationCompaniesAsync(company.CompanyId, PipelineStopToken)
                    .ToDictionaryAsync(detail => detail.CompanyId)) ?? [];
            WriteObject(details.TryGetValue(company.CompanyId, out var more) ? company.MergeWith(more) : company);
        }

        if (!any && connection.IsApp)
        {
            // The service returns an empty list, and not an error, to an app without permissions.
            WriteWarning(
                Messages.NoCompanyReturnedToApp(environment));
        }

        WriteErrors(filter);

        BcCompany Noted(BcCompany company)
        {
            any = true;
            return company;
        }
    }

    /// <summary>Returns the companies without details if the caller cannot read the details.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (BcApiException exception) when (!exception.IsTransient || exception.Status == HttpStatusCode.NotImplemented)
        {
            WriteVerbose(Messages.EvaluationCompaniesUnknown(exception));
            return null;
        }
    }
}
