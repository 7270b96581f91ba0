namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    // Contract: x-bc-introduced.
    private static readonly Version Recovery = new(2, 18);
    private static readonly Version PowerPlatformLinks = new(2, 21);

    /// <summary>listEnvironments, or listEnvironmentsByFamily. Environments that partner access shuts the caller out of are missing, without an error.</summary>
    public IAsyncEnumerable<BcEnvironment> ListEnvironmentsAsync(string? family, CancellationToken cancellationToken)
    {
        var url = Url(family is null ? "applications/environments" : $"applications/{Escape(family)}/environments");
        return From(api.ListAsync(ApiRequest.Get(url), BcJson.Default.BcEnvironment, cancellationToken));
    }

    /// <summary>getEnvironment.</summary>
    public Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        GetEnvironmentAsync(environment, once: false, cancellationToken);

    /// <param name="once">True for a caller that looks again by itself.</param>
    public async Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, bool once, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(EnvironmentUrl(environment)) with { Once = once };
        return From(await api.GetAsync(request, BcJson.Default.BcEnvironment, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>createEnvironment. Its path has the new name, unlike that of a copy.</summary>
    public Task<BcOperation> CreateEnvironmentAsync(EnvironmentKey environment, CreateEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Put, EnvironmentUrl(environment)).WithJson(body, BcJson.Default.CreateEnvironmentRequest),
            environment, "create", cancellationToken);

    /// <summary>copyEnvironment. Its path has the source; the new name is in the body.</summary>
    public Task<BcOperation> CopyEnvironmentAsync(EnvironmentKey source, CopyEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Post, EnvironmentUrl(source, "copy")).WithJson(body, BcJson.Default.CopyEnvironmentRequest),
            source with { Name = body.EnvironmentName }, "copy", cancellationToken);

    /// <summary>deleteEnvironment. Soft for 14 days, unless it never was created right.</summary>
    public Task<BcOperation> DeleteEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        StartAsync(new ApiRequest(HttpMethod.Delete, EnvironmentUrl(environment)), environment, "softDelete", cancellationToken);

    /// <summary>renameEnvironment. The old name is gone when it is done, so the operation is followed by its id.</summary>
    public Task<BcOperation> RenameEnvironmentAsync(EnvironmentKey environment, string newName, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Post, EnvironmentUrl(environment, "rename")).WithJson(new(newName), BcJson.Default.RenameEnvironmentRequest),
            environment, "environmentRename", cancellationToken);

    /// <summary>The restart that the admin center has a button for. Its path is not documented (contract: x-bc-undocumented).</summary>
    public Task<BcOperation> RestartEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        StartAsync(new ApiRequest(HttpMethod.Post, EnvironmentUrl(environment, "restart")), environment, "restart", cancellationToken);

    /// <summary>restoreEnvironment. Its path has the source; the new name is in the body.</summary>
    public Task<BcOperation> RestoreEnvironmentAsync(EnvironmentKey source, RestoreEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Post, EnvironmentUrl(source, "restore")).WithJson(body, BcJson.Default.RestoreEnvironmentRequest),
            source with { Name = body.EnvironmentName }, "pitRestore", cancellationToken);

    /// <summary>recoverEnvironment. A deleted environment goes by its name with the suffix of the deletion, before and after.</summary>
    public Task<BcOperation> RecoverEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(Recovery, "Bringing back a deleted environment");
        return StartAsync(new ApiRequest(HttpMethod.Post, EnvironmentUrl(environment, "recover")), environment, "recover", cancellationToken);
    }

    /// <summary>listAvailableRestorePeriods.</summary>
    public IAsyncEnumerable<BcEnvironmentRestorePeriod> ListRestorePeriodsAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(api.ListAsync(ApiRequest.Get(EnvironmentUrl(environment, "availableRestorePeriods")), BcJson.Default.BcEnvironmentRestorePeriod, cancellationToken), environment);

    /// <summary>listUsedStorage.</summary>
    public IAsyncEnumerable<BcEnvironmentStorage> ListUsedStorageAsync(CancellationToken cancellationToken) =>
        From(api.ListAsync(ApiRequest.Get(Url("environments/usedstorage")), BcJson.Default.BcEnvironmentStorage, cancellationToken));

    /// <summary>getEnvironmentUsedStorage.</summary>
    public async Task<BcEnvironmentStorage> GetUsedStorageAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(EnvironmentUrl(environment, "usedstorage"));
        return From(await api.GetAsync(request, BcJson.Default.BcEnvironmentStorage, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>getQuotas.</summary>
    public async Task<BcQuota> GetQuotasAsync(CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(Url("environments/quotas"));
        return From(await api.GetAsync(request, BcJson.Default.BcQuota, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>linkPowerPlatformEnvironment.</summary>
    public Task LinkPowerPlatformAsync(EnvironmentKey environment, string powerPlatformEnvironmentId, CancellationToken cancellationToken) =>
        api.SendAsync(PowerPlatformRequest(environment, "linkEnvironment", powerPlatformEnvironmentId), cancellationToken);

    /// <summary>unlinkPowerPlatformEnvironment.</summary>
    public Task UnlinkPowerPlatformAsync(EnvironmentKey environment, string powerPlatformEnvironmentId, CancellationToken cancellationToken) =>
        api.SendAsync(PowerPlatformRequest(environment, "unlinkEnvironment", powerPlatformEnvironmentId), cancellationToken);

    private ApiRequest PowerPlatformRequest(EnvironmentKey environment, string action, string id)
    {
        Require(PowerPlatformLinks, "A link to Power Platform");
        return new(HttpMethod.Post, Url($"bap/applications/{Escape(environment.Family)}/environments/{Escape(environment.Name)}/{action}?powerPlatformEnvironmentId={Uri.EscapeDataString(id)}"));
    }
}
