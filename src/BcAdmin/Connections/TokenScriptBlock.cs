using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;

namespace BcAdmin.Connections;

/// <summary>
/// Asks a script block for a token. Renewals come on threads of the pool, where no script can run: so it runs on the pipeline thread
/// of the cmdlet that needs the token, or else in a runspace of its own.
/// </summary>
internal sealed class TokenScriptBlock(ScriptBlock script, string parameter)
{
    private readonly Guid _home = Runspace.DefaultRunspace.InstanceId;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var (results, failure) = CallContext.Running?.Pump is { } pump
            ? await pump.InvokeAsync(Run).ConfigureAwait(false)
            : (await RunAloneAsync().WaitAsync(cancellationToken).ConfigureAwait(false), null);
        if (failure is not null)
            throw failure;
        return results.Select(Text).LastOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim()
            ?? throw new BcException(ErrorCode.SignInFailed, Messages.ScriptBlockReturnedNoToken(parameter));
    }

    /// <summary>
    /// Its own variables are at hand only in the runspace that it comes from; elsewhere it runs as a copy. Its failure is a result: as an exception
    /// on the pipeline thread it would end the pipeline, instead of being a sign-in that failed.
    /// </summary>
    private (IReadOnlyList<PSObject> Results, RuntimeException? Failure) Run()
    {
        try
        {
            return (Runspace.DefaultRunspace?.InstanceId == _home ? script.Invoke() : ScriptBlock.Create(script.ToString()).Invoke(), null);
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return ([], exception);
        }
    }

    private async Task<IReadOnlyList<PSObject>> RunAloneAsync()
    {
        using var shell = PowerShell.Create();
        return [.. await Task.Factory.FromAsync(shell.AddScript(script.ToString()).BeginInvoke(), shell.EndInvoke).ConfigureAwait(false)];
    }

    /// <summary>A text, a SecureString, or an object that has one as Token (Azure PowerShell) or accessToken (Azure CLI).</summary>
    private static string? Text(PSObject? result) => result?.BaseObject switch
    {
        null => null,
        string text => text,
        SecureString secret => new NetworkCredential(string.Empty, secret).Password,
        var other => (result.Properties["Token"] ?? result.Properties["accessToken"])?.Value is { } token
            ? Text(PSObject.AsPSObject(token)) : other.ToString(),
    };
}
