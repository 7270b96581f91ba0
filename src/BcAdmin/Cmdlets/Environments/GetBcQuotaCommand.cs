using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Shows the quotas of tenants and their usage: getQuotas, listEnvironments, listUsedStorage.</summary>
[Cmdlet(VerbsCommon.Get, "BcQuota")]
[OutputType(typeof(BcQuota))]
public sealed class GetBcQuotaCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
    {
        var admin = AdminCenter(connection);
        var quota = await admin.GetQuotasAsync(PipelineStopToken);
        var environments = await UsageAsync(connection, () => admin.ListEnvironmentsAsync(null, PipelineStopToken).ToListAsync());
        var storage = await UsageAsync(connection, () => admin.ListUsedStorageAsync(PipelineStopToken).ToListAsync());
        var present = environments?.Where(environment => !environment.HasStatus("SoftDeleted")).ToList();
        WriteObject(quota with
        {
            ProductionUsed = present?.Count(environment => environment.HasType("Production")),
            SandboxUsed = present?.Count(environment => environment.HasType("Sandbox")),
            UsedStorageKB = storage?.Sum(environment => environment.DatabaseSizeKB ?? 0),
        });
    });

    /// <summary>Reads the usage. The quotas are returned even if this fails.</summary>
    private async Task<List<T>?> UsageAsync<T>(BcConnection connection, Func<Task<List<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (BcApiException exception)
        {
            WriteWarning(Messages.UsageIncomplete(connection, exception));
            return null;
        }
    }
}
