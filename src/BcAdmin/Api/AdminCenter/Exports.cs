namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The version that has no export history any more (contract: listExportHistory, x-bc-notes).</summary>
    private static readonly Version NoExportHistory = new(2, 30);

    /// <summary>getExportMetrics.</summary>
    public async Task<BcDatabaseExportQuota> GetExportQuotaAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getExportMetrics", In(environment, "exports") / "metrics");
        return From(await ReadAsync(request, BcJson.Default.BcDatabaseExportQuota, cancellationToken).ConfigureAwait(false), environment);
    }

    /// <summary>startDatabaseExport. Answers with nothing: <see cref="FindExportAsync"/> finds the operation.</summary>
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
    /// The operation of an export that was started just now, null while it is not listed. No type name is documented for exports, so it is the one
    /// that was not there before and has no other type; one that calls itself an export wins.
    /// </summary>
    /// <param name="environment">What is exported.</param>
    /// <param name="before">Operations that were there before the start.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<BcOperation?> FindExportAsync(EnvironmentKey environment, IReadOnlySet<Guid> before, CancellationToken cancellationToken)
    {
        var candidates = await ListOperationsAsync(environment, cancellationToken)
            .Where(operation => !before.Contains(operation.OperationId) && !BcOperation.DocumentedTypes.Any(operation.HasType))
            .ToListAsync().ConfigureAwait(false);
        return candidates.Find(operation => operation.Type?.Contains("export", StringComparison.OrdinalIgnoreCase) == true)
            ?? candidates.FirstOrDefault();
    }

    /// <summary>listExportHistory. A read by POST; other clients use GET, so that is tried where POST is not known.</summary>
    public IAsyncEnumerable<BcDatabaseExportHistory> ListExportHistoryAsync(
        DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (Has(NoExportHistory))
        {
            throw new BcException(
                ErrorCode.ApiVersionTooNew, Messages.VersionAdminCenterAPINoExport(Connection))
            {
                Advice = Messages.ListsExportsAmongOperationsDaysConnect,
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
