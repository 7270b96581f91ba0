using System.Net;
using System.Text.RegularExpressions;

namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>Adds the users of Microsoft 365 to the environment: by a job, or within the call where the caller may not start jobs.</summary>
    /// <param name="anyUser">The key in the path can be that of any user; the import covers all.</param>
    /// <param name="synchronous">Always within the call, which can take minutes.</param>
    /// <param name="cancellationToken">Ends the call; a job that has started continues.</param>
    /// <returns>The job; null for an import that is complete.</returns>
    public async Task<BcScheduledJob?> ImportUsersAsync(Guid anyUser, bool synchronous, CancellationToken cancellationToken)
    {
        try
        {
            if (!synchronous)
                return await StartUserImportAsync(anyUser, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Status == HttpStatusCode.Forbidden)
        {
            CallContext.Running?.Log(Messages.CannotStartJobsSoImportRuns(Connection, exception));
        }

        await ImportUsersAsync(anyUser, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>getNewUsersFromOffice365: within the call.</summary>
    private async Task ImportUsersAsync(Guid anyUser, CancellationToken cancellationToken)
    {
        // Existing users that did not change are left alone, so a second import after a lost answer does no harm.
        var path = await InAnyCompanyAsync(
            Record("users", anyUser) / "Microsoft.NAV.getNewUsersFromOffice365", cancellationToken).ConfigureAwait(false);
        await Api.SendAsync(Post("getNewUsersFromOffice365", path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// getNewUsersFromOffice365Async. One page of the documentation says that the answer leads to the job, another that it has nothing: then the job
    /// is looked up.
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
                ErrorCode.ScheduledJobNotFound, Messages.EnvironmentTakenImportUsersButShows(_environment))
            {
                Target = _environment.Name,
                Advice = Messages.LookLaterUsers(_environment, Connection),
            };
    }

    [GeneratedRegex(
        @"scheduledJobs\((?<id>[0-9a-fA-F-]{36})\)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JobInAddress();
}
