namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listConfigurationPackages.</summary>
    public IAsyncEnumerable<BcConfigurationPackage> ListConfigurationPackagesAsync(BcCompany company, CancellationToken cancellationToken) =>
        Api.ListAsync(Get("listConfigurationPackages", Packages(company.CompanyId)), BcJson.Default.BcConfigurationPackage, cancellationToken)
            .Select(package => From(package, company.CompanyId, company.Name));

    /// <summary>listConfigurationPackages. Returns the package with that code, or null if there is none. Codes are stored in uppercase.</summary>
    public async Task<BcConfigurationPackage?> FindConfigurationPackageAsync(BcCompany company, string code, CancellationToken cancellationToken)
    {
        var request = Get(
            "listConfigurationPackages", Packages(company.CompanyId).With(new ODataQuery(ODataQuery.Is("code", code.ToUpperInvariant()))));
        var found = await Api.ListAsync(request, BcJson.Default.BcConfigurationPackage, cancellationToken)
            .FirstOrNullAsync(package => package.Code.Equals(code, StringComparison.OrdinalIgnoreCase)).ConfigureAwait(false);
        return found is null ? null : From(found, company.CompanyId, company.Name);
    }

    public static BcException ConfigurationPackageNotFound(BcCompany company, string code) =>
        new(ErrorCode.ConfigurationPackageNotFound, Messages.ConfigurationPackageNotInCompany(company, code))
        {
            Target = code,
            Advice = Messages.ListConfigurationPackages(company),
        };

    /// <summary>The error, which suggests the most similar code in the company.</summary>
    public async Task<BcException> ConfigurationPackageNotFoundAsync(BcCompany company, string code, CancellationToken cancellationToken)
    {
        var error = ConfigurationPackageNotFound(company, code);
        var known = await ListConfigurationPackagesAsync(company, cancellationToken)
            .Select(package => package.Code).ToListAsync().ConfigureAwait(false);
        error.Suggestion = Suggestion.Nearest(code, known);
        return error;
    }

    /// <summary>getConfigurationPackage. Returns the current state of the package.</summary>
    public async Task<BcConfigurationPackage> GetConfigurationPackageAsync(BcConfigurationPackage package, CancellationToken cancellationToken)
    {
        var request = Get("getConfigurationPackage", Package(package));
        return From(
            await ReadAsync(request, BcJson.Default.BcConfigurationPackage, cancellationToken).ConfigureAwait(false), package.CompanyId,
                package.CompanyName);
    }

    /// <summary>createConfigurationPackage.</summary>
    /// <exception cref="BcException">ResourceExists.</exception>
    public async Task<BcConfigurationPackage> CreateConfigurationPackageAsync(
        BcCompany company, ConfigurationPackageRequest body, CancellationToken cancellationToken)
    {
        var request = Post("createConfigurationPackage", Packages(company.CompanyId)).WithJson(body, BcJson.Default.ConfigurationPackageRequest);
        try
        {
            return await LostResponse.SettleAsync(
                Clock,
                async () => From(
                    await ReadAsync(request, BcJson.Default.BcConfigurationPackage, cancellationToken).ConfigureAwait(false), company.CompanyId,
                        company.Name),
                () => FindConfigurationPackageAsync(company, body.Code!, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Is(ErrorCode.Internal_EntityWithSameKeyExists))
        {
            throw new BcException(
                ErrorCode.ResourceExists, Messages.ConfigurationPackageAlreadyExists(company, body.Code!),
                exception)
            { Target = body.Code };
        }
    }

    /// <summary>updateConfigurationPackage.</summary>
    public Task<BcConfigurationPackage> UpdateConfigurationPackageAsync(
        BcConfigurationPackage package, ConfigurationPackageRequest body, CancellationToken cancellationToken)
    {
        var request = Patch("updateConfigurationPackage", Package(package)).WithJson(body, BcJson.Default.ConfigurationPackageRequest).WithHeader(
            "If-Match", package.ETag ?? "*");
        return LostResponse.SettleAsync(
            Clock,
            async () => await Api.GetAsync(request, BcJson.Default.BcConfigurationPackage, cancellationToken).ConfigureAwait(false) is { } changed
                ? From(changed, package.CompanyId, package.CompanyName)
                : await GetConfigurationPackageAsync(package, cancellationToken).ConfigureAwait(false),
            async () => await GetConfigurationPackageAsync(package, cancellationToken).ConfigureAwait(false) is var seen && body.IsAppliedTo(seen)
                ? seen : null,
            cancellationToken);
    }

    /// <summary>deleteConfigurationPackage. Succeeds if the package no longer exists.</summary>
    public async Task DeleteConfigurationPackageAsync(BcConfigurationPackage package, CancellationToken cancellationToken)
    {
        try
        {
            await Api.SendAsync(
                Delete("deleteConfigurationPackage", Package(package)).AsRepeatable()
                    .WithHeader("If-Match", package.ETag ?? "*"), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsRecordNotFound)
        {
            // Another caller, or an earlier attempt of this call, has already deleted it.
        }
    }

    /// <summary>getConfigurationPackageFile for the upload URL, then uploadConfigurationPackageContent. The upload can be repeated.</summary>
    public async Task UploadConfigurationPackageAsync(
        BcConfigurationPackage package, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var slot = await FindAsync(
            Get("getConfigurationPackageFile", Package(package) / "file"), BcJson.Default.ConfigurationPackageFileSlot,
            cancellationToken).ConfigureAwait(false);
        var content = Package(package) / $"file({ResourcePath.TextKey(package.Code)})/content";
        await SendFileAsync(
            Patch("uploadConfigurationPackageContent", content), slot?.ContentLink, path, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>importConfigurationPackage. Returns the package in its new state.</summary>
    public Task<BcConfigurationPackage> ImportConfigurationPackageAsync(BcConfigurationPackage package, CancellationToken cancellationToken) =>
        StartAsync("importConfigurationPackage", package, "Microsoft.NAV.import", seen => seen.Import, cancellationToken);

    /// <summary>applyConfigurationPackage. Returns the package in its new state.</summary>
    public Task<BcConfigurationPackage> ApplyConfigurationPackageAsync(BcConfigurationPackage package, CancellationToken cancellationToken) =>
        StartAsync("applyConfigurationPackage", package, "Microsoft.NAV.apply", seen => seen.Apply, cancellationToken);

    /// <summary>Starts a task. After a lost response, the status of the task shows whether it was started.</summary>
    private async Task<BcConfigurationPackage> StartAsync(
        string operationId, BcConfigurationPackage package, string action, Func<BcConfigurationPackage, ConfigurationPackageTask> task,
        CancellationToken cancellationToken)
    {
        var before = await GetConfigurationPackageAsync(package, cancellationToken).ConfigureAwait(false);
        return await LostResponse.SettleAsync(
            Clock,
            async () =>
            {
                await Api.SendAsync(Post(operationId, Package(package) / action), cancellationToken).ConfigureAwait(false);
                return await GetConfigurationPackageAsync(package, cancellationToken).ConfigureAwait(false);
            },
            async () => await GetConfigurationPackageAsync(package, cancellationToken).ConfigureAwait(false) is var after
                && (task(after).IsRunning || task(after) != task(before)) ? after : null,
            cancellationToken).ConfigureAwait(false);
    }

    private BcConfigurationPackage From(BcConfigurationPackage package, Guid company, string? companyName)
    {
        From(package);
        package.CompanyId = company;
        package.CompanyName = companyName;
        return package;
    }

    private ResourcePath Packages(Guid company) => InCompany(company) / "configurationPackages";

    private ResourcePath Package(BcConfigurationPackage package) =>
        InCompany(package.CompanyId) / Record("configurationPackages", package.ConfigurationPackageId);
}
