using System.Management.Automation;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts a long-running operation in an environment. Adds -Wait and -TimeoutSec.</summary>
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

    /// <summary>Creates a tracker for the operations of one item, which share the timeout.</summary>
    internal OperationTracker Track(BcConnection connection) => new(this, connection, TimeSpan.FromSeconds(TimeoutSec));
}
