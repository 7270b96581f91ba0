using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.Users;

/// <summary>
/// Brings in people from Microsoft 365: listUsers, getNewUsersFromOffice365Async, getScheduledJob, listScheduledJobs, and for delegated
/// administrators, who cannot start jobs, getNewUsersFromOffice365.
/// </summary>
[Cmdlet(VerbsData.Sync, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcScheduledJob), typeof(BcUser))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentResource))]
public sealed class SyncBcUserCommand : BcOperationCmdlet
{
    /// <summary>Advice for an app, which cannot have the permission set SUPER that the service requires here.</summary>
    internal const string AppCannotImport =
        "Sign in as an administrator for this step: Connect-BcTenant TENANT -Name admin, then Sync-BcUser … -Connection admin. "
        + "Without it, users appear when they first sign in, or after 'Update users from Microsoft 365' on the page Users. An app can do everything "
            + "else with users.";

    /// <summary>Within the call, up to 8 minutes, in place of a job.</summary>
    [Parameter]
    public SwitchParameter Synchronous { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection, AppCannotImport);
        var environment = Key;
        var automation = Automation(connection, environment);
        var before = new HashSet<Guid>();
        await foreach (var user in automation.ListUsersAsync(null, new ODataQuery(Select: "userSecurityId"), PipelineStopToken))
            before.Add(user.UserSecurityId);
        if (before.Count == 0)
        {
            throw new BcException(ErrorCode.UserNotFound, Messages.EnvironmentShowsNoUserImportReached(environment))
            {
                Target = Environment,
            };
        }

        if (!ShouldProcess(Messages.EnvironmentTenant(environment, connection), Messages.BringPeopleMicrosoft))
            return;

        if (await automation.ImportUsersAsync(before.First(), Synchronous, PipelineStopToken) is { } job)
        {
            if (!Wait)
            {
                WriteObject(job);
                return;
            }

            await Track(connection).SuccessAsync(job, Messages.ImportUsersInto(environment));
        }

        await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
        {
            if (!before.Contains(user.UserSecurityId))
                WriteObject(user);
        }
    });
}
