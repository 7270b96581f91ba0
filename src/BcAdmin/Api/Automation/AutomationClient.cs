using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api.Automation;

/// <summary>
/// The Automation API of one environment for one connection and one cmdlet call. Method summaries start with the contract operation that the method
/// calls. Each area has its own file.
/// </summary>
internal sealed partial class AutomationClient : ServiceClient
{
    /// <summary>The path segment of the Automation API among the APIs of an environment.</summary>
    public const string ApiPath = "microsoft/automation/v2.0";

    private readonly EnvironmentKey _environment;

    public AutomationClient(BcConnection connection, EnvironmentKey environment, ApiClient api)
        : base(ServiceApi.Environment, AddressOf(connection, environment, ApiPath, string.Empty), connection, api) => _environment = environment;

    /// <summary>The URL of a path in any API of the environment.</summary>
    public Uri AddressOf(string api, string path) => AddressOf(Connection, _environment, api, path);

    private static Uri AddressOf(BcConnection connection, EnvironmentKey environment, string api, string path)
    {
        var endpoint = connection.Access.EndpointOf(environment.Family);
        // The URLs of Embed apps contain no tenant. If the tenant is not known, the service uses the one of the token (contract: servers, x-bc-url).
        var tenant = connection.TenantId is { } id && endpoint == connection.Access.Endpoint ? Escape(id) + "/" : string.Empty;
        return new Uri(endpoint, $"/v2.0/{tenant}{Escape(environment.Name)}/api/{api}/{path}");
    }

    /// <summary>A path that exists in every environment.</summary>
    private ResourcePath InEnvironment(string path) =>
        new(path) { Subject = new CallSubject { Environment = _environment, IsInEveryEnvironment = true } };

    /// <summary>The path of a company.</summary>
    private ResourcePath InCompany(Guid company) => new($"companies({company})")
    {
        Subject = new CallSubject { Environment = _environment, Company = company.ToString() },
    };

    /// <summary>A path that can be reached through any company of the environment.</summary>
    private async Task<ResourcePath> InAnyCompanyAsync(ResourcePath path, CancellationToken cancellationToken) =>
        InCompany(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false)) / path;

    private static ResourcePath Record(string set, Guid key) => ResourcePath.Record(set, key);

    private static ResourcePath Record(string set, string key) => ResourcePath.Record(set, key);

    /// <summary>Lists items through a company: <paramref name="through"/>, or any company if it is null.</summary>
    /// <param name="operationId">The contract operation.</param>
    /// <param name="through">The company in the path.</param>
    /// <param name="path">The path below the company.</param>
    /// <param name="query">The filter and the selected properties.</param>
    /// <param name="type">The type of the items.</param>
    /// <param name="inEnglish">Requests display texts in English, for texts that are compared.</param>
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

    /// <summary>Reads one object through any company.</summary>
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

    /// <summary>Sets the origin of an object.</summary>
    public T From<T>(T item)
        where T : BcEnvironmentResource => From(item, _environment);

    private IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items)
        where T : BcEnvironmentResource => From(items, _environment);
}
