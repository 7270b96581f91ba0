namespace BcAdmin.Api;

/// <summary>
/// What a refused call did not find, in the words of the user: the Automation API blames a segment of its path or a record, where an environment, a
/// company, or a user was named. So the same mistake has the same code and advice whichever API reports it.
/// </summary>
internal sealed record MissingObject(ErrorCode Code, string Message, string Advice)
{
    private static readonly Dictionary<string, (ErrorCode Code, string Noun, string Cmdlet)> Records = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accessControls"] = (ErrorCode.AccessControlNotFound, "access control", "Get-BcAccessControl"),
        ["automationCompanies"] = (ErrorCode.CompanyNotFound, "company", "Get-BcCompany"),
        ["companies"] = (ErrorCode.CompanyNotFound, "company", "Get-BcCompany"),
        ["extensions"] = (ErrorCode.ExtensionNotFound, "extension with the package id", "Get-BcExtension"),
        ["features"] = (ErrorCode.FeatureNotFound, "feature", "Get-BcFeature"),
        ["scheduledJobs"] = (ErrorCode.ScheduledJobNotFound, "scheduled job", "Get-BcScheduledJob"),
        ["securityGroups"] = (ErrorCode.SecurityGroupNotFound, "security group", "Get-BcSecurityGroup"),
        ["sessions"] = (ErrorCode.SessionNotFound, "session", "Get-BcSession"),
        ["userPermissions"] = (ErrorCode.UserPermissionNotFound, "permission assignment", "Get-BcUserPermission"),
        ["users"] = (ErrorCode.UserNotFound, "user", "Get-BcUser"),
        ["usersPermissions"] = (ErrorCode.UserNotFound, "user", "Get-BcUser"),
    };

    /// <summary>What is missing; null where the code is about something else.</summary>
    /// <param name="code">The code of the answer.</param>
    /// <param name="message">The text of the answer.</param>
    /// <param name="address">The address of the call.</param>
    public static MissingObject? Of(ErrorCode code, string? message, Uri address)
    {
        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (path.Count > 0 && path[0].Equals("admin", StringComparison.OrdinalIgnoreCase))
            return OfAdminCenter(code, path);

        // /v2.0/{tenant}/{environment}/api/…, or without the tenant.
        var api = path.FindIndex(segment => segment.Equals("api", StringComparison.OrdinalIgnoreCase));
        if (api < 2 || !path[0].StartsWith('v'))
            return null;
        var environment = path[api - 1];
        return code switch
        {
            _ when code.Is(ErrorCode.BadRequest_ResourceNotFound) && (IsAboutEnvironment(message, environment) || IsAlwaysOffered(path[(api + 1)..])) => NoEnvironment(environment),
            _ when code.Is(ErrorCode.Internal_CompanyNotFound) && KeyOf(path.FindLast(segment => segment.StartsWith("companies(", StringComparison.OrdinalIgnoreCase))) is { } company =>
                Record("companies", company, environment),
            _ when code.Is(ErrorCode.Internal_RecordNotFound) && path.FindLast(segment => segment.Contains('(', StringComparison.Ordinal)) is { } record =>
                Record(record.Split('(')[0], KeyOf(record)!, environment),
            _ => null,
        };
    }

    /// <summary>Name of the environment that a call is about; null for a call about none.</summary>
    public static string? EnvironmentOf(Uri address)
    {
        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var place = Array.FindIndex(path, segment => segment.Equals("environments", StringComparison.OrdinalIgnoreCase)) + 1;
        if (place == 0 && path.Length > 0 && path[0].StartsWith('v'))
            place = Array.FindIndex(path, segment => segment.Equals("api", StringComparison.OrdinalIgnoreCase)) - 1;
        return place > 0 && place < path.Length ? Uri.UnescapeDataString(path[place]) : null;
    }

    private static MissingObject? OfAdminCenter(ErrorCode code, List<string> path)
    {
        var place = path.FindIndex(segment => segment.Equals("environments", StringComparison.OrdinalIgnoreCase)) + 1;
        return code.Is(ErrorCode.ResourceDoesNotExist) && place > 0 && place + 3 == path.Count
            ? Record(path[place + 1], path[place + 2], path[place])
            : null;
    }

    private static MissingObject NoEnvironment(string name) =>
        new(ErrorCode.EnvironmentNotFound, $"There is no environment '{name}', or it is not running.", ApiAdvice.EnvironmentNotFound);

    private static MissingObject? Record(string set, string key, string environment) => Records.TryGetValue(set, out var known)
        ? new(known.Code, $"Environment {environment} has no {known.Noun} '{key}'.", $"{known.Cmdlet} '{environment}' lists what it has.")
        : null;

    private static bool IsAboutEnvironment(string? message, string environment) =>
        message?.Contains("environment", StringComparison.OrdinalIgnoreCase) == true && message.Contains(environment, StringComparison.OrdinalIgnoreCase);

    /// <summary>The service document and the companies: every environment has them, so that nothing but the environment can be missing.</summary>
    private static bool IsAlwaysOffered(List<string> below) =>
        below.Take(3).SequenceEqual(Automation.AutomationClient.ApiPath.Split('/'), StringComparer.OrdinalIgnoreCase)
        && (below.Count == 3 || (below.Count == 4 && (below[3].Equals("companies", StringComparison.OrdinalIgnoreCase) || below[3].Equals("$metadata", StringComparison.Ordinal))));

    private static string? KeyOf(string? segment)
    {
        if (segment is null)
            return null;
        var key = segment[(segment.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')');
        return key.Length > 1 && key[0] == '\'' ? key[1..^1].Replace("''", "'", StringComparison.Ordinal) : key;
    }
}
