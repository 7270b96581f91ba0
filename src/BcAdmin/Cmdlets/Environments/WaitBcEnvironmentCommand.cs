using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Waits until environments reach a status: getEnvironment.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BcEnvironment")]
[OutputType(typeof(BcEnvironment))]
public sealed class WaitBcEnvironmentCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    public string[] Environment { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    [ArgumentCompleter(typeof(EnvironmentStatusCompleter))]
    public string Status { get; set; } = "Active";

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override async Task ProcessAsync()
    {
        foreach (var name in Environment)
            await ReadAsync(name, connection => WaitAsync(connection, new(ApplicationFamily, name)));
    }

    private async Task WaitAsync(BcConnection connection, EnvironmentKey key)
    {
        var admin = AdminCenter(connection);
        var waiter = new OperationWaiter(Context.Clock, TimeSpan.FromSeconds(TimeoutSec));
        using var progress = new WaitProgress(this, Messages.WaitingForTargetStatus(key, Status));
        try
        {
            var first = await admin.GetEnvironmentAsync(key, PipelineStopToken);
            var wanted = new WaitFor<BcEnvironment>(
                first, token => admin.GetEnvironmentAsync(key, token), seen =>
                    seen.HasStatus(Status) || seen.HasFailed, seen => seen.Status, TimedOut);
            var environment = await waiter.WaitUntilAsync(wanted, progress, PipelineStopToken);
            if (!environment.HasStatus(Status))
            {
                throw new BcException(ErrorCode.EnvironmentFailed,
                    Messages.EnvironmentStatusNotReachable(key, environment, Status));
            }

            WriteObject(environment);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // The name of a missing environment can be mistyped, and waiting would report that only at the timeout.
            throw exception.With(Messages.WaitForEnvironmentOperation);
        }
    }

    private BcException TimedOut(BcEnvironment seen) =>
        new(ErrorCode.OperationTimeout, Messages.EnvironmentStatusNotReached(seen, Status))
        {
            Advice = Messages.RunAgainToContinueWaiting,
        };
}
