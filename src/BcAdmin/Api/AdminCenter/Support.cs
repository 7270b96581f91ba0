namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>getSupportContact. Reaches into the environment. Where none is set it is empty.</summary>
    public async Task<BcSupportContact> GetSupportContactAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(SupportContactUrl(environment));
        return From(await api.GetAsync(request, BcJson.Default.BcSupportContact, cancellationToken).ConfigureAwait(false) ?? new BcSupportContact(), environment);
    }

    /// <summary>setSupportContact. Replaces all three values.</summary>
    public Task SetSupportContactAsync(EnvironmentKey environment, SetSupportContactRequest body, CancellationToken cancellationToken) =>
        api.SendAsync(Repeatable(HttpMethod.Put, SupportContactUrl(environment)).WithJson(body, BcJson.Default.SetSupportContactRequest), cancellationToken);

    private Uri SupportContactUrl(EnvironmentKey environment) => EnvironmentUrlBelow("support", environment, "/supportcontact");
}
