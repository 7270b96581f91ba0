using BcAdmin.Connections;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>
/// A cmdlet that makes a connection the current one. Where it does not, whatever the reason, no connection is current afterwards, so that the
/// next command cannot act on the tenant before. Its failure ends the command, except that of one of several piped tenants.
/// </summary>
public abstract class BcConnectionSwitchCmdlet : BcCmdlet
{
    /// <summary>Whether the last step ended, well or with a failure that was reported.</summary>
    private bool _isSettled;

    /// <summary>Whether this call is meant to change the current connection.</summary>
    private protected virtual bool Switches => true;

    private protected override async Task GuardAsync(object? target, Func<Task> work)
    {
        if (MyInvocation.ExpectingInput)
        {
            await base.GuardAsync(target, SwitchAsync);
            return;
        }

        try
        {
            await SwitchAsync();
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            OnFailed(failure, target);
            ThrowTerminatingError(ErrorRecordFactory.Create(failure, target));
        }

        async Task SwitchAsync()
        {
            _isSettled = false;
            ConnectionStore.Current.FailedAttempt = null;
            await work();
            _isSettled = true;
        }
    }

    private protected override void OnFailed(BcException failure, object? target) =>
        Deselect($"{Describe(target)} failed with {failure.Code}: {failure.Message}");

    /// <summary>Called also for a command whose parameters PowerShell could not bind. Tab completion makes cmdlets that are in no pipeline.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isSettled && MyInvocation.PipelinePosition > 0)
            Deselect($"{Describe(null)} ended without a connection.");
        base.Dispose(disposing);
    }

    private void Deselect(string reason)
    {
        _isSettled = true;
        if (Switches)
            ConnectionStore.OfThisRunspace?.Deselect(reason);
    }

    private string Describe(object? target) => target is null ? MyInvocation.MyCommand.Name : $"{MyInvocation.MyCommand.Name} {target}";
}
