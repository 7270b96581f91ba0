using System.Management.Automation;

namespace BcAdmin.Cmdlets.Jobs;

/// <summary>Lists background jobs of environments: listCompanies, listScheduledJobs, getScheduledJob, listUserScheduledJobs.</summary>
[Cmdlet(VerbsCommon.Get, "BcScheduledJob")]
[OutputType(typeof(BcScheduledJob))]
public sealed class GetBcScheduledJobCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcScheduledJobCommand() => _lists = new(this);

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ScheduledJobCompleter))]
    public Guid[]? ScheduledJobId { get; set; }

    /// <summary>The category. The service lists one category per call.</summary>
    [Parameter]
    [TextLength(1, 10)]
    [ArgumentCompleter(typeof(JobCategoryCompleter))]
    public string Category { get; set; } = BcScheduledJob.UserImport;

    /// <summary>User name, email address, or security ID. User imports are the same for every user.</summary>
    [Parameter]
    [Alias("UserSecurityId", "UserName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName), IsSingle = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string? User { get; set; }

    private readonly HashSet<string> _emptyCategories = new(StringComparer.OrdinalIgnoreCase);

    protected override Task EndAsync()
    {
        foreach (var category in _emptyCategories.Where(
            category => category.Length > 0 && !category.Equals(BcScheduledJob.UserImport, StringComparison.OrdinalIgnoreCase)))
        {
            var advice = Suggestion.Nearest(category, [BcScheduledJob.UserImport]) is { } nearest
                ? Messages.SuggestedJobCategory(nearest) : Messages.KnownJobCategories;
            WriteWarning(Messages.UnknownJobCategory(category, advice));
        }

        return Task.CompletedTask;
    }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (ScheduledJobId is { } ids)
        {
            foreach (var id in ids)
                await GuardAsync(id, async () => WriteObject(await automation.GetScheduledJobAsync(id, PipelineStopToken)));
            return;
        }

        if (WasRead(connection, environment, Company))
            return;

        var through = await _lists.CompanyIdAsync(automation, Company);
        if (User is not null)
        {
            await WriteUserJobsAsync(connection, environment, through, User);
            return;
        }

        var any = false;
        await foreach (var job in automation.ListScheduledJobsAsync(through, Category, Filter, PipelineStopToken))
        {
            any = true;
            WriteObject(job);
        }

        if (!any && Filter is null)
            _emptyCategories.Add(Category);
    }

    /// <summary>Writes jobs that are listed for several users only once.</summary>
    private async Task WriteUserJobsAsync(BcConnection connection, EnvironmentKey environment, Guid? through, string users)
    {
        var written = new HashSet<Guid>();
        foreach (var user in await _lists.ExpandUsersAsync(connection, environment, [users]))
        {
            var id = await _lists.FindUserAsync(connection, environment, user);
            await foreach (var job in Automation(connection, environment)
                .ListUserScheduledJobsAsync(through, id, new ODataQuery(Filter), PipelineStopToken))
            {
                if (written.Add(job.ScheduledJobId))
                    WriteObject(job);
            }
        }
    }
}
