using BcAdmin.Connections;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Connections;

public sealed class ServiceAccessTests
{
    private const string Cloud = "https://api.businesscentral.dynamics.com";

    [Theory]
    [InlineData(Cloud, Cloud + "/admin/v2.29/x", true)]
    [InlineData(Cloud, "https://API.BusinessCentral.Dynamics.com:443/x", true)]
    [InlineData(Cloud, "https://contoso.api.bc.dynamics.com/x", true)]
    [InlineData(Cloud, "https://CONTOSO.API.BC.DYNAMICS.COM/x", true)]
    [InlineData(Cloud, "http://api.businesscentral.dynamics.com/x", false)]
    [InlineData(Cloud, "https://api.businesscentral.dynamics.com:444/x", false)]
    [InlineData(Cloud, "https://api.businesscentral.dynamics.com.contoso.example/x", false)]
    [InlineData(Cloud, "https://xapi.businesscentral.dynamics.com/x", false)]
    [InlineData(Cloud, "https://api-businesscentral-dynamics.com/x", false)]
    [InlineData(Cloud, "https://api.businesscentral.dynamics.com@contoso.example/x", false)]
    [InlineData(Cloud, "https://аpi.businesscentral.dynamics.com/x", false)] // the first letter is Cyrillic
    [InlineData(Cloud, "http://contoso.api.bc.dynamics.com/x", false)]
    [InlineData(Cloud, "https://contoso.api.bc.dynamics.com:8443/x", false)]
    [InlineData(Cloud, "https://a.b.api.bc.dynamics.com/x", false)]
    [InlineData(Cloud, "https://contoso.api.bc.dynamics.com.contoso.example/x", false)]
    [InlineData(Cloud, "https://contosoapi.bc.dynamics.com/x", false)]
    [InlineData(Cloud, "https://api.bc.dynamics.com/x", false)]
    [InlineData("https://api.contoso.example", "https://contoso.api.bc.dynamics.com/x", false)]
    [InlineData("https://api.contoso.example", "https://api.contoso.example/x", true)]
    [InlineData("https://api.contoso.example", Cloud + "/x", false)]
    [InlineData("https://localhost:1234", "https://localhost:1234/x", true)]
    [InlineData("https://localhost:1234", "https://127.0.0.1:1234/x", false)]
    [InlineData("https://localhost:1234", "https://localhost:1235/x", false)]
    public void Only_the_hosts_of_the_connection_receive_its_token(string endpoint, string address, bool expected) =>
        Assert.Equal(expected, ServiceAccess.IsApiAddress(new Uri(endpoint), new Uri(address)));

    [Theory]
    [InlineData(Cloud, "BusinessCentral", Cloud)]
    [InlineData(Cloud, "businesscentral", Cloud)]
    [InlineData(Cloud, "Contoso", "https://contoso.api.bc.dynamics.com")]
    [InlineData("https://api.contoso.example", "Contoso", "https://api.contoso.example")]
    [InlineData("https://localhost:1234", "Contoso", "https://localhost:1234")]
    public void An_embed_app_has_a_separate_host_in_the_public_cloud_only(string endpoint, string family, string expected)
    {
        using var access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.Zero), new Uri(endpoint));
        Assert.Equal(new Uri(expected), access.EndpointOf(family));
        Assert.True(ServiceAccess.IsApiAddress(access.Endpoint, access.EndpointOf(family)));
    }

    [Theory]
    [InlineData("contoso.example/x")]
    [InlineData("contoso.example#")]
    [InlineData("a.b")]
    [InlineData("contoso.example:443")]
    [InlineData("user@contoso")]
    [InlineData(" ")]
    public void A_family_that_is_not_a_host_name_sends_no_token_elsewhere(string family)
    {
        using var access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.Zero), ServiceAccess.DefaultEndpoint);
        var failure = Assert.Throws<BcException>(() => access.EndpointOf(family));
        Assert.Equal(("InvalidArgument", (object?)family), (failure.Code, failure.Target));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com", Cloud, "https://graph.microsoft.com", "https://graph.microsoft.com")]
    [InlineData("https://login.microsoftonline.us", Cloud, "https://graph.microsoft.us", "https://graph.microsoft.us")]
    [InlineData("https://login.partner.microsoftonline.cn", Cloud, "https://microsoftgraph.chinacloudapi.cn",
        "https://microsoftgraph.chinacloudapi.cn")]
    [InlineData("https://localhost:1234", "https://localhost:1234", "https://localhost:1234", "https://graph.microsoft.com")]
    public void Microsoft_Graph_is_that_of_the_connections_cloud(string authority, string endpoint, string host, string resource)
    {
        using var access = new ServiceAccess(Person(authority), new Uri(endpoint));
        using var graph = access.ForGraph("adele@contoso.example", ["User.Read"]);
        Assert.Equal((new Uri(host), new Uri(resource)), (graph.Endpoint, graph.Resource));
    }

    [Fact]
    public void No_user_token_is_sent_to_an_unknown_Microsoft_Graph()
    {
        using var access = new ServiceAccess(Person("https://login.contoso.example"), ServiceAccess.DefaultEndpoint);
        var failure = Assert.Throws<BcException>(() => access.ForGraph(null, ["User.Read"]));
        Assert.Equal("EndpointNotAvailable", failure.Code);
    }

    [Fact]
    public async Task No_app_token_is_sent_to_an_unknown_Microsoft_Graph()
    {
        using var access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.Zero), new Uri("https://localhost:1234"));
        var failure = await Assert.ThrowsAsync<BcException>(
            () => access.GetGraphAsync(new(IsApp: true, null, ["User.Read"]), TestContext.Current.CancellationToken));
        Assert.Equal("EndpointNotAvailable", failure.Code);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("ABC", false)]
    [InlineData("bcd", false)]
    [InlineData("abcdefgh", false)]
    public void A_hint_is_compared_with_the_beginning_of_the_secret(string hint, bool expected)
    {
        using var access = new ServiceAccess(
            TestWire.Options(TimeProvider.System, TimeSpan.Zero) with { ClientSecret = TestWire.Secure("abcdef") }, ServiceAccess.DefaultEndpoint);
        Assert.Equal(expected, access.HasSecretWithPrefix(hint));
    }

    private static WireOptions Person(string authority) => new()
    {
        Flow = SignInFlow.DeviceCode,
        TenantId = "contoso.example",
        ClientId = "1950a258-227b-4e31-a9cf-717495945fc2",
        Authority = new Uri(authority),
        Resource = ServiceAccess.DefaultEndpoint,
        IsApiAddress = _ => false,
        ShowDeviceCode = (_, _) => Task.CompletedTask,
    };

    [Fact]
    public void A_closed_connection_sends_no_call()
    {
        var access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.Zero), ServiceAccess.DefaultEndpoint);
        var connection = new BcConnection(access) { Name = "contoso.example" };
        Assert.Same(access, connection.Access);
        connection.Close();
        Assert.Equal("NotConnected", Assert.Throws<BcException>(() => connection.Access).Code);
    }
}
