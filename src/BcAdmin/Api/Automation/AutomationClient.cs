using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api.Automation;

/// <summary>The Automation API inside of one environment, for one connection and one cmdlet call. One file an area; all its URLs are here.</summary>
internal sealed partial class AutomationClient : ServiceClient
{
    /// <summary>The Automation API's place among the APIs of an environment.</summary>
    public const string ApiPath = "microsoft/automation/v2.0";

    private readonly EnvironmentKey _environment;

    public AutomationClient(BcConnection connection, EnvironmentKey environment, ApiClient api)
        : base(ServiceApi.Environment, AddressOf(connection, environment, ApiPath, string.Empty), connection, api) => _environment = environment;

    /// <summary>A path of any API of the environment.</summary>
    public Uri AddressOf(string api, string path) => AddressOf(Connection, _environment, api, path);

    private static Uri AddressOf(BcConnection connection, EnvironmentKey environment, string api, string path)
    {
        var endpoint = connection.Access.EndpointOf(environment.Family);
        // Embed hosts take no tenant in the path; without a known tenant the token's counts (contract: servers, x-bc-url).
        var tenant = connection.TenantId is { } id && endpoint == connection.Access.Endpoint ? Escape(id) + "/" : string.Empty;
        return new Uri(endpoint, $"/v2.0/{tenant}{Escape(environment.Name)}/api/{api}/{path}");
    }

    /// <summary>A path of the environment itself, which each environment has.</summary>
    private ResourcePath InEnvironment(string path) =>
        new(path) { Subject = new CallSubject { Environment = _environment, IsInEveryEnvironment = true } };

    /// <summary>The path of a company.</summary>
    private ResourcePath InCompany(Guid company) => new($"companies({company})")
    {
        Subject = new CallSubject { Environment = _environment, Company = company.ToString() },
    };

    /// <summary>A path of the environment that is reached through any company.</summary>
    private async Task<ResourcePath> InAnyCompanyAsync(ResourcePath path, CancellationToken cancellationToken) =>
        InCompany(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false)) / path;

    private static ResourcePath Record(string set, Guid key) => ResourcePath.Record(set, key);

    private static ResourcePath Record(string set, string key) => ResourcePath.Record(set, key);

    /// <summary>A list that is reached through a company: <paramref name="through"/> or any.</summary>
    /// <param name="operationId">The operation of the contract.</param>
    /// <param name="through">The company.</param>
    /// <param name="path">Below the company.</param>
    /// <param name="query">What the service is to leave out.</param>
    /// <param name="type">How rows are read.</param>
    /// <param name="inEnglish">Asks for display texts in English, where they are to be compared.</param>
    private async IAsyncEnumerable<T> ListAsync<T>(
        string operationId, Guid? through, ResourcePath path, ODataQuery? query, JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken, bool inEnglish = false)
    {
        var company = InCompany(through ?? await AnyCompanyAsync(cancellationToken).ConfigureAwait(false));
        var request = Get(operationId, (company / path).With(query));
        if (inEnglish)
            request = InEnglish(request);
        var rows = Api.ListAsync(request, type, cancellationToken).GetAsyncEnumerator(cancellationToken);
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
    private async Task<T> ReadAsync<T>(
        string operationId, ResourcePath path, JsonTypeInfo<T> type, CancellationToken cancellationToken, bool inEnglish = false)
        where T : class
    {
        var request = Get(operationId, await InAnyCompanyAsync(path, cancellationToken).ConfigureAwait(false));
        if (inEnglish)
            request = InEnglish(request);
        try
        {
            return await ReadAsync(request, type, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            throw await ExplainAsync(exception, path, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ApiRequest InEnglish(ApiRequest request) => request.WithHeader("Accept-Language", "en-US");

    /// <summary>Marks an object with where it came from.</summary>
    public T From<T>(T item)
        where T : BcEnvironmentResource => From(item, _environment);

    private IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items)
        where T : BcEnvironmentResource => From(items, _environment);
}
