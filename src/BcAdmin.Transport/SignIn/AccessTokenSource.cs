using System.Globalization;
using System.Security;

namespace BcAdmin.Transport.SignIn;

/// <summary>A token that the user brings along. It cannot be renewed.</summary>
internal sealed class AccessTokenSource : TokenSource
{
    private readonly TimeProvider _clock;
    private SecureString? _token;

    public AccessTokenSource(WireOptions options)
    {
        _token = Required(options.AccessToken, nameof(options.AccessToken), options.Flow);
        _clock = options.Clock;
    }

    public override bool CanRenew => false;

    public override IEnumerable<string> SentSecrets => _token is null ? [] : [_token.Reveal()];

    public override Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        if (_token is null)
            throw new WireException(WireFailure.SignInRequired, "This connection was signed out.");
        if (renew)
            throw new WireException(WireFailure.TokenNotRenewable, "An access token that was passed in cannot be renewed.");

        var value = _token.Reveal();
        var read = TokenClaims.Read(value);
        if (read.ExpiresOn <= _clock.GetUtcNow())
        {
            throw new WireException(
                WireFailure.TokenExpired, string.Create(CultureInfo.InvariantCulture, $"The access token expired at {read.ExpiresOn:u}."));
        }

        return Task.FromResult(new IssuedToken(value, read.ExpiresOn ?? DateTimeOffset.MaxValue, read.UserName, read.TenantId));
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        _token = null;
        return Task.CompletedTask;
    }
}
