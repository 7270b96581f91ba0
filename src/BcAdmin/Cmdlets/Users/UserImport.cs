using System.Net;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Starts the import of people from Microsoft 365 in the way that the caller may use.</summary>
internal static class UserImport
{
    /// <summary>The job; null for an import that is done.</summary>
    public static async Task<BcScheduledJob?> StartAsync(
        BcConnection connection, AutomationClient automation, Guid anyUser, bool synchronous, Action<string> verbose, CancellationToken cancellationToken)
    {
        try
        {
            if (!synchronous)
                return await automation.StartUserImportAsync(anyUser, cancellationToken);
        }
        catch (BcApiException exception) when (exception.Status == HttpStatusCode.Forbidden)
        {
            verbose($"{connection.Account} may start no job ({exception.Message}), so the import runs within the call.");
        }

        await automation.ImportUsersAsync(anyUser, cancellationToken);
        return null;
    }

    public static void RefuseApp(BcConnection connection)
    {
        if (!connection.IsApp)
            return;
        throw new BcException(ErrorCode.UserRequired, $"The service brings in people for a person with SUPER only, which an app cannot have, and {connection.Name} is signed in as an app.")
        {
            Target = connection.Name,
            Advice = "Sign in as an administrator for this step (Connect-BcTenant TENANT -Name admin, then Sync-BcUser … -Connection admin). Without it people appear "
                + "when they first sign in, or when somebody runs 'Update users from Microsoft 365' on the page Users. All else about users works as an app.",
        };
    }
}
