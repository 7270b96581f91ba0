using System.Runtime.InteropServices;
using System.Security;

namespace BcAdmin.Transport.SignIn;

internal static class SecureText
{
    /// <summary>The secret as a string, for immediate use in a request.</summary>
    public static string Reveal(this SecureString secret)
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(pointer, secret.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
