using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Transport;

/// <summary>The innermost handler, for the API and for sign-in: sockets, TLS and the one rule about certificates.</summary>
internal static class Socket
{
    public static SocketsHttpHandler Create(string? pinnedCertificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a redirect must never carry a token or a secret to another place
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // follow DNS changes in long runs
            EnableMultipleHttp2Connections = true,
        };
        if (pinnedCertificate is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = Pin(pinnedCertificate);
        return handler;
    }

    /// <summary>Ordinary validation, and besides it exactly one certificate for loopback addresses.</summary>
    internal static RemoteCertificateValidationCallback Pin(string sha256)
    {
        var pinned = Convert.FromHexString(sha256);
        if (pinned.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("A pinned certificate is given by its SHA-256 hash: 64 hexadecimal digits.", nameof(sha256));

        return (sender, certificate, _, errors) =>
            errors == SslPolicyErrors.None
            || (sender is SslStream { TargetHostName: var host } && IsLoopback(host) && certificate is not null && Matches(certificate, pinned));
    }

    internal static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    internal static bool Matches(X509Certificate certificate, byte[] sha256) =>
        CryptographicOperations.FixedTimeEquals(certificate.GetCertHash(HashAlgorithmName.SHA256), sha256);

    /// <summary>
    /// A refused certificate as a <see cref="WireException"/>; null for any other failure. A broken handshake also is an
    /// AuthenticationException, but one with a cause inside.
    /// </summary>
    public static WireException? CertificateFailure(HttpRequestException failure, string host) =>
        failure is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException { InnerException: null } reason }
            ? new WireException("CertificateNotTrusted", $"The certificate of {host} is not trusted. {reason.Message}")
            {
                Advice = "If a proxy of your organisation inspects the traffic, add its root certificate to the trusted roots of this machine. "
                    + "A simulator's certificate is trusted only on this machine's own address and only the one it started with.",
            }
            : null;
}
