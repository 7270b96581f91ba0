namespace BcAdmin.Api;

/// <summary>The objects that a call refers to, as far as they are known. Error messages name them.</summary>
internal sealed record CallSubject
{
    private static readonly string[] AlwaysOffered =
        [AutomationClient.ApiPath, $"{AutomationClient.ApiPath}/companies", $"{AutomationClient.ApiPath}/$metadata"];

    public EnvironmentKey? Environment { get; init; }

    /// <summary>The ID of the company in the path.</summary>
    public string? Company { get; init; }

    /// <summary>The innermost record in the path: the entity set and the key.</summary>
    public (string Set, string Key)? Record { get; init; }

    /// <summary>Whether every environment has the object, so that 404 means that the environment does not exist.</summary>
    public bool IsInEveryEnvironment { get; init; }

    /// <summary>Reads the objects from the URL of a call that is not in the contract, sent by Invoke-BcApi or Invoke-BcBatch.</summary>
    public static CallSubject Of(ServiceApi api, Uri address)
    {
        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        return api switch
        {
            ServiceApi.AdminCenter => OfAdminCenter(path),
            ServiceApi.Environment => OfEnvironment(path),
            _ => new CallSubject(),
        };
    }

    /// <summary>/admin/{version}/…/applications/{family}/environments/{environment}/{set}/{key}.</summary>
    private static CallSubject OfAdminCenter(List<string> path)
    {
        var place = path.FindIndex(segment => segment.Equals("environments", StringComparison.OrdinalIgnoreCase));
        if (place < 3 || place + 1 >= path.Count || !path[place - 2].Equals("applications", StringComparison.OrdinalIgnoreCase))
            return new CallSubject();
        return new CallSubject
        {
            Environment = new EnvironmentKey(path[place - 1], path[place + 1]),
            Record = place + 4 == path.Count ? (path[place + 2], path[place + 3]) : null,
        };
    }

    /// <summary>/v2.0/{tenant}/{environment}/api/…, or without the tenant.</summary>
    private static CallSubject OfEnvironment(List<string> path)
    {
        var api = path.FindIndex(segment => segment.Equals("api", StringComparison.OrdinalIgnoreCase));
        if (api < 2)
            return new CallSubject();
        var below = path[(api + 1)..];
        var company = below.FindLast(segment => segment.StartsWith("companies(", StringComparison.OrdinalIgnoreCase));
        var record = below.FindLast(segment => segment.Contains('(', StringComparison.Ordinal));
        return new CallSubject
        {
            Environment = new EnvironmentKey(BcEnvironment.DefaultFamily, path[api - 1]),
            Company = company is null ? null : KeyOf(company),
            Record = record is null ? null : (record.Split('(')[0], KeyOf(record)),
            IsInEveryEnvironment = AlwaysOffered.Contains(string.Join('/', below), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static string KeyOf(string segment)
    {
        var key = segment[(segment.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')');
        return key.Length > 1 && key[0] == '\'' ? key[1..^1].Replace("''", "'", StringComparison.Ordinal) : key;
    }
}
