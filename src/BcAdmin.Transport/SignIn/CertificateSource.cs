using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

internal sealed class CertificateSource(WireOptions options, IMsalHttpClientFactory http) : ConfidentialClientSource(options, http)
{
    private readonly X509Certificate2 certificate = Required(options.Certificate, nameof(options.Certificate), options.Flow);
    private readonly bool sendChain = options.SendCertificateChain;

    protected override ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new WireException(WireFailure.CertificateWithoutKey, $"The certificate {certificate.Thumbprint} has no private key.")
            {
                Advice = "Use the PFX file, or the certificate of a store that holds its key; a .cer file has the public half only.",
            };
        }

        return builder.WithCertificate(certificate, sendChain);
    }
}
