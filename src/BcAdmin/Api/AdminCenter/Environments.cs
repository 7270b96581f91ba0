namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    // Contract: x-bc-introduced.
    private static readonly Version Recovery = new(2, 18);
    private static readonly Version PowerPlatformLinks = new(2, 21);

    /// <summary>
    /// listEnvironments, or listEnvironmentsByFamily. The service omits environments that the caller cannot access because of their partner access
    /// settings, and does not return an error.
    /// </summary>
    public IAsyncEnumerable<BcEnvironment> ListEnvironmentsAsync(string? family, CancellationToken cancellationToken)
    {
        var request = family is null
            ? Get("listEnvironments", "applications/environments")
            : Get("listEnvironmentsByFamily", $"applications/{Escape(family)}/environments");
        return From(Api.ListAsync(request, BcJson.Default.BcEnvironment, cancellationToken));
    }

    /// <summary>listEnvironments. Adds the names to the known ones of the connection. Is not retried, because it only serves suggestions.</summary>
    public async Task ReadNamesAsync(CancellationToken cancellationToken)
    {
        var request = Get("listEnvironments", "applications/environments") with { Once = true };
        await foreach (var environment in Api.ListAsync(request, BcJson.Default.BcEnvironment, cancellationToken).ConfigureAwait(false))
            From(environment);
    }

    /// <summary>getEnvironment.</summary>
    public Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        GetEnvironmentAsync(environment, once: false, cancellationToken);

    /// <param name="once">True for a caller that polls, so that the call is not retried.</param>
    public async Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, bool once, CancellationToken cancellationToken)
    {
        var request = Get("getEnvironment", In(environment)) with { Once = once };
        return From(await ReadAsync(request, BcJson.Default.BcEnvironment, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Checks that no environment has the name of a new one. With -WhatIf, this replaces the check of the service.</summary>
    /// <exception cref="BcException">ResourceExists.</exception>
    /// <param name="advice">What the user can do; the default is to choose another name.</param>
    public async Task CheckNameIsFreeAsync(EnvironmentKey environment, CancellationToken cancellationToken, string? advice = null)
    {
        var existing = ListEnvironmentsAsync(null, cancellationToken).FirstOrNullAsync(existing => existing.Key == environment);
        if (await existing.ConfigureAwait(false) is null)
            return;
        throw new BcException(ErrorCode.ResourceExists, Messages.TenantAlreadyHasEnvironment(Connection, environment))
        {
            Target = environment.Name,
            Advice = advice ?? Messages.UseAnotherNameOrRemoveObject,
        };
    }

    /// <summary>createEnvironment. The path contains the new name, unlike the path of a copy.</summary>
    public Task<BcOperation> CreateEnvironmentAsync(EnvironmentKey environment, CreateEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Put("createEnvironment", In(environment)).WithJson(body, BcJson.Default.CreateEnvironmentRequest),
            environment, "create", cancellationToken);

    /// <summary>copyEnvironment. The path contains the source; the new name is in the body.</summary>
    public Task<BcOperation> CopyEnvironmentAsync(EnvironmentKey source, CopyEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("copyEnvironment", In(source) / "copy").WithJson(body, BcJson.Default.CopyEnvironmentRequest),
            source with { Name = body.EnvironmentName }, "copy", cancellationToken);

    /// <summary>deleteEnvironment. The environment can be recovered for 14 days, unless its creation failed.</summary>
    public Task<BcOperation> DeleteEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        StartAsync(Delete("deleteEnvironment", In(environment)), environment, "softDelete", cancellationToken);

    /// <summary>renameEnvironment. The old name no longer exists when the operation completes, so the operation is tracked by its ID.</summary>
    public Task<BcOperation> RenameEnvironmentAsync(EnvironmentKey environment, string newName, CancellationToken cancellationToken) =>
        StartAsync(
            Post("renameEnvironment", In(environment) / "rename").WithJson(new(newName), BcJson.Default.RenameEnvironmentRequest),
            environment, "environmentRename", cancellationToken);

    /// <summary>The restart action of the admin center. Its path is not documented (contract: x-bc-undocumented).</summary>
    public Task<BcOperation> RestartEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        StartAsync(Request(HttpMethod.Post, operationId: null, In(environment) / "restart"), environment, "restart", cancellationToken);

    /// <summary>restoreEnvironment. The path contains the source; the new name is in the body.</summary>
    public Task<BcOperation> RestoreEnvironmentAsync(EnvironmentKey source, RestoreEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("restoreEnvironment", In(source) / "restore").WithJson(body, BcJson.Default.RestoreEnvironmentRequest),
            source with { Name = body.EnvironmentName }, "pitRestore", cancellationToken);

    /// <summary>recoverEnvironment. The path contains the name with its deletion suffix, which the environment keeps after the recovery.</summary>
    public Task<BcOperation> RecoverEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(Recovery, Messages.DeletedEnvironmentRecovery);
        return StartAsync(Post("recoverEnvironment", In(environment) / "recover"), environment, "recover", cancellationToken);
    }

    /// <summary>listAvailableRestorePeriods.</summary>
    public IAsyncEnumerable<BcEnvironmentRestorePeriod> ListRestorePeriodsAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listAvailableRestorePeriods", In(environment) / "availableRestorePeriods"), BcJson.Default.BcEnvironmentRestorePeriod,
            cancellationToken), environment);

    /// <summary>listUsedStorage.</summary>
    public IAsyncEnumerable<BcEnvironmentStorage> ListUsedStorageAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listUsedStorage", "environments/usedstorage"), BcJson.Default.BcEnvironmentStorage, cancellationToken));

    /// <summary>getEnvironmentUsedStorage.</summary>
    public async Task<BcEnvironmentStorage> GetUsedStorageAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getEnvironmentUsedStorage", In(environment) / "usedstorage");
        return From(await ReadAsync(request, BcJson.Default.BcEnvironmentStorage, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>getQuotas.</summary>
    public async Task<BcQuota> GetQuotasAsync(CancellationToken cancellationToken)
    {
        var request = Get("getQuotas", "environments/quotas");
        return From(await ReadAsync(request, BcJson.Default.BcQuota, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>linkPowerPlatformEnvironment.</summary>
    public Task LinkPowerPlatformAsync(EnvironmentKey environment, string powerPlatformEnvironmentId, CancellationToken cancellationToken)
    {
        Require(PowerPlatformLinks, Messages.PowerPlatformLink);
        return Api.SendAsync(
            Post("linkPowerPlatformEnvironment", LinkPath(environment, "linkEnvironment", powerPlatformEnvironmentId)), cancellationToken);
    }

    /// <summary>unlinkPowerPlatformEnvironment.</summary>
    public Task UnlinkPowerPlatformAsync(EnvironmentKey environment, string powerPlatformEnvironmentId, CancellationToken cancellationToken)
    {
        Require(PowerPlatformLinks, Messages.PowerPlatformLink);
        return Api.SendAsync(
            Post("unlinkPowerPlatformEnvironment", LinkPath(environment, "unlinkEnvironment", powerPlatformEnvironmentId)), cancellationToken);
    }

    private static ResourcePath LinkPath(EnvironmentKey environment, string action, string id) =>
        (In(environment, "bap") / action).With(new UrlQuery().Add("powerPlatformEnvironmentId", id));
}
