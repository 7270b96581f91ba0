using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace BcAdmin.Api.AdminCenter;

/// <summary>The Business Central Admin Center API for one connection and one cmdlet call. One file an area; all its URLs are here.</summary>
internal sealed partial class AdminCenterClient(BcConnection connection, ApiClient api)
{
    private readonly Uri _base = new(connection.Access.Endpoint, $"/admin/v{connection.ApiVersion}/");

    /// <summary>Whether the version in the path has what came with <paramref name="version"/>.</summary>
    private bool Has(Version version) => connection.ApiVersion >= version;

    private Uri Url(string path) => new(_base, path);

    private Uri EnvironmentUrl(EnvironmentKey environment, string? below = null) =>
        Url($"applications/{Escape(environment.Family)}/environments/{Escape(environment.Name)}{(below is null ? null : "/" + below)}");

    /// <summary>Some areas have the environment below their own name.</summary>
    private Uri EnvironmentUrlBelow(string area, EnvironmentKey environment, string? below = null) =>
        Url($"{area}/applications/{Escape(environment.Family)}/environments/{Escape(environment.Name)}{below}");

    private static string Escape(string segment) => PathSegment.Escape(segment);

    private T From<T>(T item)
        where T : BcResource
    {
        item.CameFrom(connection);
        return item;
    }

    private T From<T>(T item, EnvironmentKey environment)
        where T : BcEnvironmentResource
    {
        item.CameFrom(connection, environment);
        return item;
    }

    private async IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items)
        where T : BcResource
    {
        await foreach (var item in items.ConfigureAwait(false))
            yield return From(item);
    }

    private async IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items, EnvironmentKey environment)
        where T : BcEnvironmentResource
    {
        await foreach (var item in items.ConfigureAwait(false))
            yield return From(item, environment);
    }

    /// <summary>The items of the first list, or of the other where the service does not know the first.</summary>
    private static async IAsyncEnumerable<T> FirstKnownAsync<T>(
        IAsyncEnumerable<T> list, IAsyncEnumerable<T> otherwise, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = list.GetAsyncEnumerator(cancellationToken);
        await using var _ = items.ConfigureAwait(false);
        var (isKnown, any) = (true, false);
        try
        {
            any = await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            isKnown = false;
        }

        if (!isKnown)
        {
            await foreach (var item in otherwise.ConfigureAwait(false))
                yield return item;
        }

        for (; any; any = await items.MoveNextAsync().ConfigureAwait(false))
            yield return items.Current;
    }

    /// <summary>A time for a query.</summary>
    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A call whose repetition changes nothing more: it says what shall be, not what shall be done.</summary>
    private static ApiRequest Repeatable(HttpMethod method, Uri address) => new(method, address) { Repeatable = true };

    /// <summary>Says which version of the API a call needs, instead of a 404 that says nothing.</summary>
    private void Require(Version version, string what)
    {
        if (!Has(version))
        {
            throw new BcException(ErrorCode.EndpointNotAvailable, $"{what} needs version {version} of the Admin Center API; this connection uses {connection.ApiVersion}.")
            {
                Advice = "Connect again without -ApiVersion, or with a newer one.",
            };
        }
    }

    private static BcApiException Nothing(ApiRequest request) =>
        new(ErrorCode.UnexpectedResponse, $"The service answered {request} with nothing where an object was expected.") { Request = request.ToString() };
}
