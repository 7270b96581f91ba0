using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Transport;

/// <summary>The innermost handler, for the API and for sign-in: sockets, TLS, and the certificate rule.</summary>
internal static class TlsHandler
{
    /// <summary>
    /// TLS connections to one host for calls with HTTP/1.1; further calls wait for one. With HTTP/2, all calls share a few connections, depending
    /// on the number of streams that the host allows.
    /// </summary>
    internal const int MaxConnectionsPerHost = 128;

    public static ConnectionHandler Create(string? pinnedCertificate) => new ConnectionHandler(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // a redirect must never send a token or a secret to another host
        UseCookies = false,
        UseProxy = pinnedCertificate is null, // a pinned certificate is that of a simulator on this computer, which a proxy cannot reach
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // follow DNS changes in long runs
        EnableMultipleHttp2Connections = true,
        MaxConnectionsPerServer = MaxConnectionsPerHost,
        DefaultProxyCredentials = CredentialCache.DefaultCredentials, // for proxies with integrated sign-in that have no credentials in their address
        SslOptions = { RemoteCertificateValidationCallback = Validation(pinnedCertificate) },
    });

    /// <summary>Standard validation; in addition, exactly one certificate is accepted for loopback addresses.</summary>
    /// <param name="pinnedCertificate">SHA-256 (hex) of that certificate, or null for none.</param>
    internal static RemoteCertificateValidationCallback Validation(string? pinnedCertificate)
    {
        if (pinnedCertificate is not null && (pinnedCertificate.Length != 64 || !pinnedCertificate.All(char.IsAsciiHexDigit)))
            throw new ArgumentException("A pinned certificate is specified by its SHA-256 hash: 64 hexadecimal digits.", nameof(pinnedCertificate));

        var pinned = pinnedCertificate is null ? null : Convert.FromHexString(pinnedCertificate);
        return (sender, certificate, chain, errors) =>
            errors == SslPolicyErrors.None
            || (pinned is not null && certificate is not null && Matches(certificate, pinned) && sender is SslStream server
                && IsLoopback(server.TargetHostName))
            || Refuse(errors, chain);
    }

    internal static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>A rejected certificate as a <see cref="WireException"/>; null for any other failure.</summary>
    public static WireException? CertificateFailure(HttpRequestException failure, string host) =>
        failure.InnerException is CertificateRejectedException refusal
            ? new WireException(WireFailure.CertificateNotTrusted, $"The certificate of {host} is not trusted: {refusal.Message}")
            {
                Advice = "If a proxy of your organization inspects the traffic, add its root certificate to the trusted roots of this computer. "
                    + "The certificate of a simulator is trusted only on an address of this computer, and only the one that it started with.",
            }
            : null;

    private static bool Matches(X509Certificate certificate, byte[] sha256) =>
        CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(HashAlgorithmName.SHA256), sha256);

    /// <summary>Throws instead of returning false, which could not be distinguished from a failed handshake.</summary>
    private static bool Refuse(SslPolicyErrors errors, X509Chain? chain)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new CertificateRejectedException("the server sent no certificate.");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new CertificateRejectedException("it is for another host.");

        var problems = chain?.ChainStatus.Select(status => status.Status.ToString()).Distinct(StringComparer.Ordinal) ?? [];
        throw new CertificateRejectedException($"its chain does not lead to a trusted root ({string.Join(", ", problems)}).");
    }
}

internal sealed class CertificateRejectedException(string message) : AuthenticationException(message);
