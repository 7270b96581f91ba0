namespace BcAdmin.Transport.SignIn;

/// <summary>
/// What an MSAL application is shared by. The tenant is not part of it: each request names its own, and MSAL keeps the tokens of tenants apart.
/// </summary>
/// <param name="Credential">What identifies the credential of an app, never the credential; null for persons.</param>
/// <param name="Persist">See <see cref="WireOptions.Persist"/>.</param>
internal sealed record ApplicationKey(
    string ClientId, Uri Authority, bool DiscoverInstance, string? PinnedCertificate, WireSeams Seams, object? Credential, bool Persist)
{
    public static ApplicationKey Of(WireOptions options, string clientId, WireSeams seams, object? credential, bool persist) =>
        new(clientId, options.Authority, options.DiscoverInstance, options.PinnedCertificate, seams, credential, persist);
}
