using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

public sealed class CertificateTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("[::1]", true)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("api.businesscentral.dynamics.com", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("", false)]
    public void Loopback_is_this_computer(string host, bool loopback) => Assert.Equal(loopback, BcAdmin.Transport.TlsHandler.IsLoopback(host));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("api.businesscentral.dynamics.com", false)]
    public async Task The_pinned_certificate_is_accepted_for_loopback_only(string host, bool accepted)
    {
        using var certificate = FakeEntra.SelfSigned("localhost");
        Assert.Equal(accepted, await HandshakeAsync(certificate, certificate.GetCertHashString(HashAlgorithmName.SHA256), host));
    }

    [Fact]
    public async Task Another_certificate_is_not_accepted_even_for_loopback()
    {
        using var certificate = FakeEntra.SelfSigned("localhost");
        using var pinned = FakeEntra.SelfSigned("localhost");
        Assert.False(await HandshakeAsync(certificate, pinned.GetCertHashString(HashAlgorithmName.SHA256), "localhost"));
    }

    [Fact]
    public void A_certificate_that_the_computer_trusts_needs_no_pin()
    {
        using var certificate = FakeEntra.SelfSigned("api.businesscentral.dynamics.com");
        var accept = BcAdmin.Transport.TlsHandler.Validation(new string('0', 64));
        Assert.True(accept(this, certificate, null, SslPolicyErrors.None));
        Assert.Contains("another host", Assert.Throws<CertificateRejectedException>(
            () => accept(this, certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch)).Message, StringComparison.Ordinal);
        Assert.Throws<CertificateRejectedException>(() => accept(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable, "the server sent no certificate.")]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, "it is for another host.")]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors, "it is for another host.")]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, "its chain does not lead to a trusted root ().")]
    public void A_certificate_is_rejected_with_the_reason(SslPolicyErrors errors, string reason)
    {
        var accept = BcAdmin.Transport.TlsHandler.Validation(pinnedCertificate: null);
        Assert.Equal(reason, Assert.Throws<CertificateRejectedException>(() => accept(this, null, null, errors)).Message);
    }

    [Fact]
    public void The_reason_names_the_problems_of_the_chain()
    {
        using var certificate = FakeEntra.SelfSigned("api.businesscentral.dynamics.com");
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = DateTime.Now.AddYears(1);
        chain.Build(certificate);
        var problems = string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()));
        Assert.Contains(", ", problems, StringComparison.Ordinal);

        var rejected = Assert.Throws<CertificateRejectedException>(() => BcAdmin.Transport.TlsHandler.Validation(pinnedCertificate: null)(
            this, certificate, chain, SslPolicyErrors.RemoteCertificateChainErrors));

        Assert.Equal($"its chain does not lead to a trusted root ({problems}).", rejected.Message);
        var failure = BcAdmin.Transport.TlsHandler.CertificateFailure(new HttpRequestException("x", rejected), "login.contoso.example");
        Assert.Equal(
            (WireFailure.CertificateNotTrusted, $"The certificate of login.contoso.example is not trusted: {rejected.Message}",
                "If a proxy of your organization inspects the traffic, add its root certificate to the trusted roots of this computer. "
                + "The certificate of a simulator is trusted only on an address of this computer, and only the one that it started with."),
            (failure?.Failure, failure?.Message, failure?.Advice));
        Assert.Null(BcAdmin.Transport.TlsHandler.CertificateFailure(new HttpRequestException("x", new IOException("x")), "login.contoso.example"));
    }

    [Theory]
    [InlineData("00ff")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    public void A_malformed_pin_is_rejected(string pin) => Assert.StartsWith(
        "A pinned certificate is specified by its SHA-256 hash: 64 hexadecimal digits.",
        Assert.Throws<ArgumentException>("pinnedCertificate", () => BcAdmin.Transport.TlsHandler.Validation(pin)).Message, StringComparison.Ordinal);

    private static async Task<bool> HandshakeAsync(
        X509Certificate2 certificate, string pin, string host)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var client = new System.Net.Sockets.TcpClient();
        var connecting = client.ConnectAsync((System.Net.IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await connecting;
        await using var server = new SslStream(accepted.GetStream());
        await using var stream = new SslStream(client.GetStream());
        var serving = server.AuthenticateAsServerAsync(certificate);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                RemoteCertificateValidationCallback = BcAdmin.Transport.TlsHandler.Validation(pin),
            });
            return true;
        }
        catch (CertificateRejectedException)
        {
            return false;
        }
        finally
        {
            client.Close();
            await Record.ExceptionAsync(() => serving);
        }
    }
}
