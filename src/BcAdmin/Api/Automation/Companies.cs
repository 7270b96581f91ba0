namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>The number of companies above which the service blocks operations on the environment (operational limits).</summary>
    public const int MaxCompanies = 300;

    /// <summary>listCompanies. Caches one company for calls that need any company in their path.</summary>
    public IAsyncEnumerable<BcCompany> ListCompaniesAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listCompanies", InEnvironment("companies")), BcJson.Default.BcCompany, cancellationToken)).Select(company =>
        {
            Connection.AnyCompany.TryAdd(_environment.ToString(), company.CompanyId);
            return company;
        });

    /// <summary>
    /// The ID of any company, for environment-level calls that need a company in their path. Cached per environment and connection.
    /// </summary>
    public async Task<Guid> AnyCompanyAsync(CancellationToken cancellationToken)
    {
        if (Connection.AnyCompany.TryGetValue(_environment.ToString(), out var known))
            return known;

        return (await ListCompaniesAsync(cancellationToken).FirstOrNullAsync().ConfigureAwait(false))?.CompanyId
            ?? throw new BcException(ErrorCode.CompanyNotFound, Messages.NoCompanyForApiCall(_environment))
            {
                Target = _environment.Name,
                Advice = Messages.CheckPermissionsAndCompanyAccess,
            };
    }

    /// <summary>Checks whether the companies of the environment can be read, which takes a while in a new environment.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) =>
        Api.SendAsync(Get("listCompanies", InEnvironment("companies")) with { Once = true }, cancellationToken);

    /// <summary>getCompany.</summary>
    public async Task<BcCompany> GetCompanyAsync(Guid company, CancellationToken cancellationToken)
    {
        var request = Get("getCompany", InCompany(company));
        return From(await ReadAsync(request, BcJson.Default.BcCompany, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>listAutomationCompanies. Returns the same companies with the properties that can be changed.</summary>
    public IAsyncEnumerable<BcCompany> ListAutomationCompaniesAsync(Guid through, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listAutomationCompanies", InCompany(through) / "automationCompanies"), BcJson.Default.BcCompany, cancellationToken));

    /// <summary>getAutomationCompany.</summary>
    public async Task<BcCompany> GetAutomationCompanyAsync(Guid company, CancellationToken cancellationToken)
    {
        var request = Get("getAutomationCompany", AutomationCompany(company, company));
        return From(await ReadAsync(request, BcJson.Default.BcCompany, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// createAutomationCompany. The service derives the technical name from the display name and returns it. The names of companies are unique.
    /// </summary>
    public async Task<BcCompany> CreateCompanyAsync(Guid through, string name, string businessProfileId, CancellationToken cancellationToken)
    {
        var request = Post("createAutomationCompany", InCompany(through) / "automationCompanies")
            .WithJson(new(name, name, businessProfileId), BcJson.Default.CompanyRequest);
        return From(await LostResponse.SettleAsync(
            Clock,
            async () => await ReadAsync(request, BcJson.Default.BcCompany, cancellationToken).ConfigureAwait(false),
            () => ListAutomationCompaniesAsync(through, cancellationToken)
                .FirstOrNullAsync(company => company.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
            cancellationToken).ConfigureAwait(false));
    }

    /// <summary>updateAutomationCompany.</summary>
    public Task<BcCompany> UpdateCompanyAsync(Guid company, CompanyRequest body, string etag, CancellationToken cancellationToken)
    {
        var request = Patch("updateAutomationCompany", AutomationCompany(company, company)).WithJson(body, BcJson.Default.CompanyRequest)
            .WithHeader("If-Match", etag);
        return LostResponse.SettleAsync(
            Clock,
            async () => await Api.GetAsync(request, BcJson.Default.BcCompany, cancellationToken).ConfigureAwait(false) is { } changed
                ? From(changed)
                : await GetAutomationCompanyAsync(company, cancellationToken).ConfigureAwait(false),
            async () => await GetAutomationCompanyAsync(company, cancellationToken).ConfigureAwait(false) is var seen && body.IsAppliedTo(seen)
                ? seen : null,
            cancellationToken);
    }

    /// <summary>
    /// deleteAutomationCompany. The path must contain another company than the one to delete. The call is synchronous and can take up to 8 minutes.
    /// </summary>
    public Task DeleteCompanyAsync(Guid through, BcCompany company, CancellationToken cancellationToken) => LostResponse.SettleAsync(
        Clock,
        async () =>
        {
            await Api.SendAsync(
                Delete("deleteAutomationCompany", AutomationCompany(through, company.CompanyId)).WithHeader("If-Match", company.ETag ?? "*"),
                cancellationToken).ConfigureAwait(false);
            return company;
        },
        async () => await ListAutomationCompaniesAsync(through, cancellationToken)
            .FirstOrNullAsync(left => left.CompanyId == company.CompanyId).ConfigureAwait(false)
            is null ? company : null,
        cancellationToken);

    /// <summary>Finds a company by name or ID.</summary>
    public async Task<BcCompany> FindCompanyAsync(string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(nameOrId, out var id))
            return await GetCompanyAsync(id, cancellationToken).ConfigureAwait(false);

        var companies = await ListCompaniesAsync(cancellationToken).ToListAsync().ConfigureAwait(false);
        return Pick(companies, nameOrId) ?? throw CompanyNotFound(nameOrId, _environment, companies);
    }

    /// <summary>The ID of the company with this name. A GUID is returned without a lookup.</summary>
    public async Task<Guid> FindCompanyIdAsync(string nameOrId, CancellationToken cancellationToken) =>
        Guid.TryParse(nameOrId, out var id) ? id : (await FindCompanyAsync(nameOrId, cancellationToken).ConfigureAwait(false)).CompanyId;

    /// <summary>The technical name of the company with this name or ID.</summary>
    public async Task<string> CompanyNameAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var companies = await ListCompaniesAsync(cancellationToken).ToListAsync().ConfigureAwait(false);
        return Pick(companies, nameOrId)?.Name ?? throw CompanyNotFound(nameOrId, _environment, companies);
    }

    /// <param name="companies">The companies of the environment, if they are known.</param>
    public static BcException CompanyNotFound(string company, EnvironmentKey environment, IEnumerable<BcCompany>? companies = null) =>
        new(ErrorCode.CompanyNotFound, Messages.CompanyNotInEnvironment(environment, company))
        {
            Target = company,
            Suggestion = Suggestion.Nearest(company, (companies ?? []).SelectMany(known => new[] { known.Name, known.DisplayName })),
            AdviceFor = connection => Messages.ListCompanies(environment, connection),
        };

    /// <summary>Finds a company by ID or name, or by display name if no name matches and the display name is unique.</summary>
    public static BcCompany? Pick(IReadOnlyList<BcCompany> companies, string nameOrId)
    {
        if (Guid.TryParse(nameOrId, out var id))
            return companies.FirstOrDefault(company => company.CompanyId == id);
        if (companies.FirstOrDefault(company => company.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase)) is { } byName)
            return byName;
        var byDisplayName = companies.Where(
            company => string.Equals(company.DisplayName, nameOrId, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return byDisplayName.Count == 1 ? byDisplayName[0]
            : EscapedName.Unescape(nameOrId) is var literal && literal != nameOrId ? Pick(companies, literal)
            : null;
    }

    /// <summary>Removes a deleted company from the cache.</summary>
    public void Forget(Guid company) => Connection.AnyCompany.TryRemove(new(_environment.ToString(), company));

    private ResourcePath AutomationCompany(Guid through, Guid company) => InCompany(through) / Record("automationCompanies", company);
}
