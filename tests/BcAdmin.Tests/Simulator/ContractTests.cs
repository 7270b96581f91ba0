using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BcAdmin.Simulator.Contract;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Simulator;

public sealed partial class ContractTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    public static TheoryData<string, string> AllOperations()
    {
        var data = new TheoryData<string, string>();
        foreach (var operation in ((SimulatedApi[])[SimulatedApi.AdminCenter, SimulatedApi.Automation])
            .Select(ApiContract.Load).SelectMany(contract => contract.Operations))
        {
            data.Add(operation.Api.ToString(), operation.Id);
        }

        return data;
    }

    [Fact]
    public void Both_contracts_are_loaded_completely()
    {
        foreach (var (contract, name) in Host.Simulator.Contracts.Zip((string[])["admin-center", "automation"]))
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "Contracts", $"{name}.openapi.json")));
            var operations = file.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
                .Count(method => method.Value.ValueKind == JsonValueKind.Object && method.Value.TryGetProperty("operationId", out _));
            Assert.NotEqual(0, operations);
            Assert.Equal(operations, contract.Operations.Count);
        }
    }

    [Fact]
    public void All_operations_of_the_admin_center_api_are_simulated() => Assert.Empty(
        from operation in Host.Simulator.Contracts[0].Operations
        where !Host.Simulator.Handlers.ContainsKey((operation.Api, operation.Id))
        select operation.Id);

    [Fact]
    public void Examples_of_the_contracts_match_their_schemas()
    {
        var seen = 0;
        foreach (var contract in Host.Simulator.Contracts)
        {
            foreach (var operation in contract.Operations)
            {
                foreach (var (schema, example, direction) in Examples(contract, operation))
                {
                    var violations = contract.Validator.Validate(JsonNode.Parse(example.GetRawText()), schema, direction);
                    Assert.True(violations.Count == 0,
                        $"{operation.Id} {direction}: {string.Join(" ", violations.Select(violation => violation.Message))}");
                    seen++;
                }
            }
        }

        Assert.True(seen > 150, $"Only {seen} examples were found.");
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task Every_operation_is_simulated_or_returns_that_it_is_not(string api, string operationId)
    {
        var operation = Host.Simulator.Contracts.Single(
            contract => contract.Api.ToString() == api).Operations.Single(candidate => candidate.Id == operationId);
        var token = operation.Admits("internalAdmin")
            ? await UserToken(Admin) : operation.Admits("delegatedAdmin") ? await UserToken(DelegatedAdmin) : Token;
        var answer = await SendExample(operation, token);

        // The environment has version 28: operations that were added later or removed before do not exist, as in the service.
        var offered = operation.Api == SimulatedApi.AdminCenter
            || ((operation.IntroducedIn is null || operation.IntroducedIn <= new Version(28, 3)) && operation.RemovedIn is null);
        if (Host.Simulator.Handlers.ContainsKey((operation.Api, operation.Id)))
        {
            Assert.NotEqual(HttpStatusCode.NotImplemented, answer.Status);
        }
        else if (offered)
        {
            Assert.True(answer.Status == HttpStatusCode.NotImplemented, $"{answer.Status} {answer.Text}");
            Assert.Equal("NotImplemented", answer.Code);
            Assert.Contains(operation.Id, answer.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((HttpStatusCode.NotFound, "BadRequest_ResourceNotFound"), (answer.Status, answer.Code));
        }
    }

    [Theory]
    [InlineData("GET", "/admin/v2.29/nothing/here", 404)]
    [InlineData("GET", "/admin/v2.30/applications/environments", 404)]
    [InlineData("GET", "/admin/v3.0/applications/environments", 404)]
    [InlineData("POST", "/admin/v2.29/applications/environments", 405)]
    [InlineData("GET", "/admin/v2.0/applications/environments", 200)]
    [InlineData("GET", "/admin/v2.15/applications/businesscentral/environments/SANDBOX/", 200)]
    [InlineData("GET", "/admin/v2.6/environments/operations", 404)]
    [InlineData("GET", "/admin/v2.7/environments/operations", 200)]
    [InlineData("GET", "/admin/v2.29/environments/operations/not-a-guid", 400)]
    [InlineData("GET", "/v2.0/Production/api/microsoft/automation/v2.0/nothing", 404)]
    [InlineData("DELETE", "/v2.0/Production/api/microsoft/automation/v2.0/companies", 405)]
    [InlineData("GET", "/v2.0/Production/api/microsoft/automation/v2.0/companies(no-guid)", 400)]
    [InlineData("GET", "/v2.0/Production/api/microsoft/automation/v2.0/companies?$top=many", 400)]
    [InlineData("GET", "/v2.0/contoso.example/production/api/microsoft/automation/v2.0/companies", 200)]
    public async Task Paths_methods_versions_and_parameters_are_checked(string method, string path, int expected)
    {
        var answer = await Send(new HttpMethod(method), path);
        Assert.True((int)answer.Status == expected, $"{answer.Status} {answer.Text}");
        Assert.True(Guid.TryParse(answer.Header("ms-correlation-x"), out _));
    }

    [Theory]
    [InlineData("""{"enabled":"true","enabled":"false"}""", 400)]
    [InlineData("""{"enabled":"true"} and more""", 400)]
    [InlineData("\uFEFF{\"enabled\":true}", 200)]
    public async Task A_body_is_one_JSON_value_with_unique_properties(string body, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Environments}/Sandbox/settings/accesswithm365licenses")
        {
            Content = new StringContent(body),
        };
        request.Headers.Authorization = new("Bearer", Token);
        var answer = await Read(await Http.SendAsync(request));
        Assert.True((int)answer.Status == expected, answer.Text);
        Assert.Equal(expected == 400 ? "invalidInput" : null, answer.Json is null ? null : answer.Code);
    }

    [Theory]
    [InlineData("""{"environmentType":"Sandbox","countryCode":"DK","ringName":null,"applicationVersion":null}""", HttpStatusCode.Accepted)]
    [InlineData("""{"environmentType":"Sandbox","countryCode":null}""", HttpStatusCode.BadRequest)]
    public async Task A_null_member_counts_as_missing(string body, HttpStatusCode expected)
    {
        var answer = await Send(HttpMethod.Put, $"{Environments}/Nulls", JsonNode.Parse(body));
        Assert.True(answer.Status == expected, answer.Text);
    }

    [Fact]
    public async Task A_value_that_matches_no_alternative_is_named()
    {
        var answer = await Post($"{Environments}/Sandbox/settings/accesswithm365licenses", new JsonObject { ["enabled"] = "perhaps" });
        Assert.Equal(("invalidInput", "enabled"), (answer.Code, (string?)answer.Object["target"]));
        Assert.StartsWith("enabled must be", (string)answer.Object["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_operation_exists_from_version_2_28()
    {
        var operation =
            (await Send(HttpMethod.Put, $"{Environments}/Dev", new JsonObject { ["environmentType"] = "Sandbox", ["countryCode"] = "DK" })).Object;
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"/admin/v2.27/environments/operations/{operation["id"]}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get($"/admin/v2.28/environments/operations/{operation["id"]}")).Status);
    }

    private async Task<Answer> SendExample(ContractOperation operation, string token)
    {
        var path = Placeholder().Replace(operation.Path, match => Uri.EscapeDataString(match.Groups["name"].Value switch
        {
            "companyId" => Denmark,
            "environmentName" or "sourceEnvironmentName" => "Sandbox",
            var name => Example(operation, name),
        }));
        var query = operation.Parameters.Where(parameter => parameter.Required && parameter.In == "query")
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Example(operation, parameter.Name))}");
        var url = $"{(operation.Api == SimulatedApi.AdminCenter ? "" : Automation)}{path}?{string.Join('&', query)}";

        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), url);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (operation.BodyContentType == "application/json")
            request.Content = new StringContent(RequestExample(operation), System.Text.Encoding.UTF8, "application/json");
        else if (operation.BodyContentType is { } type)
            request.Content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new(type) } };
        return await Read(await Http.SendAsync(request));
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    private static string RequestExample(ContractOperation operation)
    {
        var media = operation.Document.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        return media.TryGetProperty("example", out var example)
            ? example.GetRawText()
            : media.GetProperty("examples").EnumerateObject().First().Value.GetProperty("value").GetRawText();
    }

    private static string Example(ContractOperation operation, string parameter)
    {
        var raw = operation.Document.GetProperty("parameters").EnumerateArray().Select(operation.Contract.Resolve)
            .Single(candidate => candidate.GetProperty("name").GetString() == parameter);
        return raw.GetProperty("example").ToString();
    }

    private static IEnumerable<(JsonElement Schema, JsonElement Example, Direction Direction)> Examples(
        ApiContract contract, ContractOperation operation)
    {
        var bodies = operation.Document.GetProperty("responses")
            .EnumerateObject().Select(response => (contract.Resolve(response.Value), Direction.Response));
        if (operation.Document.TryGetProperty("requestBody", out var request))
            bodies = bodies.Append((request, Direction.Request));

        foreach (var (body, direction) in bodies)
        {
            if (!body.TryGetProperty("content", out var content))
                continue;

            foreach (var media in content.EnumerateObject().Where(media => media.Name == "application/json").Select(media => media.Value))
            {
                var schema = media.GetProperty("schema");
                if (media.TryGetProperty("example", out var example))
                    yield return (schema, example, direction);
                if (!media.TryGetProperty("examples", out var examples))
                    continue;
                foreach (var named in examples.EnumerateObject())
                    yield return (schema, named.Value.GetProperty("value"), direction);
            }
        }
    }
}
