namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    // Contract: x-bc-introduced.
    private static readonly Version PartnerAccess = new(2, 22);
    private static readonly Version M365Access = new(2, 12);
    private static readonly Version AppUpdateCadence = new(2, 19);

    /// <summary>
    /// setAppInsightsKey. Restarts the environment, so it is not repeated; after a lost answer the environment tells whether it has the key.
    /// </summary>
    /// <returns>The operation that logs the change, if it is there yet.</returns>
    public async Task<BcOperation?> SetAppInsightsKeyAsync(EnvironmentKey environment, string key, CancellationToken cancellationToken)
    {
        var since = DateTimeOffset.UtcNow;
        var parts = key.Split(';').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(part => Guid.TryParse(part, out _));
        var request = new ApiRequest(HttpMethod.Post, EnvironmentUrl(environment, "settings/appinsightskey")) { Secrets = [key, .. parts] }
            .WithJson(new(key), BcJson.Default.SetAppInsightsKeyRequest);
        try
        {
            await api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsAnswerLost)
        {
            await LostAnswer.SettleAsync(exception, async () =>
                (await GetEnvironmentAsync(environment, cancellationToken).ConfigureAwait(false)).HasAppInsightsKey(key)).ConfigureAwait(false);
        }

        return await FindStartedAsync(environment, "modify", since, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>getSecurityGroup; null where no group is set.</summary>
    public async Task<BcEnvironmentSecurityGroup?> GetSecurityGroupAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(EnvironmentUrl(environment, "settings/securitygroupaccess"));
        var group = await api.GetAsync(request, BcJson.Default.BcEnvironmentSecurityGroup, cancellationToken).ConfigureAwait(false);
        return group is null || group.GroupId == Guid.Empty ? null : From(group, environment);
    }

    /// <summary>setSecurityGroup.</summary>
    public Task SetSecurityGroupAsync(EnvironmentKey environment, Guid group, CancellationToken cancellationToken) =>
        api.SendAsync(
            Repeatable(HttpMethod.Post, EnvironmentUrl(environment, "settings/securitygroupaccess")).WithJson(new(group), BcJson.Default.SetSecurityGroupRequest),
            cancellationToken);

    /// <summary>clearSecurityGroup.</summary>
    public Task ClearSecurityGroupAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        api.SendAsync(Repeatable(HttpMethod.Delete, EnvironmentUrl(environment, "settings/securitygroupaccess")), cancellationToken);

    /// <summary>getPartnerAccess. Takes no apps. 204 means that nothing is set.</summary>
    public async Task<BcEnvironmentPartnerAccess> GetPartnerAccessAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(PartnerAccess, "Partner access");
        var request = ApiRequest.Get(EnvironmentUrl(environment, "settings/partneraccess"));
        var access = await api.GetAsync(request, BcJson.Default.BcEnvironmentPartnerAccess, cancellationToken).ConfigureAwait(false);
        return From(access ?? new BcEnvironmentPartnerAccess(), environment);
    }

    /// <summary>setPartnerAccess. Takes no apps.</summary>
    public Task SetPartnerAccessAsync(EnvironmentKey environment, SetPartnerAccessRequest body, CancellationToken cancellationToken)
    {
        Require(PartnerAccess, "Partner access");
        return api.SendAsync(
            Repeatable(HttpMethod.Put, EnvironmentUrl(environment, "settings/partneraccess")).WithJson(body, BcJson.Default.SetPartnerAccessRequest),
            cancellationToken);
    }

    /// <summary>getM365LicenseAccess. 204 means that nothing is set.</summary>
    public async Task<BcEnvironmentM365Access> GetM365AccessAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(M365Access, "Access with Microsoft 365 licences");
        var request = ApiRequest.Get(EnvironmentUrl(environment, "settings/accesswithm365licenses"));
        var access = await api.GetAsync(request, BcJson.Default.BcEnvironmentM365Access, cancellationToken).ConfigureAwait(false);
        return From(access ?? new BcEnvironmentM365Access(), environment);
    }

    /// <summary>setM365LicenseAccess.</summary>
    public Task SetM365AccessAsync(EnvironmentKey environment, bool enabled, CancellationToken cancellationToken)
    {
        Require(M365Access, "Access with Microsoft 365 licences");
        return api.SendAsync(
            Repeatable(HttpMethod.Post, EnvironmentUrl(environment, "settings/accesswithm365licenses"))
                .WithJson(new(enabled ? "true" : "false"), BcJson.Default.SetM365AccessRequest),
            cancellationToken);
    }

    /// <summary>setAppUpdateCadence. There is no call to read it; the environment has it.</summary>
    public Task SetAppUpdateCadenceAsync(EnvironmentKey environment, string cadence, CancellationToken cancellationToken)
    {
        Require(AppUpdateCadence, "The update cadence of apps");
        return api.SendAsync(
            Repeatable(HttpMethod.Put, EnvironmentUrl(environment, "settings/appSourceAppsUpdateCadence")).WithJson(new(cadence), BcJson.Default.SetAppUpdateCadenceRequest),
            cancellationToken);
    }
}
