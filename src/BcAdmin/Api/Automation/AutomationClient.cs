using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

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

    /// <summary>A text as the key of a path: quoted, a quote inside doubled, and the rest escaped. Quotes go as they are, which is how the contract writes them.</summary>
    private static string TextKey(string key) => Escape(ODataQuery.Literal(key)).Replace("%27", "'", StringComparison.Ordinal);

    /// <summary>A list that is reached through a company: <paramref name="through"/> or any.</summary>
    /// <param name="through">The company.</param>
    /// <param name="path">Below the company.</param>
    /// <param name="query">What the service is to leave out.</param>
    /// <param name="type">How rows are read.</param>
    /// <param name="inEnglish">Asks for display texts in English, where they are to be compared.</param>
    private async IAsyncEnumerable<T> ListAsync<T>(
        Guid? through, string path, ODataQuery? query, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken, bool inEnglish = false)
    {
        var request = ApiRequest.Get(CompanyUrl(through ?? await AnyCompanyAsync(cancellationToken).ConfigureAwait(false), path + query));
        if (inEnglish)
            request = InEnglish(request);
        var rows = _api.ListAsync(request, type, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = rows.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync().ConfigureAwait(false))
                    break;
            }
            catch (BcApiException exception) when (exception.IsNotFound)
            {
                throw await ExplainAsync(exception, path, cancellationToken).ConfigureAwait(false);
            }

            yield return rows.Current;
        }
    }

    /// <summary>One object that is reached through any company.</summary>
    private async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, bool inEnglish = false)
        where T : class
    {
        var request = ApiRequest.Get(CompanyUrl(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false), path));
        if (inEnglish)
            request = InEnglish(request);
        try
        {
            return await _api.GetAsync(request, type, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            throw await ExplainAsync(exception, path, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One object; null where it is not there.</summary>
    private async Task<T?> FindAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _api.GetAsync(request, type, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsItemNotFound)
        {
            return null;
        }
    }

    private static async Task<T?> FirstAsync<T>(IAsyncEnumerable<T> items, Predicate<T> fits)
        where T : class
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            if (fits(item))
                return item;
        }

        return null;
    }

    private static ApiRequest InEnglish(ApiRequest request) => request.WithHeader("Accept-Language", "en-US");

    /// <summary>Marks an object with where it came from.</summary>
    public T From<T>(T item)
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
        new(ErrorCode.UnexpectedResponse, $"The service answered {request} with nothing where an object was expected.") { Request = request.ToString() };
}
