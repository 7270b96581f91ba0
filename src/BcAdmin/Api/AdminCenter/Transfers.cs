namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listOutgoingTransfers.</summary>
    public IAsyncEnumerable<BcEnvironmentTransfer> ListOutgoingTransfersAsync(CancellationToken cancellationToken) =>
        ListTransfersAsync(Get("listOutgoingTransfers", "transfers/outgoing"), cancellationToken);

    /// <summary>listIncomingTransfers. The API has no list across all source tenants.</summary>
    public IAsyncEnumerable<BcEnvironmentTransfer> ListIncomingTransfersAsync(Guid source, CancellationToken cancellationToken) =>
        ListTransfersAsync(Get("listIncomingTransfers", $"transfers/incoming/{source}"), cancellationToken);

    /// <summary>requestEnvironmentTransfer. Called in the source tenant.</summary>
    public async Task<BcEnvironmentTransfer> RequestTransferAsync(
        EnvironmentKey environment, RequestTransferRequest body, CancellationToken cancellationToken)
    {
        var request = Post("requestEnvironmentTransfer", OutgoingTransfer(environment)).WithJson(body, BcJson.Default.RequestTransferRequest);
        var offer = await StartAsync(request, environment, "requestTransferToAnotherEntraTenant", cancellationToken).ConfigureAwait(false);
        return From(new BcEnvironmentTransfer(offer));
    }

    /// <summary>
    /// acceptEnvironmentTransfer. Called in the destination tenant. The operation belongs to the source tenant until the transfer has run.
    /// </summary>
    public Task<BcOperation> AcceptTransferAsync(AcceptTransferRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            Post("acceptEnvironmentTransfer", "transfers/incoming").WithJson(body, BcJson.Default.AcceptTransferRequest),
            new(body.ApplicationFamily, body.DestinationEnvironmentName), "moveToAnotherAadTenant", cancellationToken);

    /// <summary>cancelEnvironmentTransfer. Possible until the transfer starts. Returns null if the service does not return an operation.</summary>
    public async Task<BcOperation?> CancelTransferAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Delete("cancelEnvironmentTransfer", OutgoingTransfer(environment)) with { Repeatable = false };
        try
        {
            return await Api.GetAsync(request, BcJson.Default.BcOperation, cancellationToken).ConfigureAwait(false) is { } canceled
                ? From(canceled) : null;
        }
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            BcOperation? canceled = null;
            await LostResponse.SettleAsync(exception, async () =>
            {
                if (!await IsGoneAsync().ConfigureAwait(false))
                    return false;
                canceled = await FindCanceledAsync().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            return canceled;
        }

        async Task<bool> IsGoneAsync() =>
            await ListOutgoingTransfersAsync(cancellationToken).FirstOrNullAsync(offer => offer.IsOf(environment)).ConfigureAwait(false) is null;

        async Task<BcOperation?> FindCanceledAsync() => (await ListOperationsAsync(environment, cancellationToken)
            .Where(operation => operation.HasType("requestTransferToAnotherEntraTenant") && operation.IsCanceled).ToListAsync().ConfigureAwait(false))
            .OrderBy(operation => operation.CreatedOn).LastOrDefault();
    }

    private IAsyncEnumerable<BcEnvironmentTransfer> ListTransfersAsync(ApiRequest request, CancellationToken cancellationToken) =>
        Api.ListAsync(request, BcJson.Default.BcOperation, cancellationToken).Select(offer => From(new BcEnvironmentTransfer(offer)));

    private static ResourcePath OutgoingTransfer(EnvironmentKey environment) => In(environment, "transfers/outgoing");
}
