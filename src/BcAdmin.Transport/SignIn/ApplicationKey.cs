namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The key by which MSAL applications are shared. The tenant is not part of it: each request names its own, and MSAL keeps the tokens by tenant.
/// </summary>
/// <param name="Credential">Identifies the credential of an app without containing it; null for users.</param>
/// <param name="Persist">See <see cref="WireOptions.Persist"/>.</param>
internal sealed record ApplicationKey(
    string ClientId, Uri Authority, bool DiscoverInstance, string? PinnedCertificate, TestHooks Hooks, object? Credential, bool Persist)
{
    public static ApplicationKey Of(WireOptions options, string clientId, TestHooks hooks, object? credential, bool persist) =>
        new(clientId, options.Authority, options.DiscoverInstance, options.PinnedCertificate, hooks, credential, persist);
}
