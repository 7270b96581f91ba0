using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The platform's encrypted store for the sign-in of users: DPAPI on Windows, Keychain on macOS, the keyring on Linux. If it does not
/// work, the sign-in stays in memory; it is never written to a plain file.
/// </summary>
internal sealed record UserTokenStore(TokenCacheKind Kind, string? Note)
{
    /// <summary>Connects the store to the cache, if the store works.</summary>
    /// <param name="folder">Folder of the store; null for the default folder of the user.</param>
    public static async Task<UserTokenStore> AttachAsync(ITokenCache cache, string? folder)
    {
        folder ??= Path.Join(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "BcAdmin");
        try
        {
            CreatePrivateFolder(folder);
            var properties = new StorageCreationPropertiesBuilder("sign-in.bin", folder)
                .WithMacKeyChain("BcAdmin", "sign-in")
                .WithLinuxKeyring(
                    "bcadmin.sign-in", MsalCacheHelper.LinuxKeyRingDefaultCollection, "Sign-in of BcAdmin", new("Product", "BcAdmin"),
                        new("Version", "1"))
                .Build();
            var helper = await MsalCacheHelper.CreateAsync(properties).ConfigureAwait(false);
            helper.VerifyPersistence(); // creation succeeds even without a keyring
            helper.RegisterCache(cache);
            return new UserTokenStore(TokenCacheKind.Encrypted, null);
        }
        catch (MsalCachePersistenceException exception)
        {
            return InMemory(exception.InnerException switch
            {
                DllNotFoundException => "the library libsecret is not installed",
                _ when OperatingSystem.IsLinux() => "no keyring is available: it is locked, or there is no session bus or no keyring service",
                _ when OperatingSystem.IsMacOS() => "the Keychain cannot be used from this session",
                _ => "Windows data protection cannot be used for this user",
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return InMemory($"the folder {folder} cannot be used ({exception.Message})");
        }
    }

    private static UserTokenStore InMemory(string reason) =>
        new(TokenCacheKind.Memory, $"The sign-in cannot be stored encrypted, because {reason}. It is available only in this session.");

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, ownerOnly);
        File.SetUnixFileMode(folder, ownerOnly); // the folder may have existed before
    }
}
