namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listScheduledJobs. The service requires a category. The status is display text, so it is requested in English.</summary>
    public IAsyncEnumerable<BcScheduledJob> ListScheduledJobsAsync(
        Guid? through, string category, string? filter, CancellationToken cancellationToken)
    {
        var query = new ODataQuery(ODataQuery.All(ODataQuery.Is("category", category), filter));
        return From(ListAsync(
            "listScheduledJobs", through, "scheduledJobs", query, BcJson.Default.BcScheduledJob, cancellationToken, inEnglish: true));
    }

    /// <summary>listUserScheduledJobs. Returns user imports; the list is the same for every user in the path.</summary>
    public IAsyncEnumerable<BcScheduledJob> ListUserScheduledJobsAsync(
        Guid? through, Guid user, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listUserScheduledJobs", through, Record("users", user) / "scheduledJobs", query, BcJson.Default.BcScheduledJob,
            cancellationToken, inEnglish: true));

    /// <summary>getScheduledJob.</summary>
    public async Task<BcScheduledJob> GetScheduledJobAsync(Guid job, CancellationToken cancellationToken) =>
        From(await ReadAsync(
            "getScheduledJob", Record("scheduledJobs", job), BcJson.Default.BcScheduledJob, cancellationToken,
            inEnglish: true).ConfigureAwait(false));

    /// <summary>getScheduledJob. Returns null if the service does not know the job, or does not know it yet.</summary>
    public async Task<BcScheduledJob?> FindScheduledJobAsync(Guid job, CancellationToken cancellationToken)
    {
        try
        {
            return await GetScheduledJobAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsRecordNotFound)
        {
            return null;
        }
    }
}
