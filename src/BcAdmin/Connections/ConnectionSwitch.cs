using BcAdmin.Cmdlets;

namespace BcAdmin.Connections;

/// <summary>
/// Makes a connection current for a cmdlet. If that fails, no connection is current, so that the next command cannot act on the previous tenant. A
/// failure ends the command, except for one of several piped tenants.
/// </summary>
/// <param name="cmdlet">The cmdlet that creates the connection.</param>
/// <param name="isMeant">Whether the call should change the current connection; null for always.</param>
/// <param name="retry">Creates the command that repeats the switch to a target; null if Connect-BcTenant alone describes it.</param>
internal sealed class ConnectionSwitch(BcCmdlet cmdlet, Func<bool>? isMeant = null, Func<object?, SuggestedCommand>? retry = null)
{
    private int _running;
    private bool _hasEnded;

    /// <param name="runner">The cmdlet, or its copy that processes this target.</param>
    public async Task RunAsync(BcCmdlet runner, object? target, Func<Task> work)
    {
        if (cmdlet.MyInvocation.ExpectingInput)
        {
            await runner.GuardAsync(target, SwitchAsync);
            return;
        }

        try
        {
            await SwitchAsync();
        }
        catch (Exception exception) when (cmdlet.Failure(exception) is { } failure)
        {
            Fail(failure, target);
            cmdlet.ThrowTerminatingError(ErrorRecordFactory.Create(failure, target));
        }

        async Task SwitchAsync()
        {
            var isSettled = true;
            _running++;
            try
            {
                runner.InOrder(() => ConnectionStore.Current.FailedAttempt = null);
                await work();
            }
            catch (Exception exception) when (runner.Failure(exception) is null)
            {
                isSettled = false;
                throw;
            }
            finally
            {
                if (isSettled)
                {
                    _running--;
                    _hasEnded = true;
                }
            }
        }
    }

    public void Fail(BcException failure, object? target) =>
        Deselect(Messages.ConnectionSwitchFailed(Describe(target), failure), target);

    /// <summary>Called when the cmdlet is disposed, also after a binding error. Tab completion creates cmdlets outside a pipeline.</summary>
    public void End()
    {
        if (!IsSettled && cmdlet.MyInvocation.PipelinePosition > 0)
            Deselect(Messages.ConnectionSwitchEndedWithoutConnection(Describe(null)), target: null);
    }

    /// <summary>Whether the last step ended with success or with a reported failure.</summary>
    private bool IsSettled => _hasEnded && _running == 0;

    private void Deselect(string reason, object? target)
    {
        _hasEnded = true;
        if (isMeant?.Invoke() != false)
            ConnectionStore.OfThisRunspace?.Deselect(reason, retry?.Invoke(target) ?? Commands.ConnectTenant);
    }

    private string Describe(object? target)
    {
        var command = cmdlet.MyInvocation.MyCommand.Name;
        return target is null ? command : $"{command} {target}";
    }
}
