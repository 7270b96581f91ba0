using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BcAdmin.Definitions;

namespace BcAdmin.Completion;

/// <summary>Completes the paths of the API contracts for -Path of Invoke-BcApi.</summary>
internal static partial class ApiPaths
{
    private const string AnyCompany = "companies({companyId})/";

    private static readonly ConcurrentDictionary<string, IReadOnlyList<ApiPath>> Paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A path of a contract, with the methods and their summaries.</summary>
    private sealed record ApiPath(string Path, IReadOnlyDictionary<string, string> Methods);

    public static IEnumerable<CompletionEntry> Complete(CompletionContext typed)
    {
        var api = typed["Api"] ?? (typed.Environment is null ? DefinitionFile.AdminCenter : DefinitionFile.Automation);
        var isAdminCenter = api.Equals(DefinitionFile.AdminCenter, StringComparison.OrdinalIgnoreCase);
        if (!isAdminCenter && !api.Equals(DefinitionFile.Automation, StringComparison.OrdinalIgnoreCase))
            return []; // the module does not contain contracts of other APIs
        return
            from path in Paths.GetOrAdd(api, Read)
            let methods = path.Methods.Where(method =>
                typed["Method"] is not { } wanted || wanted.Equals(method.Key, StringComparison.OrdinalIgnoreCase)).ToList()
            where methods.Count > 0
            from text in isAdminCenter ? Fill(path.Path, typed) : InCompany(path.Path, typed["Company"] is not null)
            select new CompletionEntry(text, null, string.Join("; ", methods.Select(method => $"{method.Key}: {method.Value}")));
    }

    private static IReadOnlyList<ApiPath> Read(string api) =>
    [
        .. DefinitionFile.Operations(DefinitionFile.OpenApi(api))
            .GroupBy(found => AdminCenterPrefix().Replace(found.Path, string.Empty).TrimStart('/'), StringComparer.Ordinal)
            .Where(path => path.Key.Length > 0)
            .Select(path => new ApiPath(path.Key, path.ToDictionary(
                found => found.Method.ToUpperInvariant(), found => ((string?)found.Operation["summary"] ?? string.Empty).TrimEnd('.'),
                StringComparer.Ordinal))),
    ];

    [GeneratedRegex(@"^/admin/v[\d.]+/", RegexOptions.NonBacktracking)]
    private static partial Regex AdminCenterPrefix();

    /// <summary>Removes the company from the path if -Company is specified, because the cmdlet adds it.</summary>
    private static IEnumerable<string> InCompany(string path, bool isCompanyTyped) =>
        !isCompanyTyped ? [path] : path.StartsWith(AnyCompany, StringComparison.Ordinal) ? [path[AnyCompany.Length..]] : [];

    /// <summary>
    /// Replaces placeholders in the path with the typed values and, for the environment that is being typed, with the existing names.
    /// </summary>
    private static IEnumerable<string> Fill(string path, CompletionContext typed)
    {
        var segments = path.Replace("{applicationFamily}", typed.Family, StringComparison.Ordinal).Split('/');
        var words = typed.Word.Split('/');
        for (var i = 0; i < Math.Min(segments.Length, words.Length - 1); i++)
        {
            if (segments[i].StartsWith('{'))
                segments[i] = words[i];
        }

        var last = words.Length - 1;
        return last > 0 && last < segments.Length && segments[last].EndsWith("nvironmentName}", StringComparison.Ordinal)
            ? typed.Environments().Select(environment => string.Join('/',
                segments.Select((segment, i) => i == last ? Uri.EscapeDataString(environment.Name) : segment)))
            : [string.Join('/', segments)];
    }
}
