namespace BcAdmin.Transport.SignIn;

/// <summary>An application signs in as itself to one tenant.</summary>
internal sealed class ConfidentialClientSource(WireOptions options, ClientCredential credential, SharedSignIns signIns, TestHooks hooks) : TokenSource
{
    private readonly string _clientId = Required(options.ClientId, nameof(options.ClientId), options.Flow);
    private readonly string _tenant = Required(options.TenantId, nameof(options.TenantId), options.Flow);
    private ConfidentialApplication? _application;
    private bool _hasToken;

    public override IEnumerable<string> SentSecrets => (_application?.Credential ?? credential).SentSecrets;

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        _application ??= signIns.Join(ApplicationKey.Of(options, _clientId, hooks, credential.Identify(signIns), persist: false), credential);
        // A new connection requests a token even if the application has one: this detects an expired credential and includes permissions that
        // were granted since.
        var request = _application.Client.AcquireTokenForClient(Scopes(options)).WithTenantId(_tenant).WithForceRefresh(renew || !_hasToken);
        if (claims is not null)
            request = request.WithClaims(claims);
        var token = Issued(await request.ExecuteAsync(cancellationToken).ConfigureAwait(false), _tenant);
        _hasToken = true;
        return token;
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        Close();
        return Task.CompletedTask;
    }

    public override void Close()
    {
        if (_application is { } application)
            signIns.Leave(application);
        _application = null;
        _hasToken = false;
    }
}
