using System.Text.Json;
using System.Text.RegularExpressions;

namespace BcAdmin.Tests.Conventions;

/// <summary>Each call of a client specifies its operation of the contract, which determines the advice for its errors.</summary>
public partial class OperationConventions
{
    /// <summary>Methods whose first argument is a name of another kind.</summary>
    private static readonly string[] OtherNames = ["Record", "About", "Is", "IsAnyOf", "Add", "Part"];

    [Theory]
    [InlineData("AdminCenter", "admin-center.openapi.json")]
    [InlineData("Automation", "automation.openapi.json")]
    public void Each_operation_that_a_client_calls_is_in_its_contract(string client, string contract)
    {
        var operations = OperationsOf(contract);
        var used = (
            from source in Sources(client)
            from call in Call().Matches(source.Text)
            where !OtherNames.Contains(call.Groups["method"].Value, StringComparer.Ordinal)
            select (source.Name, Id: call.Groups["id"].Value)).ToList();
        var documented =
            from source in Sources(client)
            from summary in Summary().Matches(source.Text)
            where operations.Contains(summary.Groups["id"].Value)
            select (source.Name, Id: summary.Groups["id"].Value);
        Assert.True(used.Count > 50, $"Only {used.Count} calls were found.");
        Rule.Holds(
            used.Where(call => !operations.Contains(call.Id)).Select(call => $"{call.Name} calls {call.Id}, which is not an operation of {contract}.")
            .Concat(documented.Where(method => !used.Exists(call => call.Id == method.Id))
            .Select(method => $"{method.Name} documents {method.Id} and does not call it.")));
    }

    [Fact]
    public void Clients_make_requests_by_operation_only() => Rule.Holds(
        from source in Sources("AdminCenter").Concat(Sources("Automation")).Concat(Sources("Graph"))
        where source.Name != "Batch.cs" // the caller specifies the calls of a batch
        where source.Text.Contains("new ApiRequest(", StringComparison.Ordinal) || source.Text.Contains("ApiRequest.Get(", StringComparison.Ordinal)
        select $"{source.Name} creates an ApiRequest without its operation: use Get, Post, Put, Patch, or Delete of ServiceClient.");

    private static HashSet<string> OperationsOf(string contract)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "Contracts", contract)));
        return [..
            from path in document.RootElement.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where method.Value.ValueKind == JsonValueKind.Object && method.Value.TryGetProperty("operationId", out _)
            select method.Value.GetProperty("operationId").GetString()!];
    }

    private static IEnumerable<(string Name, string Text)> Sources(string client) =>
        Directory.EnumerateFiles(Repository.PathOf("src", "BcAdmin", "Api", client), "*.cs")
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(@"\b(?<method>\w+)\(\s*""(?<id>[a-z]+[A-Z]\w*)"",", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"/// <summary>(?<id>[a-z]+[A-Z]\w*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Summary();
}
