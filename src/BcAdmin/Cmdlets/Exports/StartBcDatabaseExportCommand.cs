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
    /// <summary>How long to look for the operation that the service does not name.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>What the service asks of the address.</summary>
    private static readonly TimeSpan LeastValidity = TimeSpan.FromHours(72);

    /// <summary>A secret: who has it can read and write the storage account.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("SasUri")]
    [SecretTransformation(AllowPlainText = true)]
    public SecureString StorageAccountSasUri { get; set; } = new();

    [Parameter(Mandatory = true, Position = 2)]
    [Alias("BlobContainerName")]
    [ValidateNotNullOrEmpty]
    public string Container { get; set; } = string.Empty;

    /// <summary>Without it ENVIRONMENT-yyyyMMdd-HHmmss.bacpac, in UTC.</summary>
    [Parameter(Position = 3)]
    [Alias("BlobName")]
    [ValidateNotNullOrEmpty]
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
            throw new BcException(ErrorCode.MaximumNumberOfExportsReached, $"Environment {environment} has no export left this month ({quota}).");
        if (!ShouldProcess($"environment {environment} (tenant {connection.Name})",
            $"Export the database to {Container}/{blob} on {host}; exports left this month: {quota}"))
        {
            return;
        }

        var before = await OperationsAsync(admin, environment);
        BcApiException? lost = null;
        try
        {
            await admin.StartDatabaseExportAsync(environment, new(address, Container, blob), PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsAnswerLost)
        {
            lost = exception; // its operation tells whether it has started
        }

        var activity = $"Exporting the database of environment {environment}";
        var operation = await FindAsync(connection, environment, before, activity) ?? Unseen(environment, blob, lost);
        await Track(connection).FinishAsync(operation, Wait, activity);
    });

    /// <summary>Host of the storage account. No message shows more of the address.</summary>
    private string HostOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttps || !uri.Query.Contains("sig=", StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(ErrorCode.InvalidArgument,
                "-StorageAccountSasUri is not the https address of a storage account with a shared access signature.")
            {
                Target = nameof(StorageAccountSasUri),
                Advice =
                    "Make one for the Blob service with the permissions Read, Write, Create and Delete on container and object, valid for 72 hours "
                    + "or more.",
            };
        }

        var expiry = uri.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("se=", StringComparison.OrdinalIgnoreCase))?[3..];
        if (DateTimeOffset.TryParse(
            Uri.UnescapeDataString(expiry ?? string.Empty), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            && until < Context.Clock.GetUtcNow() + LeastValidity)
        {
            WriteWarning($"The shared access signature is valid until {until.UtcDateTime:u} only; the service asks for 72 hours at least.");
        }

        return uri.Host;
    }

    private async Task<HashSet<Guid>> OperationsAsync(AdminCenterClient admin, EnvironmentKey environment) =>
        [.. await admin.ListOperationsAsync(environment, PipelineStopToken).Select(operation => operation.OperationId).ToListAsync()];

    /// <summary>Looks for the operation until it is listed; null when that takes too long.</summary>
    private async Task<BcOperation?> FindAsync(BcConnection connection, EnvironmentKey environment, HashSet<Guid> before, string activity)
    {
        var limit = Wait && TimeoutSec < Grace.TotalSeconds ? TimeSpan.FromSeconds(TimeoutSec) : Grace;
        var admin = AdminCenter(connection);
        var listed = new WaitFor<BcOperation?>(
            null, token => admin.FindExportAsync(environment, before, token), found => found is not null, _ => "looking for its operation",
            _ => new BcException(ErrorCode.OperationTimeout, "No operation of the export is listed."));
        try
        {
            return await new OperationTracker(this, connection, limit).UntilAsync(
                activity, $"the export continues. Check it with: {Commands.GetOperation.In(environment).On(connection)}", listed);
        }
        catch (BcException exception) when (exception.Is(ErrorCode.OperationTimeout))
        {
            return null;
        }
    }

    /// <summary>What to give for an export that started but is not listed.</summary>
    private BcOperation Unseen(EnvironmentKey environment, string blob, BcApiException? lost)
    {
        if (lost is not null)
        {
            throw lost.With(
                $"No operation of an export is listed either. Check {Commands.GetOperation.In(environment)} before you start another one, since "
                + "each one counts.");
        }

        if (Wait)
        {
            throw new BcException(ErrorCode.OperationNotFound,
                $"The export of environment {environment} to {blob} has started, but its operation is not listed, so it cannot be waited for.")
            {
                Advice = $"Look for the file, or look again later: {Commands.GetOperation.In(environment)}",
            };
        }

        WriteWarning(
            $"The export of environment {environment} to {blob} has started, but its operation is not listed yet. To look later: "
            + $"{Commands.GetOperation.In(environment)}");
        return new BcOperation { EnvironmentName = environment.Name, ApplicationFamily = environment.Family };
    }
}
