using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Finds apps and their IDs among the installed apps of all active environments: listEnvironments, listInstalledApps.</summary>
[Cmdlet(VerbsCommon.Find, "BcApp")]
[OutputType(typeof(BcAppSearchResult))]
public sealed class FindBcAppCommand : BcConnectedCmdlet, IThrottled
{
    private readonly EnvironmentLists _lists;

    public FindBcAppCommand() => _lists = new(this);

    /// <summary>Parts of names or publishers, patterns, IDs, or AppSource URLs. The default is all apps.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("AppId", "App", "AppName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcApp), nameof(BcApp.AppId))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Name, async connection =>
    {
        var (apps, unread) = (new List<BcApp>(), 0);
        foreach (var environment in await ActiveEnvironmentsAsync(connection, null, null))
        {
            unread++;
            await GuardAsync(environment.Name, async () =>
            {
                apps.AddRange(await _lists.AppsAsync(connection, environment));
                unread--;
            });
        }

        var written = new HashSet<Guid>();
        foreach (var name in Name)
        {
            await GuardAsync(name, () =>
            {
                foreach (var result in Find(connection, name, apps, isComplete: unread == 0).Where(result => written.Add(result.AppId)))
                    WriteObject(result);
                return Task.CompletedTask;
            });
        }
    });

    private static IEnumerable<BcAppSearchResult> Find(BcConnection connection, string name, List<BcApp> apps, bool isComplete)
    {
        var id = AppFinder.IdOf(name);
        var found = apps.Where(id is null ? MatchOf(name) : app => app.AppId == id).ToList();
        if (found.Count > 0)
        {
            return found.GroupBy(app => app.AppId).Select(group => BcAppSearchResult.Of(group.Key, [.. group], connection))
                .OrderBy(result => result.Name, StringComparer.OrdinalIgnoreCase);
        }

        if (id is { } known && !Guid.TryParse(name, out _))
            return [BcAppSearchResult.Of(known, [], connection)]; // an AppSource URL of an app that is not installed in any environment
        if (NameFilter.HasWildcards(name) || !isComplete)
            return [];
        throw new BcException(ErrorCode.AppNotFound, Messages.NoEnvironmentHasApp(connection, name))
        {
            Target = name,
            Suggestion = Suggestion.Nearest(name, apps.Select(app => app.Name)),
            Advice = Messages.FindAppInAppSource,
        };
    }

    private static Func<BcApp, bool> MatchOf(string name)
    {
        if (NameFilter.Invalid(name) is { } invalid)
            throw invalid;
        if (!NameFilter.HasWildcards(name))
            return app => Contains(app.Name) || Contains(app.Publisher);
        var pattern = new NamePattern(name);
        return app => pattern.MatchOf(app.Name) != NameMatch.None || pattern.MatchOf(app.Publisher ?? string.Empty) != NameMatch.None;

        bool Contains(string? text) => text?.Contains(WildcardPattern.Unescape(name), StringComparison.OrdinalIgnoreCase) == true;
    }
}
