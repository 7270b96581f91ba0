using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BcAdmin.Connections;

/// <summary>Creates the certificate of an app.</summary>
internal static class NewCertificate
{
    /// <summary>Creates a key and a self-signed certificate, and writes both to a .pem or .pfx file that only the current user can read.</summary>
    /// <param name="name">The subject.</param>
    /// <param name="path">The path of a new file.</param>
    /// <param name="password">The password that encrypts the key in the file; null for none.</param>
    /// <param name="validDays">The validity in days.</param>
    /// <returns>The certificate without its private key.</returns>
    /// <exception cref="BcException">FileNotWritable.</exception>
    public static X509Certificate2 Write(string name, string path, SecureString? password, int validDays)
    {
        using var key = RSA.Create(3072);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(validDays));

        var secret = password is null ? null : new NetworkCredential(string.Empty, password).Password;
        var isPem = Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase);
        using var file = PrivateFile.Create(path);
        file.Complete(isPem ? Pem(certificate, key, secret) : certificate.Export(X509ContentType.Pfx, secret));
        return new X509Certificate2(certificate.RawData);
    }

    private static byte[] Pem(X509Certificate2 certificate, RSA key, string? password)
    {
        var pemKey = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000));
        return Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{pemKey}\n");
    }
}
