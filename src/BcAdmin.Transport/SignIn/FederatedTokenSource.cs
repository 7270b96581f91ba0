using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>An application proves itself by the token of another identity provider, such as a build system's or a Kubernetes cluster's.</summary>
internal sealed class FederatedTokenSource(WireOptions options, IMsalHttpClientFactory http) : ConfidentialClientSource(options, http)
{
    private readonly Func<CancellationToken, Task<string>> _federatedToken = Required(
        options.FederatedToken, nameof(options.FederatedToken), options.Flow);

    private string? _sent;

    public override IEnumerable<string> SentSecrets => _sent is null ? [] : [_sent];

    protected override ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder) =>
        builder.WithClientAssertion((AssertionRequestOptions request) => AskAsync(request.CancellationToken));

    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        string? token;
        try
        {
            token = await _federatedToken(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or WireException))
        {
            throw new WireException(WireFailure.FederatedTokenUnavailable, $"The federated token could not be read: {exception.Message}", exception);
        }

        return string.IsNullOrWhiteSpace(token)
            ? throw new WireException(WireFailure.FederatedTokenUnavailable, "The federated token is empty.")
            : _sent = token.Trim();
    }
}
