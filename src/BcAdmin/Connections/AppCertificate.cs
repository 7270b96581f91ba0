using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Connections;

/// <summary>Finds the certificate of an app with its private key.</summary>
internal static class AppCertificate
{
    public static X509Certificate2 FromStore(string thumbprint)
    {
        foreach (var location in (StoreLocation[])[StoreLocation.CurrentUser, StoreLocation.LocalMachine])
        {
            using var store = new X509Store(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            }
            catch (CryptographicException)
            {
                continue; // Linux has no machine store, and a new user has no store
            }

            if (store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false) is [var certificate, ..])
                return certificate;
        }

        throw new BcException(ErrorCode.CertificateNotFound,
            Messages.CertificateNotInPersonalStore(thumbprint))
        {
            Target = thumbprint,
            Advice = Messages.ImportCertificateOrUseCertificatePath,
        };
    }

    public static X509Certificate2 FromFile(string path, SecureString? password)
    {
        var secret = password is null ? null : new NetworkCredential(string.Empty, password).Password;
        try
        {
            if (!IsPem(path))
                return new X509Certificate2(path, secret, X509KeyStorageFlags.EphemeralKeySet);
            return secret is null ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, secret);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new BcException(ErrorCode.CertificateNotReadable,
                Messages.CertificateFileNotReadable(path, exception), exception)
            {
                Target = path,
                Advice = Messages.CheckCertificatePasswordAndFile,
            };
        }
    }

    /// <summary>Returns the certificate if the current user can use its private key. Without this check, .NET fails only when signing.</summary>
    /// <exception cref="BcException">InvalidArgument, CertificateKeyNotReadable.</exception>
    public static X509Certificate2 WithKey(X509Certificate2 certificate)
    {
        try
        {
            if (!certificate.HasPrivateKey)
            {
                throw new BcException(ErrorCode.InvalidArgument, Messages.CertificateHasNoPrivateKey(certificate))
                {
                    Target = certificate.Thumbprint,
                };
            }

            using AsymmetricAlgorithm? rsa = certificate.GetRSAPrivateKey();
            using AsymmetricAlgorithm? other = rsa is null ? certificate.GetECDsaPrivateKey() : null;
            return certificate;
        }
        catch (CryptographicException exception)
        {
            throw new BcException(ErrorCode.CertificateKeyNotReadable,
                Messages.CertificatePrivateKeyUnusable(exception), exception)
            {
                Advice = Messages.UseKeyOwnerOrGrantReadAccess,
            };
        }
    }

    private static bool IsPem(string path)
    {
        using var reader = new StreamReader(InputFile.Open(path));
        var start = new char[4096];
        return new string(start, 0, reader.ReadBlock(start)).Contains("-----BEGIN", StringComparison.Ordinal);
    }
}
