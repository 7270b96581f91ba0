using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Connections;

/// <summary>Finds the certificate of an app with its private key.</summary>
internal static class CertificateSource
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
                continue; // Linux has no machine store, and a new account none at all
            }

            if (store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false) is [var certificate, ..])
                return certificate;
        }

        throw new BcException("CertificateNotFound", $"There is no certificate {thumbprint} in the personal store of this user or of the machine.")
        {
            Target = thumbprint,
            Advice = "Import it for the account that runs this, or use -CertificatePath.",
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
        catch (CryptographicException exception)
        {
            throw new BcException("CertificateNotReadable", $"The certificate {path} cannot be read: {exception.Message.TrimEnd('.')}.", exception)
            {
                Target = path,
                Advice = "Check -CertificatePassword; the file must hold the certificate and its private key, as .pfx or .pem.",
            };
        }
    }

    private static bool IsPem(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[4096];
        return new string(start, 0, reader.ReadBlock(start)).Contains("-----BEGIN", StringComparison.Ordinal);
    }
}
