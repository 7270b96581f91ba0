using System.Net;
using System.Text.RegularExpressions;

namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>Imports users from Microsoft 365: with a scheduled job, or synchronously if the caller is not allowed to start jobs.</summary>
    /// <param name="anyUser">The ID of any user for the path; the import covers all users.</param>
    /// <param name="synchronous">Always imports synchronously, which can take minutes.</param>
    /// <param name="cancellationToken">Cancels the call; a job that has started continues.</param>
    /// <returns>The job, or null if the import is complete.</returns>
    public async Task<BcScheduledJob?> ImportUsersAsync(Guid anyUser, bool synchronous, CancellationToken cancellationToken)
    {
        try
        {
            if (!synchronous)
                return await StartUserImportAsync(anyUser, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Status == HttpStatusCode.Forbidden)
        {
            CallContext.Running?.Log(Messages.UserImportWithoutBackgroundJob(Connection, exception));
        }

        await ImportUsersAsync(anyUser, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>getNewUsersFromOffice365. Synchronous.</summary>
    private async Task ImportUsersAsync(Guid anyUser, CancellationToken cancellationToken)
    {
        // The call can be repeated: the service skips existing users that did not change.
        var path = await InAnyCompanyAsync(
            Record("users", anyUser) / "Microsoft.NAV.getNewUsersFromOffice365", cancellationToken).ConfigureAwait(false);
        await Api.SendAsync(Post("getNewUsersFromOffice365", path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// getNewUsersFromOffice365Async. The documentation is inconsistent about whether the response contains a link to the job. If it does not, the
    /// job is looked up.
    /// </summary>
    private async Task<BcScheduledJob> StartUserImportAsync(Guid anyUser, CancellationToken cancellationToken)
    {
        var path = await InAnyCompanyAsync(
            Record("users", anyUser) / "Microsoft.NAV.getNewUsersFromOffice365Async", cancellationToken).ConfigureAwait(false);
        using var response = await Api.SendRawAsync(Post("getNewUsersFromOffice365Async", path), cancellationToken).ConfigureAwait(false);
        if (JobInAddress().Match(response.Headers.Location?.OriginalString ?? string.Empty) is { Success: true } match
            && Guid.TryParse(match.Groups["id"].Value, out var id))
        {
            return await FindScheduledJobAsync(id, cancellationToken).ConfigureAwait(false)
                ?? From(new BcScheduledJob { ScheduledJobId = id, Category = BcScheduledJob.UserImport });
        }

        var jobs = await ListScheduledJobsAsync(null, BcScheduledJob.UserImport, null, cancellationToken).ToListAsync().ConfigureAwait(false);
        return jobs.OrderBy(job => job.StartedOn).LastOrDefault()
            ?? throw new BcException(
                ErrorCode.ScheduledJobNotFound, Messages.UserImportJobNotListed(_environment))
            {
                Target = _environment.Name,
                Advice = Messages.CheckUserImportLater(_environment, Connection),
            };
    }

    [GeneratedRegex(
        @"scheduledJobs\((?<id>[0-9a-fA-F-]{36})\)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex JobInAddress();
}
