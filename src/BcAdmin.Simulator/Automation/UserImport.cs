using BcAdmin.Simulator.AdminCenter;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Automation;

/// <summary>Brings people with a licence from Microsoft 365 into an environment: at once or by a job, one import at a time.</summary>
internal static class UserImport
{
    private const double JobSec = 120;

    [Operation("getNewUsersFromOffice365")]
    public static Reply GetNewUsersFromOffice365(Call call)
    {
        Users.Find(call);
        RefuseSecond(call);
        if (call.OrderedFailure() is { } failure)
            throw new Refusal(400, "Application_DialogException", failure);

        BringIn(call.Tenant, call.Environment);
        call.Commit();
        return Reply.NoContent();
    }

    [Operation("getNewUsersFromOffice365Async")]
    public static Reply GetNewUsersFromOffice365Async(Call call)
    {
        Users.Find(call);
        RefuseSecond(call);
        var (tenant, environment) = (call.Tenant, call.Environment);
        var start = call.Soon();
        var job = new ScheduledJob
        {
            Category = ScheduledJob.UserImport,
            Description = "Import of people from Microsoft 365",
            StartsOn = start,
            EndsOn = start + call.World.Clock.Scaled(JobSec),
            Failure = call.OrderedFailure(),
            Succeeded = () => BringIn(tenant, environment),
        };
        environment.Jobs.Add(job);
        call.Commit();
        if (call.Settings.UserImportWithoutLocation)
            return Reply.NoContent();

        var path = call.ResourcePath;
        var company = path[..path.IndexOf("/users(", StringComparison.OrdinalIgnoreCase)];
        return new Reply(201) { Headers = { ["Location"] = $"{call.Exchange.BaseAddress}{company}/scheduledJobs({job.Id})" } };
    }

    private static void RefuseSecond(Call call)
    {
        if (call.Environment.Jobs.Exists(job => job.Category == ScheduledJob.UserImport && !job.HasEnded))
            throw new Refusal(400, "Application_DialogException", "An import of users is already in progress.");
    }

    private static void BringIn(Tenant tenant, BcEnvironment environment)
    {
        foreach (var person in tenant.LicensedPeople.Where(person => !environment.Users.Exists(user => user.AuthenticationEmail.Equals(person.UserName, StringComparison.OrdinalIgnoreCase))))
        {
            environment.Users.Add(new BcUser
            {
                UserSecurityId = Guid.NewGuid(),
                UserName = person.UserName.Split('@')[0].ToUpperInvariant(),
                DisplayName = person.DisplayName,
                AuthenticationEmail = person.UserName,
                ContactEmail = person.UserName,
                LicenseType = person.LicenseType,
            });
        }
    }
}
