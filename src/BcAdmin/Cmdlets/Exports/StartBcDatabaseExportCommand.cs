using System.Management.Automation;
using System.Security;

namespace BcAdmin.Cmdlets.Exports;

/// <summary>
/// Exports the database of an environment to Azure Storage: getExportMetrics, startDatabaseExport, listEnvironmentOperations, getOperation.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "BcDatabaseExport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcDatabaseExportQuota), typeof(BcDatabaseExportHistory))]
public sealed class StartBcDatabaseExportCommand : BcOperationCmdlet
{
    /// <summary>How long to search for the operation, which the service does not return.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>The minimum validity of the URL that the service requires.</summary>
    private static readonly TimeSpan MinValidity = TimeSpan.FromHours(72);

    /// <summary>The SAS URI is a secret that grants read and write access to the storage account.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("SasUri")]
    [SecretTransformation(AllowPlainText = true)]
    public SecureString StorageAccountSasUri { get; set; } = new();

    [Parameter(Mandatory = true, Position = 2)]
    [Alias("BlobContainerName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string Container { get; set; } = string.Empty;

    /// <summary>The default is ENVIRONMENT-yyyyMMdd-HHmmss.bacpac, in UTC.</summary>
    [Parameter(Position = 3)]
    [Alias("BlobName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Blob { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var address = SecretTransformationAttribute.Reveal(StorageAccountSasUri);
        var host = HostOf(address);
        var blob = Blob ?? string.Create(CultureInfo.InvariantCulture, $"{Environment}-{Context.Clock.GetUtcNow():yyyyMMdd-HHmmss}.bacpac");

        var admin = AdminCenter(connection);
        var quota = await admin.GetExportQuotaAsync(environment, PipelineStopToken);
        if (quota.ExportsRemainingThisMonth <= 0)
            throw new BcException(ErrorCode.MaximumNumberOfExportsReached, Messages.ExportQuotaUsedUp(environment, quota));
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection),
            Messages.ExportDatabaseAction(Container, blob, host, quota)))
        {
            return;
        }

        var before = await OperationsAsync(admin, environment);
        BcApiException? lost = null;
        try
        {
            await admin.StartDatabaseExportAsync(environment, new(address, Container, blob), PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            lost = exception; // the list of operations shows whether the export started
        }

        var activity = Messages.ExportingDatabase(environment);
        var operation = await FindAsync(connection, environment, before, activity) ?? UnlistedOperation(environment, blob, lost);
        await Track(connection).FinishAsync(operation, Wait, activity);
    });

    /// <summary>Gets the host of the storage account, which is the only part of the URL that messages show.</summary>
    private string HostOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttps || !uri.Query.Contains("sig=", StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.InvalidStorageAccountSasUri)
            {
                Target = nameof(StorageAccountSasUri),
                Advice =
                    Messages.CreateBlobServiceSignature,
            };
        }

        var expiry = uri.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("se=", StringComparison.OrdinalIgnoreCase))?[3..];
        if (DateTimeOffset.TryParse(
            Uri.UnescapeDataString(expiry ?? string.Empty), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            && until < Context.Clock.GetUtcNow() + MinValidity)
        {
            WriteWarning(Messages.SharedSignatureExpiresTooSoon(until));
        }

        return uri.Host;
    }

    private async Task<HashSet<Guid>> OperationsAsync(AdminCenterClient admin, EnvironmentKey environment) =>
        [.. await admin.ListOperationsAsync(environment, PipelineStopToken).Select(operation => operation.OperationId).ToListAsync()];

    /// <summary>Searches until the operation is listed, or returns null at the timeout.</summary>
    private async Task<BcOperation?> FindAsync(BcConnection connection, EnvironmentKey environment, HashSet<Guid> before, string activity)
    {
        var limit = Wait && TimeoutSec < Grace.TotalSeconds ? TimeSpan.FromSeconds(TimeoutSec) : Grace;
        var admin = AdminCenter(connection);
        var listed = new WaitFor<BcOperation?>(
            null, token => admin.FindExportAsync(environment, before, token), found => found is not null, _ => Messages.SearchingForOperation,
            _ => new BcException(ErrorCode.OperationTimeout, Messages.ExportOperationNotListed));
        try
        {
            return await new OperationTracker(this, connection, limit).WaitUntilAsync(
                activity, Messages.ExportContinues(environment, connection), listed);
        }
        catch (BcException exception) when (exception.Is(ErrorCode.OperationTimeout))
        {
            return null;
        }
    }

    /// <summary>Creates the result for an export that was started but is not listed.</summary>
    private BcOperation UnlistedOperation(EnvironmentKey environment, string blob, BcApiException? lost)
    {
        if (lost is not null)
        {
            throw lost.With(
                Messages.CheckBeforeNextExport(environment));
        }

        if (Wait)
        {
            throw new BcException(ErrorCode.OperationNotFound,
                Messages.ExportCannotBeAwaited(environment, blob))
            {
                Advice = Messages.CheckExportLater(environment),
            };
        }

        WriteWarning(
            Messages.ExportOperationNotListedYet(environment, blob));
        return new BcOperation { EnvironmentName = environment.Name, ApplicationFamily = environment.Family };
    }
}
