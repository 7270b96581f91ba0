using System.Security;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

internal sealed class ClientSecretSource(WireOptions options, IMsalHttpClientFactory http) : ConfidentialClientSource(options, http)
{
    private readonly SecureString _secret = Required(options.ClientSecret, nameof(options.ClientSecret), options.Flow);

    public override IEnumerable<string> SentSecrets => [_secret.Reveal()];

    protected override ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder) =>
        builder.WithClientSecret(_secret.Reveal());
}
