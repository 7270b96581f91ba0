using System.Management.Automation;
using System.Net;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Companies;

/// <summary>Lists the companies of environments: listCompanies, getCompany, listAutomationCompanies, getAutomationCompany.</summary>
[Cmdlet(VerbsCommon.Get, "BcCompany")]
[OutputType(typeof(BcCompany))]
public sealed class GetBcCompanyCommand : BcEnvironmentReadCmdlet
{
    /// <summary>Matches name and display name.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
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
        WriteObject(await TryAsync(() => automation.GetAutomationCompanyAsync(id, PipelineStopToken)) is { } details ? company.JoinedWith(details) : company);
    }

    private async Task ListAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        var patterns = Name?.Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Dictionary<Guid, BcCompany>? details = null;
        var any = false;

        await foreach (var company in automation.ListCompaniesAsync(PipelineStopToken))
        {
            any = true;
            var matches = patterns?.Where(item => item.Pattern.IsMatch(company.Name) || item.Pattern.IsMatch(company.DisplayName ?? string.Empty)).ToList();
            if (matches is { Count: 0 })
                continue;
            found.UnionWith(matches?.Select(item => item.Text) ?? []);

            // What can be changed about companies is a second list, read once through the first company.
            details ??= await TryAsync(() => DetailsAsync(automation, company.CompanyId)) ?? [];
            WriteObject(details.TryGetValue(company.CompanyId, out var more) ? company.JoinedWith(more) : company);
        }

        if (!any && connection.IsApp)
        {
            // The service answers an app without rights with an empty list, not with an error.
            WriteWarning($"Environment {environment} shows no company to this app. It may lack permission sets there (page Microsoft Entra Applications), such as D365 AUTOMATION.");
        }

        foreach (var (name, _) in patterns?.Where(item => !WildcardPattern.ContainsWildcardCharacters(item.Text) && !found.Contains(item.Text)) ?? [])
            await GuardAsync(name, () => throw AutomationClient.CompanyNotFound(name, environment));
    }

    private async Task<Dictionary<Guid, BcCompany>> DetailsAsync(AutomationClient automation, Guid through)
    {
        var details = new Dictionary<Guid, BcCompany>();
        await foreach (var company in automation.ListAutomationCompaniesAsync(through, PipelineStopToken))
            details[company.CompanyId] = company;
        return details;
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
            WriteVerbose($"Whether a company is for evaluation cannot be told: {exception.Message}");
            return null;
        }
    }
}
