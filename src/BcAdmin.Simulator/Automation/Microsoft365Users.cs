using BcAdmin.Simulator.AdminCenter;

namespace BcAdmin.Simulator.Automation;

/// <summary>Imports users with a license from Microsoft 365 to an environment: immediately or in a job, one import at a time.</summary>
internal static class Microsoft365Users
{
    private const double JobSec = 120;

    [Operation("getNewUsersFromOffice365")]
    public static Reply GetNewUsersFromOffice365(Call call)
    {
        Users.Find(call);
        RejectConcurrentImport(call);
        if (call.InjectedFailure() is { } failure)
            throw AutomationError.Dialog(failure);

        call.Environment.AddUsers(call.Tenant.LicensedPeople);
        call.Commit();
        return Reply.NoContent();
    }

    [Operation("getNewUsersFromOffice365Async")]
    public static Reply GetNewUsersFromOffice365Async(Call call)
    {
        Users.Find(call);
        RejectConcurrentImport(call);
        var (tenant, environment) = (call.Tenant, call.Environment);
        var start = call.Soon();
        var job = new ScheduledJob
        {
            Category = ScheduledJob.UserImport,
            Description = "Import of users from Microsoft 365",
            StartsOn = start,
            EndsOn = start + call.World.Clock.Scaled(JobSec),
            Failure = call.InjectedFailure(),
            Succeeded = () => environment.AddUsers(tenant.LicensedPeople),
        };
        environment.Jobs.Add(job);
        call.Commit();
        if (call.Settings.UserImportWithoutLocation)
            return Reply.NoContent();

        var path = call.ResourcePath;
        var company = path[..path.IndexOf("/users(", StringComparison.OrdinalIgnoreCase)];
        return new Reply(201) { Headers = { ["Location"] = $"{call.Exchange.BaseAddress}{company}/scheduledJobs({job.Id})" } };
    }

    private static void RejectConcurrentImport(Call call)
    {
        if (call.Environment.Jobs.Exists(job => job.Category == ScheduledJob.UserImport && !job.HasEnded))
            throw AutomationError.Dialog("An import of users is already in progress.");
    }
}
