using System.Globalization;
using System.Security;

namespace BcAdmin.Transport.SignIn;

/// <summary>A token that the user provides: once, or by a callback that is called again.</summary>
internal sealed class AccessTokenSource : TokenSource
{
    /// <summary>A token that expires sooner is replaced, as MSAL does.</summary>
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<SecureString>>? _callback;
    private readonly TimeProvider _clock;
    private SecureString? _token;
    private bool _isSignedOut;

    public AccessTokenSource(WireOptions options)
    {
        _callback = options.AccessTokenCallback;
        _token = _callback is null ? Required(options.AccessToken, nameof(options.AccessToken), options.Flow) : null;
        _clock = options.Clock;
    }

    public override bool CanRenew => _callback is not null;

    public override IEnumerable<string> SentSecrets => _token is null ? [] : [_token.Reveal()];

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        if (_isSignedOut)
            throw new WireException(WireFailure.SignInRequired, "This connection was signed out.");
        if (_callback is not null && (renew || _token is null || ExpiresOn(_token) < _clock.GetUtcNow() + LeastLifetime))
            _token = await AskAsync(_callback, cancellationToken).ConfigureAwait(false);
        else if (renew)
            throw new WireException(WireFailure.TokenNotRenewable, "An access token that was passed in cannot be renewed.");

        var value = _token!.Reveal();
        var read = TokenClaims.Read(value);
        if (read.ExpiresOn <= _clock.GetUtcNow())
        {
            throw new WireException(
                WireFailure.TokenExpired, string.Create(CultureInfo.InvariantCulture, $"The access token expired at {read.ExpiresOn:u}."));
        }

        return new IssuedToken(value, read.ExpiresOn ?? DateTimeOffset.MaxValue, read.UserName, read.TenantId);
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        _token = null;
        _isSignedOut = true;
        return Task.CompletedTask;
    }

    private static async Task<SecureString> AskAsync(Func<CancellationToken, Task<SecureString>> callback, CancellationToken cancellationToken)
    {
        try
        {
            return await callback(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or WireException))
        {
            throw new WireException(WireFailure.SignInFailed, $"No access token was obtained: {exception.Message}", exception);
        }
    }

    private static DateTimeOffset ExpiresOn(SecureString token) => TokenClaims.Read(token.Reveal()).ExpiresOn ?? DateTimeOffset.MaxValue;
}
