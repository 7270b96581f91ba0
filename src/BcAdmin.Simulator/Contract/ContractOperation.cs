using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Contract;

/// <summary>One operation of a contract, with the data that the simulator needs to authorize and validate a call.</summary>
internal sealed partial class ContractOperation
{
    private readonly JsonElement _permissions;

    public ContractOperation(ApiContract contract, string method, string path, JsonElement document)
    {
        Contract = contract;
        Method = method;
        Path = path;
        Document = document;
        Id = document.GetProperty("operationId").GetString()!;
        _permissions = document.GetProperty("x-bc-permissions");
        Parameters = document.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(parameter => new ContractParameter(contract.Resolve(parameter)))]
            : [];

        (IntroducedIn, RemovedIn) = ReadVersions(document.GetProperty("x-bc-introduced").GetString()!);

        if (document.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content").EnumerateObject().First();
            BodyRequired = body.TryGetProperty("required", out var required) && required.GetBoolean();
            BodyContentType = content.Name;
            BodySchema = content.Value.GetProperty("schema");
        }
    }

    public ApiContract Contract { get; }

    public SimulatedApi Api => Contract.Api;

    public string Id { get; }

    public string Method { get; }

    public string Path { get; }

    public JsonElement Document { get; }

    public IReadOnlyList<ContractParameter> Parameters { get; }

    public bool BodyRequired { get; }

    public string? BodyContentType { get; }

    public JsonElement? BodySchema { get; }

    /// <summary>The first version that has the operation: of the API for the Admin Center, of the environment for the Automation API.</summary>
    public Version? IntroducedIn { get; }

    /// <summary>The first version that no longer has it.</summary>
    public Version? RemovedIn { get; }

    /// <summary>Whether a version of the API, or of the environment, has the operation.</summary>
    public bool IsIn(Version version) => (IntroducedIn is null || IntroducedIn <= version) && (RemovedIn is null || RemovedIn > version);

    /// <summary>Whether the documentation does not specify the status of a successful response.</summary>
    public bool StatusIsUndocumented =>
        Document.GetProperty("responses").TryGetProperty("200", out var good) && good.TryGetProperty("x-bc-status-undocumented", out _);

    /// <summary>Whether the documented errors of the operation include this code (and, if specified, this target).</summary>
    public bool Documents(string code, string? target = null) => Document.GetProperty("x-bc-errors").EnumerateArray().Any(error =>
        string.Equals(error.GetProperty("code").GetString(), code, StringComparison.Ordinal)
        && (target is null || (error.TryGetProperty("target", out var documented) && documented.GetString() == target)));

    /// <summary>The permission of a kind of caller (a key of <c>x-bc-permissions</c>). If it is not documented, the call is allowed.</summary>
    public bool Admits(string permissionKey) =>
        !_permissions.TryGetProperty(permissionKey, out var value) || !string.Equals(value.GetString(), "no", StringComparison.Ordinal);

    /// <summary>Whether the documentation requires a permission set inside the environment.</summary>
    public bool Needs(string permissionSet) =>
        _permissions.TryGetProperty("permissionSets", out var sets) && sets.ValueKind == JsonValueKind.Array
        && sets.EnumerateArray().Any(set => string.Equals(set.GetString(), permissionSet, StringComparison.Ordinal));

    /// <summary>The schema of a response; null if the contract does not have one. The default response is that of errors.</summary>
    public JsonElement? ResponseSchema(int status)
    {
        var responses = Document.GetProperty("responses");
        if (!responses.TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response)
            && (status < 400 || !responses.TryGetProperty("default", out response)))
        {
            return null;
        }

        return Contract.Resolve(response).TryGetProperty("content", out var content)
            ? content.EnumerateObject().First().Value.GetProperty("schema")
            : null;
    }

    private static (Version? Introduced, Version? Gone) ReadVersions(string text)
    {
        return (Find(IntroducedPattern()), Find(RemovedPattern()));

        Version? Find(Regex pattern) => pattern.Match(text) is { Success: true } match ? Version.Parse(match.Groups["version"].ValueSpan) : null;
    }

    [GeneratedRegex(@"^v?(?<version>\d+\.\d+)\b", RegexOptions.None, 1000)]
    private static partial Regex IntroducedPattern();

    [GeneratedRegex(@"gone in (?<version>\d+\.\d+)", RegexOptions.None, 1000)]
    private static partial Regex RemovedPattern();
}

internal sealed class ContractParameter(JsonElement document)
{
    public string Name { get; } = document.GetProperty("name").GetString()!;

    /// <summary>path, query or header.</summary>
    public string In { get; } = document.GetProperty("in").GetString()!;

    public bool Required { get; } = document.TryGetProperty("required", out var required) && required.GetBoolean();

    public JsonElement Schema { get; } = document.GetProperty("schema");
}
