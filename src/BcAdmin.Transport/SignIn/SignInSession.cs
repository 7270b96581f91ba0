namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The sign-in of one connection. Calls its source for one caller at a time, so that concurrent calls cause one prompt and one renewal, and
/// converts the failures of the source to <see cref="WireException"/>.
/// </summary>
internal sealed class SignInSession(TokenSource source, WireOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public TokenCacheKind TokenCache => source.TokenCache;

    public string? TokenCacheNote => source.TokenCacheNote;

    public bool CanRenew => source.CanRenew;

    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) =>
        AloneAsync(() => source.AcquireAsync(renew, claims: null, cancellationToken), cancellationToken);

    /// <summary>Replaces a token that the API rejected, unless another call has already done so.</summary>
    /// <param name="refused">The value of the rejected token.</param>
    /// <param name="claims">Claims that the API requests (JSON), or null.</param>
    public Task<IssuedToken> ReplaceTokenAsync(string refused, string? claims, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            var current = await source.AcquireAsync(renew: false, claims: null, cancellationToken).ConfigureAwait(false);
            return string.Equals(current.Value, refused, StringComparison.Ordinal)
                ? await source.AcquireAsync(renew: true, claims, cancellationToken).ConfigureAwait(false)
                : current;
        },
        cancellationToken);

    public Task SignOutAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            await source.SignOutAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        source.Close();
        _gate.Dispose();
    }

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (Translate(exception) is { } failure)
                throw failure is WireException known ? Clean(known) : failure;
            throw;
        }
        finally
        {
            _gate.Release();
        }

        // MSAL reports some cancellations as its own failures.
        Exception? Translate(Exception exception) => cancellationToken.IsCancellationRequested
            ? exception is OperationCanceledException ? null : new OperationCanceledException(cancellationToken)
            : SignInFailure.From(exception, options) ?? exception as WireException;
    }

    private WireException Clean(WireException failure)
    {
        var secrets = source.SentSecrets.ToList();
        return new WireException(failure.Failure, Secrets.Remove(failure.Message, secrets), Secrets.Harmless(failure.InnerException, secrets))
        {
            EntraCode = failure.EntraCode,
            CorrelationId = failure.CorrelationId,
            Advice = failure.Advice,
            CanSignInAgain = failure.CanSignInAgain,
        };
    }
}
