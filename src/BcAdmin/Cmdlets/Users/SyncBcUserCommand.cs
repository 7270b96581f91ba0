using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.Users;

/// <summary>
/// Imports users from Microsoft 365: listUsers, getNewUsersFromOffice365Async, getScheduledJob, listScheduledJobs; and getNewUsersFromOffice365 for
/// delegated administrators, who cannot start jobs.
/// </summary>
[Cmdlet(VerbsData.Sync, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcScheduledJob), typeof(BcUser))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentResource))]
public sealed class SyncBcUserCommand : BcOperationCmdlet
{
    /// <summary>Imports within the call, which takes up to 8 minutes, instead of in a background job.</summary>
    [Parameter]
    public SwitchParameter Synchronous { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection, Messages.AppCannotImportUsers);
        var environment = Key;
        var automation = Automation(connection, environment);
        var before = new HashSet<Guid>();
        await foreach (var user in automation.ListUsersAsync(null, new ODataQuery(Select: "userSecurityId"), PipelineStopToken))
            before.Add(user.UserSecurityId);
        if (before.Count == 0)
        {
            throw new BcException(ErrorCode.UserNotFound, Messages.NoUserForImport(environment))
            {
                Target = Environment,
            };
        }

        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection), Messages.ImportUsersAction))
            return;

        if (await automation.ImportUsersAsync(before.First(), Synchronous, PipelineStopToken) is { } job)
        {
            if (!Wait)
            {
                WriteObject(job);
                return;
            }

            await Track(connection).WaitForSuccessAsync(job, Messages.UserImportSubject(environment));
        }

        await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
        {
            if (!before.Contains(user.UserSecurityId))
                WriteObject(user);
        }
    });
}
