namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>getSupportContact. Requires access to the environment itself. The values are empty if no contact is set.</summary>
    public async Task<BcSupportContact> GetSupportContactAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getSupportContact", SupportContactPath(environment));
        return From(await Api.GetAsync(request, BcJson.Default.BcSupportContact, cancellationToken).ConfigureAwait(false)
            ?? new BcSupportContact(), environment);
    }

    /// <summary>setSupportContact. Replaces all three values.</summary>
    public Task SetSupportContactAsync(EnvironmentKey environment, SetSupportContactRequest body, CancellationToken cancellationToken) =>
        Api.SendAsync(Put("setSupportContact", SupportContactPath(environment)).AsRepeatable().WithJson(
            body, BcJson.Default.SetSupportContactRequest), cancellationToken);

    private static ResourcePath SupportContactPath(EnvironmentKey environment) => In(environment, "support") / "supportcontact";
}
