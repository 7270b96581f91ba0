using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

internal sealed class CertificateSource(WireOptions options, IMsalHttpClientFactory http) : ConfidentialClientSource(options, http)
{
    private readonly X509Certificate2 _certificate = Required(options.Certificate, nameof(options.Certificate), options.Flow);
    private readonly bool _sendChain = options.SendCertificateChain;

    protected override ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder)
    {
        if (!_certificate.HasPrivateKey)
        {
            throw new WireException(WireFailure.CertificateWithoutKey, $"The certificate {_certificate.Thumbprint} has no private key.")
            {
                Advice = "Use the PFX file, or the certificate of a store that holds its key; a .cer file has the public half only.",
            };
        }

        return builder.WithCertificate(_certificate, _sendChain);
    }
}
