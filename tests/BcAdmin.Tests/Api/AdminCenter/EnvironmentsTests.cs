using System.Net;

namespace BcAdmin.Tests.Api.AdminCenter;

public sealed class EnvironmentsTests : IDisposable
{
    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private static EnvironmentKey Key(string name) => new("BusinessCentral", name);

    [Theory]
    [InlineData("My Test", "My%20Test")]
    [InlineData("O'Neil/50% #1?", "O%27Neil%2F50%25%20%231%3F")]
    [InlineData("Prøve日", "Pr%C3%B8ve%E6%97%A5")]
    public async Task Special_characters_in_names_stay_in_one_path_segment(string name, string segment)
    {
        _api.Answer("""{"name":"x"}""");
        await _api.AdminCenter.GetEnvironmentAsync(new("Embed App", name), CancellationToken.None);
        Assert.Equal([$"GET /admin/v2.29/applications/Embed%20App/environments/{segment}"], _api.Calls);
    }

    [Fact]
    public async Task Objects_have_the_properties_of_their_origin()
    {
        _api.Answer("""{"value":[{"name":"A"}]}""");
        await foreach (var environment in _api.AdminCenter.ListEnvironmentsAsync(null, CancellationToken.None))
            Assert.Equal((_api.Connection, _api.Connection.TenantId), (environment.Connection, environment.TenantId));
        Assert.Equal(["GET /admin/v2.29/applications/environments"], _api.Calls);
    }

    [Fact]
    public async Task The_API_version_is_that_of_the_connection()
    {
        using var old = new TestApi(apiVersion: "2.15");
        old.Answer("""{"value":[]}""");
        await foreach (var _ in old.AdminCenter.ListEnvironmentsAsync("BusinessCentral", CancellationToken.None))
            Assert.Fail("The list is empty.");
        Assert.Equal(["GET /admin/v2.15/applications/BusinessCentral/environments"], old.Calls);
    }

    [Fact]
    public async Task An_empty_environment_response_is_an_error()
    {
        _api.Answer("null");
        var failure = await Assert.ThrowsAsync<BcApiException>(() => _api.AdminCenter.GetEnvironmentAsync(Key("A"), CancellationToken.None));
        Assert.Equal("UnexpectedResponse", failure.Code);
    }

    [Fact]
    public async Task A_create_request_matches_the_contract()
    {
        _api.Answer("""{"id":"00000000-0000-0000-0000-000000000001","type":"create","status":"scheduled"}""", HttpStatusCode.Accepted);
        var operation = await _api.AdminCenter.CreateEnvironmentAsync(
            Key("Dev"), new CreateEnvironmentRequest("Sandbox", "DK", null, null), CancellationToken.None);
        Assert.Equal(new Guid("00000000-0000-0000-0000-000000000001"), operation.OperationId);
        Assert.Equal(["PUT /admin/v2.29/applications/BusinessCentral/environments/Dev"], _api.Calls);
        Assert.Equal("""{"environmentType":"Sandbox","countryCode":"DK"}""", _api.Network.Sent[0].Body);
    }

    [Fact]
    public async Task A_copy_has_the_source_in_its_path_and_the_new_name_in_its_body()
    {
        _api.Answer("""{"id":"00000000-0000-0000-0000-000000000004","type":"copy","status":"scheduled"}""", HttpStatusCode.Accepted);
        await _api.AdminCenter.CopyEnvironmentAsync(Key("Production"), new CopyEnvironmentRequest("UAT", "Sandbox"), CancellationToken.None);
        Assert.Equal(["POST /admin/v2.29/applications/BusinessCentral/environments/Production/copy"], _api.Calls);
        Assert.Equal("""{"environmentName":"UAT","type":"Sandbox"}""", _api.Network.Sent[0].Body);
    }
}
