namespace BcAdmin;

/// <summary>An app that is installed in environments of the tenant, with the ID that other cmdlets require.</summary>
public sealed record BcAppSearchResult : BcResource
{
    public string? Name { get; internal init; }

    public string? Publisher { get; internal init; }

    /// <summary>The highest version that is installed in an environment.</summary>
    public object? Version { get; internal init; }

    /// <summary>Global (Marketplace), PerTenant (uploaded), or Developer (published from a development tool).</summary>
    public string? AppType { get; internal init; }

    public Guid AppId { get; internal init; }

    /// <summary>The environments in which the app is installed.</summary>
    public IReadOnlyList<string> InstalledIn { get; internal init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    public override string ToString() => Name ?? AppId.ToString();

    internal static BcAppSearchResult Of(Guid appId, IReadOnlyList<BcApp> apps, BcConnection connection)
    {
        var newest = apps.MaxBy(app => app.Version as Version);
        var result = new BcAppSearchResult
        {
            AppId = appId,
            Name = newest?.Name,
            Publisher = newest?.Publisher,
            Version = newest?.Version,
            AppType = newest?.AppType,
            InstalledIn = [.. apps.Select(app => app.EnvironmentName)],
        };
        result.SetOrigin(connection);
        return result;
    }
}
