using System.Text.RegularExpressions;

namespace BcAdmin.Api.AdminCenter;

/// <summary>Finds the app that a text identifies: by ID, by the URL of its AppSource page, or by name, in this order.</summary>
internal static partial class AppFinder
{
    /// <summary>The ID if the text contains one; null for a name.</summary>
    public static Guid? IdOf(string app)
    {
        if (Guid.TryParse(app, out var id))
            return id;
        return MarketplaceId().Match(app) is { Success: true } match ? Guid.Parse(match.Groups["id"].ValueSpan) : null;
    }

    /// <summary>The ID as text if the text contains one; otherwise the text itself, which is a name.</summary>
    public static string IdOrName(string app) => IdOf(app)?.ToString() ?? app;

    /// <summary>The text for prompts: the ID, preceded by the name if the user typed a name.</summary>
    public static string Describe(string typed, Guid id) => IdOf(typed) is null ? $"{typed} ({id})" : id.ToString();

    /// <summary>The names and IDs that a filter is matched against.</summary>
    public static IEnumerable<string?> TextsOf(BcApp app) => [app.AppId.ToString(), app.Name];

    /// <summary>The app with that name; null if there is none. An app that is installed in several environments counts once.</summary>
    /// <exception cref="BcException">AmbiguousApp: several apps have the name.</exception>
    public static BcApp? Pick(IReadOnlyCollection<BcApp> apps, string name)
    {
        var found = ExactName.Find(apps, name, app => [app.Name]).DistinctBy(app => app.AppId).ToList();
        return found.Count < 2
            ? found.FirstOrDefault()
            : throw new BcException(ErrorCode.AmbiguousApp, Messages.SeveralAppsHaveName(name, found))
            {
                Target = name,
                Advice = Messages.SpecifyAppId,
            };
    }

    /// <param name="environment">The environment that does not have the app.</param>
    /// <param name="app">What the user typed.</param>
    /// <param name="apps">The apps of the environment, if they are known.</param>
    public static BcException NotFound(EnvironmentKey environment, string app, IEnumerable<BcApp>? apps = null) =>
        new(ErrorCode.AppNotFound, Messages.AppNotInEnvironment(environment, app))
        {
            Target = app,
            Suggestion = Suggestion.Nearest(app, (apps ?? []).Select(known => known.Name)),
            AdviceFor = connection => Messages.ListApps(environment, connection),
        };

    /// <summary>The app ID in an AppSource URL, such as …/PUBID.contoso%7CAID.sales%7CPAPPID.63ca2fa4-….</summary>
    [GeneratedRegex(@"PAPPID(\.|%2E)(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MarketplaceId();
}
