namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The API version that removed the export history (contract: listExportHistory, x-bc-notes).</summary>
    private static readonly Version NoExportHistory = new(2, 30);

    /// <summary>getExportMetrics.</summary>
    public async Task<BcDatabaseExportQuota> GetExportQuotaAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getExportMetrics", In(environment, "exports") / "metrics");
        return From(await ReadAsync(request, BcJson.Default.BcDatabaseExportQuota, cancellationToken).ConfigureAwait(false), environment);
    }

    /// <summary>startDatabaseExport. The response is empty; <see cref="FindExportAsync"/> finds the operation.</summary>
    public async Task StartDatabaseExportAsync(EnvironmentKey environment, StartExportRequest body, CancellationToken cancellationToken)
    {
        var address = body.StorageAccountSasUri;
        var query = address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..];
        var signature = query.Split('&').FirstOrDefault(part => part.StartsWith("sig=", StringComparison.OrdinalIgnoreCase))?[4..] ?? query;
        var request = Post("startDatabaseExport", In(environment, "exports")).WithJson(body, BcJson.Default.StartExportRequest) with
        {
            Secrets = [address, query, signature],
        };
        await Api.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The operation of an export that was just started; null while the service does not list it. No type name is documented for exports, so this is
    /// an operation that was not listed before and has no other known type; one with an export type is preferred.
    /// </summary>
    /// <param name="environment">The environment that is exported.</param>
    /// <param name="before">The IDs of the operations that were listed before the start.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BcOperation?> FindExportAsync(EnvironmentKey environment, IReadOnlySet<Guid> before, CancellationToken cancellationToken)
    {
        var candidates = await ListOperationsAsync(environment, cancellationToken)
            .Where(operation => !before.Contains(operation.OperationId) && !BcOperation.DocumentedTypes.Any(operation.HasType))
            .ToListAsync().ConfigureAwait(false);
        return candidates.Find(operation => operation.Type?.Contains("export", StringComparison.OrdinalIgnoreCase) == true)
            ?? candidates.FirstOrDefault();
    }

    /// <summary>listExportHistory. A read that uses POST. Other clients use GET, so GET is the fallback if the service rejects POST.</summary>
    public IAsyncEnumerable<BcDatabaseExportHistory> ListExportHistoryAsync(
        DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (Has(NoExportHistory))
        {
            throw new BcException(
                ErrorCode.ApiVersionTooNew, Messages.ExportHistoryNotSupported(Connection))
            {
                Advice = Messages.ListExportOperations,
            };
        }

        var path = new ResourcePath("exports/history").With(new UrlQuery().Add("start", start).Add("end", end));
        return From(FirstKnownAsync(
            Api.ListAsync(Post("listExportHistory", path).AsRepeatable() with { IsRead = true }, BcJson.Default.BcDatabaseExportHistory,
                cancellationToken),
            Api.ListAsync(Get("listExportHistory", path), BcJson.Default.BcDatabaseExportHistory, cancellationToken),
            cancellationToken));
    }
}
