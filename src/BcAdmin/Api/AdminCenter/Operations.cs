using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The API version that introduced reading an operation by its ID alone (contract: getOperation, x-bc-introduced).</summary>
    private static readonly Version SingleOperation = new(2, 28);

    /// <summary>listOperations, or listEnvironmentOperations.</summary>
    public IAsyncEnumerable<BcOperation> ListOperationsAsync(EnvironmentKey? environment, CancellationToken cancellationToken)
    {
        var request = environment is { } key
            ? Get("listEnvironmentOperations", In(key) / "operations") : Get("listOperations", "environments/operations");
        return From(Api.ListAsync(request, BcJson.Default.BcOperation, cancellationToken));
    }

    /// <summary>
    /// getOperation. The fallback is listOperations, if the call does not find the operation or the API version does not support the call. Returns
    /// null if there is no such operation; a new operation can appear late.
    /// </summary>
    public async Task<BcOperation?> FindOperationAsync(Guid id, CancellationToken cancellationToken)
    {
        if (Has(SingleOperation))
        {
            try
            {
                if (await GetOperationAsync(Get("getOperation", $"environments/operations/{id}"),
                    cancellationToken).ConfigureAwait(false) is { } operation)
                {
                    return operation;
                }
            }
            catch (BcApiException exception) when (exception.IsNotFound)
            {
                // The response for an unknown operation is not documented, so the list decides.
            }
        }

        return await ListOperationsAsync(null, cancellationToken).FirstOrNullAsync(operation => operation.OperationId == id).ConfigureAwait(false);
    }

    /// <summary>
    /// getEnvironmentOperation. Returns null if the environment does not have the operation, which is inconclusive after a rename or deletion.
    /// </summary>
    public async Task<BcOperation?> FindOperationAsync(EnvironmentKey environment, Guid id, CancellationToken cancellationToken)
    {
        if (!Has(SingleOperation))
            return await FindOperationAsync(id, cancellationToken).ConfigureAwait(false);

        try
        {
            return await GetOperationAsync(
                Get("getEnvironmentOperation", In(environment) / $"operations/{id}"), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>cancelEnvironmentOperation. The response does not contain the new state; read the operation again.</summary>
    public Task CancelOperationAsync(EnvironmentKey environment, Guid id, CancellationToken cancellationToken) =>
        Api.SendAsync(Post("cancelEnvironmentOperation", In(environment) / $"operations/{id}/cancel"), cancellationToken);

    private async Task<BcOperation?> GetOperationAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var operation = await Api.GetAsync(request, BcJson.Default.BcOperation, cancellationToken).ConfigureAwait(false);
        return operation is null ? null : From(operation);
    }

    private async Task<BcOperation> StartAsync(ApiRequest request, EnvironmentKey environment, string type, CancellationToken cancellationToken) =>
        From(await StartAsync(
            request, BcJson.Default.BcOperation, environment,
            since => FindStartedAsync(environment, type, since, cancellationToken), cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Starts an operation. After a lost response, the operation is started again only if the service does not list it. If the first call runs after
    /// all, the service rejects the second one, because only one operation at a time can change an environment or an app. The error of a conflict
    /// names the operation that causes it.
    /// </summary>
    /// <param name="findStarted">Finds the operation that was started, given the local time before the start.</param>
    private async Task<T> StartAsync<T>(
        ApiRequest request, JsonTypeInfo<T> type, EnvironmentKey environment, Func<DateTimeOffset, Task<T?>> findStarted,
        CancellationToken cancellationToken)
        where T : class, ILongRunningOperation
    {
        var since = Clock.GetUtcNow();
        try
        {
            return await LostResponse.SettleStartAsync(
                Clock,
                async () => await Api.GetAsync(request, type, cancellationToken).ConfigureAwait(false) is { } operation
                    && operation.OperationId != Guid.Empty ? operation : throw Nothing(request),
                () => findStarted(since),
                cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (IsConflict(exception))
        {
            throw await ExplainConflictAsync(exception, environment, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The operation that a call started although its response was lost.</summary>
    private async Task<BcOperation?> FindStartedAsync(
        EnvironmentKey environment, string type, DateTimeOffset since, CancellationToken cancellationToken)
    {
        return (await ListOperationsAsync(null, cancellationToken).Where(IsStarted).ToListAsync().ConfigureAwait(false))
            .OrderBy(operation => operation.CreatedOn).LastOrDefault();

        bool IsStarted(BcOperation operation) => (operation.HasType(type) || (type == "softDelete" && operation.HasType("delete")))
            && IsFor(operation, environment) && operation.CreatedOn >= Api.EarliestServiceTime(since);
    }

    /// <summary>Compares codes, because the status codes of these errors are not documented.</summary>
    private static bool IsConflict(BcApiException exception) => exception.Status == HttpStatusCode.Conflict
        || Array.Exists(Conflicts, exception.Is)
        || exception.Code.StartsWith("InvalidStatus", StringComparison.OrdinalIgnoreCase);

    private static readonly ErrorCode[] Conflicts =
    [
        ErrorCode.ResourceExists, ErrorCode.EnvironmentReservationFailed, ErrorCode.TenantDeletionInProgress,
        ErrorCode.DeletedEnvironmentRecoveryInProgress, ErrorCode.TenantAlreadyProvisioning,
    ];

    private async Task<BcApiException> ExplainConflictAsync(BcApiException exception, EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var withAnother = exception.Is(ErrorCode.TenantAlreadyProvisioning); // the only conflict with an operation on another environment
        try
        {
            if (await ListOperationsAsync(null, cancellationToken).FirstOrNullAsync(IsBlocking).ConfigureAwait(false) is not { } operation)
                return exception;
            var since = operation.StartedOn ?? operation.CreatedOn;
            var state = Messages.OperationStatusSince(operation, since);
            return exception.With(state + Commands.WaitOperation.With(operation.OperationId).On(Connection), operationId: operation.OperationId);
        }
        catch (BcApiException)
        {
            return exception; // Report the conflict even if its cause cannot be read.
        }

        bool IsBlocking(BcOperation operation) => !operation.IsCompleted && (withAnother
            ? operation.HasType("create") || operation.HasType("copy") || operation.HasType("pitRestore")
            : IsFor(operation, environment) || operation.Reads(environment.Name));
    }

    /// <summary>A soft delete renames the environment, so the name in the operation can have the deletion suffix.</summary>
    private static bool IsFor(BcOperation operation, EnvironmentKey environment) =>
        (operation.Changes(environment.Name)
            || (operation.HasType("softDelete")
                && operation.EnvironmentName?.StartsWith(environment.Name + "-", StringComparison.OrdinalIgnoreCase) == true))
        && (operation.ApplicationFamily is null || operation.ApplicationFamily.Equals(environment.Family, StringComparison.OrdinalIgnoreCase));
}
