using System.Net;
using System.Runtime.CompilerServices;

namespace BcAdmin.Api.AdminCenter;

/// <summary>
/// The Business Central Admin Center API for one connection and one cmdlet call. Method summaries start with the contract operation that the method
/// calls. Each area has its own file.
/// </summary>
internal sealed partial class AdminCenterClient(BcConnection connection, ApiClient api)
    : ServiceClient(ServiceApi.AdminCenter, new Uri(connection.Access.Endpoint, $"/admin/v{connection.ApiVersion}/"), connection, api)
{
    /// <summary>Whether the API version of the connection supports what was introduced in <paramref name="version"/>.</summary>
    private bool Has(Version version) => Connection.ApiVersion >= version;

    /// <summary>The path of an environment.</summary>
    /// <param name="area">The path prefix of the area, for areas whose URLs start with their own name; null for calls on environments.</param>
    private static ResourcePath In(EnvironmentKey environment, string? area = null) =>
        new($"{area}{(area is null ? null : "/")}applications/{Escape(environment.Family)}/environments/{Escape(environment.Name)}")
        {
            Subject = new CallSubject { Environment = environment },
        };

    /// <summary>Sets the connection that an object was read with.</summary>
    private T From<T>(T item)
        where T : BcResource
    {
        item.SetOrigin(Connection);
        return item;
    }

    private IAsyncEnumerable<T> From<T>(IAsyncEnumerable<T> items)
        where T : BcResource => items.Select(item => From(item));

    /// <summary>The items of the first list, or of the second one if the service does not support the first.</summary>
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

    /// <summary>Throws an error that names the required API version, because the service returns only a 404 without details.</summary>
    private void Require(Version version, string what)
    {
        if (!Has(version))
        {
            throw new BcException(
                ErrorCode.EndpointNotAvailable,
                Messages.NewerAdminCenterApiRequired(what, version, Connection))
            {
                Advice = Messages.ConnectWithNewerApiVersion,
            };
        }
    }
}
