namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    // Contract: x-bc-introduced.
    private static readonly Version PartnerAccess = new(2, 22);
    private static readonly Version M365Access = new(2, 12);
    private static readonly Version AppUpdateCadence = new(2, 19);

    /// <summary>
    /// setAppInsightsKey. Restarts the environment, so the call is not repeated; after a lost response, the environment is read to check the key.
    /// </summary>
    /// <returns>The operation that logs the change, or null if the service does not list it yet.</returns>
    public async Task<BcOperation?> SetAppInsightsKeyAsync(EnvironmentKey environment, string key, CancellationToken cancellationToken)
    {
        var since = Clock.GetUtcNow();
        var parts = key.Split(';').Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(
            part => Guid.TryParse(part, out _));
        var request = Post("setAppInsightsKey", In(environment) / "settings/appinsightskey").WithJson(
            new(key), BcJson.Default.SetAppInsightsKeyRequest) with
        {
            Secrets = [key, .. parts],
        };
        try
        {
            await Api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            await LostResponse.SettleAsync(exception, async () =>
                (await GetEnvironmentAsync(environment, cancellationToken).ConfigureAwait(false)).HasAppInsightsKey(key)).ConfigureAwait(false);
        }

        return await FindStartedAsync(environment, "modify", since, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>getSecurityGroup. Returns null if no group is set.</summary>
    public async Task<BcEnvironmentSecurityGroup?> GetSecurityGroupAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getSecurityGroup", In(environment) / "settings/securitygroupaccess");
        var group = await Api.GetAsync(request, BcJson.Default.BcEnvironmentSecurityGroup, cancellationToken).ConfigureAwait(false);
        return group is null || group.GroupId == Guid.Empty ? null : From(group, environment);
    }

    /// <summary>setSecurityGroup.</summary>
    public Task SetSecurityGroupAsync(EnvironmentKey environment, Guid group, CancellationToken cancellationToken) =>
        Api.SendAsync(
            Post("setSecurityGroup", In(environment) / "settings/securitygroupaccess").AsRepeatable().WithJson(
                new(group), BcJson.Default.SetSecurityGroupRequest),
            cancellationToken);

    /// <summary>clearSecurityGroup.</summary>
    public Task ClearSecurityGroupAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        Api.SendAsync(Delete("clearSecurityGroup", In(environment) / "settings/securitygroupaccess").AsRepeatable(), cancellationToken);

    /// <summary>getPartnerAccess. Does not accept app-only tokens. 204 means that nothing is set.</summary>
    public async Task<BcEnvironmentPartnerAccess> GetPartnerAccessAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(PartnerAccess, "Partner access");
        var request = Get("getPartnerAccess", In(environment) / "settings/partneraccess");
        var access = await Api.GetAsync(request, BcJson.Default.BcEnvironmentPartnerAccess, cancellationToken).ConfigureAwait(false);
        return From(access ?? new BcEnvironmentPartnerAccess(), environment);
    }

    /// <summary>setPartnerAccess. Does not accept app-only tokens.</summary>
    public Task SetPartnerAccessAsync(EnvironmentKey environment, SetPartnerAccessRequest body, CancellationToken cancellationToken)
    {
        Require(PartnerAccess, "Partner access");
        return Api.SendAsync(
            Put("setPartnerAccess", In(environment) / "settings/partneraccess").AsRepeatable().WithJson(body, BcJson.Default.SetPartnerAccessRequest),
            cancellationToken);
    }

    /// <summary>getM365LicenseAccess. 204 means that nothing is set.</summary>
    public async Task<BcEnvironmentM365Access> GetM365AccessAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        Require(M365Access, Messages.MicrosoftLicenseAccess);
        var request = Get("getM365LicenseAccess", In(environment) / "settings/accesswithm365licenses");
        var access = await Api.GetAsync(request, BcJson.Default.BcEnvironmentM365Access, cancellationToken).ConfigureAwait(false);
        return From(access ?? new BcEnvironmentM365Access(), environment);
    }

    /// <summary>setM365LicenseAccess.</summary>
    public Task SetM365AccessAsync(EnvironmentKey environment, bool enabled, CancellationToken cancellationToken)
    {
        Require(M365Access, Messages.MicrosoftLicenseAccess);
        return Api.SendAsync(
            Post("setM365LicenseAccess", In(environment) / "settings/accesswithm365licenses").AsRepeatable()
                .WithJson(new(enabled ? "true" : "false"), BcJson.Default.SetM365AccessRequest),
            cancellationToken);
    }

    /// <summary>setAppUpdateCadence. The cadence is read as a property of the environment; there is no separate call.</summary>
    public Task SetAppUpdateCadenceAsync(EnvironmentKey environment, string cadence, CancellationToken cancellationToken)
    {
        Require(AppUpdateCadence, Messages.AppUpdateCadenceSetting);
        return Api.SendAsync(
            Put("setAppUpdateCadence", In(environment) / "settings/appSourceAppsUpdateCadence").AsRepeatable().WithJson(
                new(cadence), BcJson.Default.SetAppUpdateCadenceRequest),
            cancellationToken);
    }
}
