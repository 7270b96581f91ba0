using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Lists the companies of environments: listCompanies, getCompany, listAutomationCompanies, getAutomationCompany.</summary>
[Cmdlet(VerbsCommon.Get, "BcCompany")]
[OutputType(typeof(BcCompany))]
public sealed class GetBcCompanyCommand : BcEnvironmentReadCmdlet
{
    /// <summary>Matches name and display name.</summary>
    [Parameter(Position = 1)]
    [Alias("Company", "CompanyName")]
    [SupportsWildcards]
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
            ? company.JoinedWith(details) : company);
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
            // What can be changed about companies is a second list, read once through the first company.
            details ??= await TryAsync(
                () => automation.ListAutomationCompaniesAsync(company.CompanyId, PipelineStopToken)
                    .ToDictionaryAsync(detail => detail.CompanyId)) ?? [];
            WriteObject(details.TryGetValue(company.CompanyId, out var more) ? company.JoinedWith(more) : company);
        }

        if (!any && connection.IsApp)
        {
            // The service answers an app without rights with an empty list, not with an error.
            WriteWarning(
                Messages.EnvironmentShowsNoCompanyAppMay(environment));
        }

        WriteErrors(filter);

        BcCompany Noted(BcCompany company)
        {
            any = true;
            return company;
        }
    }

    /// <summary>Whoever may not see the details still gets the companies.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (BcApiException exception) when (!exception.IsTransient || exception.Status == HttpStatusCode.NotImplemented)
        {
            WriteVerbose(Messages.WhetherCompanyEvaluationCannotTold(exception));
            return null;
        }
    }
}
