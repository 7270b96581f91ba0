using System.Security.Cryptography.X509Certificates;
using BcAdmin.Connections;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Connections;

public sealed class AppCertificateTests
{
    [Fact]
    public void A_private_key_that_cannot_be_used_is_an_error_with_a_code()
    {
        var certificate = FakeEntra.SelfSigned("app");
        certificate.Dispose(); // its key then fails like a key that the account cannot read: with a CryptographicException
        var failure = Assert.Throws<BcException>(() => AppCertificate.WithKey(certificate));
        Assert.Equal("CertificateKeyNotReadable", failure.Code);
        Assert.Contains("read access", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_a_key_is_an_error_and_one_with_a_key_is_accepted()
    {
        using var certificate = FakeEntra.SelfSigned("app");
        using var publicPart = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Assert.Same(certificate, AppCertificate.WithKey(certificate));
        Assert.Equal("InvalidArgument", Assert.Throws<BcException>(() => AppCertificate.WithKey(publicPart)).Code);
    }
}
