using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Waits until environments have a status: getEnvironment.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BcEnvironment")]
[OutputType(typeof(BcEnvironment))]
public sealed class WaitBcEnvironmentCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
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
        using var progress = new WaitProgress(this, $"Waiting for environment {key} to be {Status}");
        try
        {
            var first = await admin.GetEnvironmentAsync(key, PipelineStopToken);
            var wanted = new WaitFor<BcEnvironment>(
                first, token => admin.GetEnvironmentAsync(key, token), seen =>
                    seen.HasStatus(Status) || seen.HasFailed, seen => seen.Status, TimedOut);
            var environment = await waiter.UntilAsync(wanted, progress, PipelineStopToken);
            if (!environment.HasStatus(Status))
            {
                throw new BcException(ErrorCode.EnvironmentFailed,
                    $"Environment {key} is {environment.Status} and will not become {Status} by itself.");
            }

            WriteObject(environment);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // A name that is not there may be mistyped: waiting for it would take hours to say so.
            throw exception.With("If it is about to be created, renamed or deleted, wait for that operation: Get-BcOperation | Wait-BcOperation.");
        }
    }

    private BcException TimedOut(BcEnvironment seen) =>
        new(ErrorCode.OperationTimeout, $"Environment {seen.Key} is {seen.Status} still, not {Status}.")
        {
            Advice = "Run the command again to go on waiting.",
        };
}
