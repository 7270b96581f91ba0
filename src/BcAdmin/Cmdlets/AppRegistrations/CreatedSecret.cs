using System.Management.Automation;
using System.Security;

namespace BcAdmin.Cmdlets.AppRegistrations;

/// <summary>Saves a new secret immediately, because Microsoft Entra ID does not show it again.</summary>
internal static class CreatedSecret
{
    /// <summary>Stores the result in a session variable, and the client ID and the secret in the credential file.</summary>
    /// <param name="cmdlet">The cmdlet that created the secret.</param>
    /// <param name="variable">The name of the session variable.</param>
    /// <param name="result">The object that has the secret.</param>
    /// <param name="file">The file of -CredentialPath, or null. If it cannot be written, the cmdlet writes an error and continues.</param>
    /// <param name="clientId">The client ID of the app.</param>
    /// <param name="secret">The secret.</param>
    public static async Task KeepAsync(BcCmdlet cmdlet, string variable, object result, PrivateFile? file, Guid clientId, SecureString secret)
    {
        cmdlet.SessionState.PSVariable.Set($"global:{variable}", result);
        if (file is null)
            return;
        await cmdlet.GuardAsync(file.Path, () =>
        {
            file.Complete(new PSCredential(clientId.ToString(), secret));
            return Task.CompletedTask;
        });
    }
}
