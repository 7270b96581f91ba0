namespace BcAdmin.Api.Automation;

/// <summary>The Automation API inside of one environment, for one connection and one cmdlet call. One file an area; all its URLs are here.</summary>
internal sealed partial class AutomationClient
{
    /// <summary>The Automation API's place among the APIs of an environment.</summary>
    public const string ApiPath = "microsoft/automation/v2.0";

    private readonly BcConnection _connection;
    private readonly EnvironmentKey _environment;
    private readonly ApiClient _api;
    private readonly Uri _root;
    private readonly Uri _base;

    public AutomationClient(BcConnection connection, EnvironmentKey environment, ApiClient api)
    {
        _connection = connection;
        _environment = environment;
        _api = api;
        var endpoint = connection.Access.EndpointOf(environment.Family);
        // Embed hosts take no tenant in the path; without a known tenant the token's counts (contract: servers, x-bc-url).
        var tenant = connection.TenantId is { } id && endpoint == connection.Access.Endpoint ? Escape(id) + "/" : string.Empty;
        _root = new Uri(endpoint, $"/v2.0/{tenant}{Escape(environment.Name)}/api/");
        _base = AddressOf(ApiPath, string.Empty);
    }

    /// <summary>A path of any API of the environment.</summary>
    public Uri AddressOf(string api, string path) => new($"{_root}{api}/{path}");

    private Uri Url(string path) => new(_base, path);

    private Uri CompanyUrl(Guid company, string? below = null) => Url($"companies({company}){(below is null ? null : "/" + below)}");

    private static string Escape(string segment) => PathSegment.Escape(segment);

    private T From<T>(T item)
        where T : BcEnvironmentResource
    {
        item.CameFrom(_connection, _environment);
        return item;
    }

    private async IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items)
        where T : BcEnvironmentResource
    {
        await foreach (var item in items.ConfigureAwait(false))
            yield return From(item);
    }

    private static BcApiException Nothing(ApiRequest request) =>
        new("UnexpectedResponse", $"The service answered {request} with nothing where an object was expected.") { Request = request.ToString() };
}
