using System.Net;
using System.Text;
using BcAdmin.Api;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Api.Automation;
using BcAdmin.Connections;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Api;

/// <summary>The API clients on a scripted network: tests check the requests, and the results of the responses.</summary>
internal sealed class TestApi : IDisposable
{
    public const string CorrelationId = "11111111-2222-3333-4444-555555555555";

    private readonly ServiceAccess _access;
    private readonly HttpClient _http;

    public TestApi(
        string endpoint = TestWire.Api, string? tenantId = "aaaaaaaa-0000-0000-0000-000000000001", string apiVersion = "2.29",
        TimeProvider? clock = null)
    {
        _access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.FromSeconds(1)), new Uri(endpoint));
        _http = new HttpClient(Network);
        Client = new ApiClient(_http, new CallContext { CorrelationId = CorrelationId, Clock = clock ?? TimeProvider.System });
        Connection = new BcConnection(_access)
        {
            Name = "contoso.example",
            TenantId = tenantId,
            ApiVersion = new Version(apiVersion),
            Endpoint = new Uri(endpoint),
        };
    }

    public ScriptedHandler Network { get; } = new();

    public ApiClient Client { get; }

    public BcConnection Connection { get; }

    public AdminCenterClient AdminCenter => new(Connection, Client);

    public AutomationClient Automation(string environment, string family = BcEnvironment.DefaultFamily) =>
        new(Connection, new(family, environment), Client);

    /// <summary>The requests, one "METHOD /path" for each call.</summary>
    public IEnumerable<string> Calls => Network.Sent.Select(sent => $"{sent.Method} {sent.Address.PathAndQuery}");

    public TestApi Answer(string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        Network.Answer(status, response => response.Content = new StringContent(json, Encoding.UTF8, "application/json"));
        return this;
    }

    /// <summary>The response of the next call is lost: it is unknown whether the service has processed it.</summary>
    public TestApi LoseAnswer()
    {
        Network.Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        return this;
    }

    /// <summary>A call of the Admin Center API, or of an API in an environment if the path begins with /v2.0/.</summary>
    public static ApiRequest Get(string path = "/admin/v2.29/applications/environments", string? operationId = null) =>
        ApiRequest.Get(
            path.StartsWith("/v2.0/", StringComparison.Ordinal) ? ServiceApi.Environment : ServiceApi.AdminCenter,
            new Uri(TestWire.Api + path)) with
        {
            OperationId = operationId,
        };

    public void Dispose()
    {
        _http.Dispose();
        _access.Dispose();
    }
}
