using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api;

/// <summary>The base of the API clients: creates requests with their contract operation, and objects with their origin.</summary>
/// <param name="kind">The API.</param>
/// <param name="root">The root URL of the calls.</param>
/// <param name="connection">The connection that is set on returned objects.</param>
/// <param name="api">Sends the requests.</param>
internal abstract class ServiceClient(ServiceApi kind, Uri root, BcConnection connection, ApiClient api)
{
    /// <summary>The clock of pauses between calls.</summary>
    public TimeProvider Clock => api.Clock;

    protected ApiClient Api => api;

    protected BcConnection Connection => connection;

    protected ApiRequest Get(string operationId, ResourcePath path) => Request(HttpMethod.Get, operationId, path);

    protected ApiRequest Post(string operationId, ResourcePath path) => Request(HttpMethod.Post, operationId, path);

    protected ApiRequest Put(string operationId, ResourcePath path) => Request(HttpMethod.Put, operationId, path);

    protected ApiRequest Patch(string operationId, ResourcePath path) => Request(HttpMethod.Patch, operationId, path);

    protected ApiRequest Delete(string operationId, ResourcePath path) => Request(HttpMethod.Delete, operationId, path);

    /// <param name="operationId">The contract operation; null for a call that is not in the contract.</param>
    protected ApiRequest Request(HttpMethod method, string? operationId, ResourcePath path) =>
        new(kind, method, Url(path)) { OperationId = operationId, Subject = path.Subject };

    protected Uri Url(ResourcePath path) => new(root, path.Text);

    /// <summary>Reads one object that must exist.</summary>
    protected async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => await api.GetAsync(request, type, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request);

    /// <summary>Reads one object; null if it does not exist.</summary>
    protected async Task<T?> FindAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await api.GetAsync(request, type, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsItemNotFound)
        {
            return null;
        }
    }

    protected static BcApiException Nothing(ApiRequest request) =>
        new(ErrorCode.UnexpectedResponse, Messages.ResponseEmpty(request)) { Request = request.ToString() };

    protected static string Escape(string segment) => PathSegment.Escape(segment);

    /// <summary>Sets the origin of an object.</summary>
    protected T From<T>(T item, EnvironmentKey environment)
        where T : BcEnvironmentResource
    {
        item.SetOrigin(connection, environment);
        return item;
    }

    protected IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items, EnvironmentKey environment)
        where T : BcEnvironmentResource => items.Select(item => From(item, environment));
}
