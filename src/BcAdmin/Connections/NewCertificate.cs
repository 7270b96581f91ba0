using System.Net;
using System.Runtime.Versioning;
using System.Security;
using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Principal;
using System.Text;

namespace BcAdmin.Connections;

/// <summary>Makes the certificate of an app on this machine.</summary>
internal static class NewCertificate
{
    /// <summary>Makes a key and a self-signed certificate and writes both to a file that only this user may read, as .pem or else as .pfx.</summary>
    /// <param name="name">Whom it is for.</param>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="password">Encrypts the key in the file; null for none.</param>
    /// <param name="validDays">From now on.</param>
    /// <returns>The certificate without its key.</returns>
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
        WriteFile(path, isPem ? Pem(certificate, key, secret) : certificate.Export(X509ContentType.Pfx, secret));
        return new X509Certificate2(certificate.RawData);
    }

    private static byte[] Pem(X509Certificate2 certificate, RSA key, string? password)
    {
        var pemKey = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000));
        return Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{pemKey}\n");
    }

    private static void WriteFile(string path, byte[] content)
    {
        try
        {
            using var file = OperatingSystem.IsWindows() ? CreateOnWindows(path) : new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException
            or ArgumentException or NotSupportedException)
        {
            throw new BcException(ErrorCode.FileNotWritable, Messages.CertificateCannotWritten(path, exception), exception)
            {
                Target = path,
            };
        }
    }

    /// <summary>Gives access to this account alone from the start: a file that is restricted later can be read before.</summary>
    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var account = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(account.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, bufferSize: 4096, FileOptions.None, security);
    }
}
