using System.Management.Automation;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts an operation in an environment, which the service continues after the call: adds -Wait and -TimeoutSec.</summary>
public abstract class BcOperationCmdlet : BcEnvironmentCmdlet
{
    [Parameter]
    public virtual SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public virtual int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        WarnOfUnusedTimeout(Wait);
        return Task.CompletedTask;
    }

    /// <summary>A tracker for the operations of one item: all that is waited for on behalf of the item shares its time.</summary>
    internal OperationTracker Track(BcConnection connection) => new(this, connection, TimeSpan.FromSeconds(TimeoutSec));
}
