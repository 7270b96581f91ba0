using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>The information about a tenant that needs no sign-in.</summary>
public sealed class FindTenantTests : IDisposable
{
    private const string Id = "aaaaaaaa-0000-0000-0000-00000000000a";
    private const string Unreachable = "The sign-in service login.contoso.example did not return the metadata of the tenant contoso.example: ";
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 30, 0, TimeSpan.Zero);

    private readonly ScriptedHandler _network = new();
    private readonly Wire _wire;

    public FindTenantTests() => _wire = Wire.Open(
        TestWire.Options(new TestClock(), TimeSpan.FromMinutes(5)), new TestHooks(Primary: _network));

    public void Dispose()
    {
        _wire.Dispose();
        _network.Dispose();
    }

    [Theory]
    [InlineData("""{ "issuer": "https://login.contoso.example/ID/v2.0" }""", Id)]
    [InlineData("""{ "issuer": "https://login.example/{tenantid}/v2.0", "token_endpoint": "https://login.example/ID/oauth2/token" }""", Id)]
    [InlineData("""{ "issuer": null, "token_endpoint": 3, "authorization_endpoint": "https://login.contoso.example/ID/oauth2/authorize" }""", Id)]
    [InlineData("""{ "issuer": "https://login.contoso.example/contoso.example/v2.0", "other": "https://login.contoso.example/ID" }""", null)]
    [InlineData("{}", null)]
    public async Task Its_ID_is_a_part_of_the_addresses(string metadata, string? id)
    {
        Answer(HttpStatusCode.OK, metadata.Replace("ID", Id, StringComparison.Ordinal));

        Assert.Equal(new TenantFacts(id, Now), await FindAsync());

        var request = Assert.Single(_network.Sent);
        Assert.Equal(
            ("GET", "https://login.contoso.example/contoso.example/v2.0/.well-known/openid-configuration", null),
            (request.Method, request.Address.AbsoluteUri, request.Authorization));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_tenant_that_does_not_exist_has_no_ID_and_the_time_of_the_service_is_known(HttpStatusCode status)
    {
        Answer(status, $$"""{ "issuer": "https://login.contoso.example/{{Id}}/v2.0" }""");
        Assert.Equal(new TenantFacts(null, Now), await FindAsync());
    }

    [Fact]
    public async Task A_name_is_one_segment_of_the_address()
    {
        Answer(HttpStatusCode.NotFound, "{}");
        await _wire.FindTenantAsync("a/../b?c", default);
        Assert.Equal("/a%2F..%2Fb%3Fc/v2.0/.well-known/openid-configuration", Assert.Single(_network.Sent).Address.PathAndQuery);
    }

    [Theory]
    [InlineData("<html>Sign in to the network</html>")]
    [InlineData("[]")]
    public async Task A_page_of_the_network_is_reported(string page)
    {
        Answer(HttpStatusCode.OK, page);
        await FailsAsync();
    }

    [Fact]
    public async Task A_lost_connection_and_an_expired_time_are_reported()
    {
        _network.Fail(new HttpRequestException("The connection was lost.")).Fail(new TaskCanceledException("No response."));
        Assert.Equal(Unreachable + "The connection was lost.", (await FailsAsync()).Message);
        Assert.Equal(Unreachable + "No response.", (await FailsAsync()).Message);
    }

    [Fact]
    public async Task The_reason_contains_no_secret()
    {
        _network.Fail(new HttpRequestException($"The proxy http://name:geheim-wort@proxy:3128 closed the connection for {TestWire.Token} now."));
        var failure = await FailsAsync();
        Assert.Equal(Unreachable + "The proxy http://***@proxy:3128 closed the connection for *** now.", failure.Message);
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task The_cause_is_kept_if_it_contains_no_secret()
    {
        var cause = new HttpRequestException("The connection was lost.");
        _network.Fail(cause);
        Assert.Same(cause, (await FailsAsync()).InnerException);
    }

    [Fact]
    public async Task Canceling_is_not_a_failure_of_the_service()
    {
        using var user = new CancellationTokenSource();
        _network.Do(async (_, stopped) =>
        {
            await user.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, stopped);
            throw new InvalidOperationException("The call was not canceled.");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _wire.FindTenantAsync("contoso.example", user.Token));
    }

    private Task<TenantFacts> FindAsync() => _wire.FindTenantAsync("contoso.example", default);

    private async Task<WireException> FailsAsync()
    {
        var failure = await Assert.ThrowsAsync<WireException>(FindAsync);
        Assert.Equal(WireFailure.SignInUnreachable, failure.Failure);
        Assert.StartsWith(Unreachable, failure.Message, StringComparison.Ordinal);
        Assert.Equal("Check the network, the proxy, and the name of the cloud.", failure.Advice);
        return failure;
    }

    private void Answer(HttpStatusCode status, string body) => _network.Answer(status, response =>
    {
        response.Content = new StringContent(body);
        response.Headers.Date = Now;
    });
}
