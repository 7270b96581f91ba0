using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The credential with which an application proves its identity.</summary>
internal abstract class ClientCredential : IDisposable
{
    /// <summary>See <see cref="TokenSource.SentSecrets"/>.</summary>
    public abstract IEnumerable<string> SentSecrets { get; }

    /// <summary>Distinguishes it from other credentials without containing the credential.</summary>
    public abstract object Identify(SharedSignIns signIns);

    public abstract ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder builder);

    public void Dispose() => Made?.Dispose();

    /// <summary>The object that <see cref="AddTo"/> has created and the application uses.</summary>
    protected IDisposable? Made { get; set; }
}

internal sealed class SecretCredential(SecureString secret) : ClientCredential
{
    public override IEnumerable<string> SentSecrets => [secret.Reveal()];

    public override object Identify(SharedSignIns signIns) => ("secret", signIns.Fingerprint(secret));

    public override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder builder) =>
        builder.WithClientSecret(secret.Reveal());
}

internal sealed class CertificateCredential(X509Certificate2 certificate, bool sendChain) : ClientCredential
{
    public override IEnumerable<string> SentSecrets => [];

    public override object Identify(SharedSignIns signIns) => certificate.HasPrivateKey
        ? ("certificate", certificate.GetCertHashString(HashAlgorithmName.SHA256), sendChain)
        : throw new WireException(WireFailure.CertificateWithoutKey, $"The certificate {certificate.Thumbprint} has no private key.")
        {
            Advice = "Use the PFX file, or a certificate in a store that has its private key; a .cer file contains only the public key.",
        };

    /// <summary>A copy, because the user can dispose the certificate of one connection while others use the application.</summary>
    public override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder builder)
    {
        var copy = new X509Certificate2(certificate);
        Made = copy;
        return builder.WithCertificate(copy, sendChain);
    }
}

/// <summary>The token of another identity provider, such as that of a build system or a Kubernetes cluster.</summary>
/// <param name="id">See <see cref="WireOptions.FederatedTokenId"/>.</param>
internal sealed class FederatedTokenCredential(Func<CancellationToken, Task<string>> federatedToken, object? id) : ClientCredential
{
    private string? _sent;

    public override IEnumerable<string> SentSecrets => _sent is null ? [] : [_sent];

    public override object Identify(SharedSignIns signIns) => ("federated", id ?? federatedToken);

    public override ConfidentialClientApplicationBuilder AddTo(ConfidentialClientApplicationBuilder builder) =>
        builder.WithClientAssertion((AssertionRequestOptions request) => AskAsync(request.CancellationToken));

    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        string? token;
        try
        {
            token = await federatedToken(cancellationToken).ConfigureAwait(false);
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
