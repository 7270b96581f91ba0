using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;

namespace BcAdmin.Connections;

/// <summary>
/// Gets a token from a script block. Tokens are renewed on pool threads, which have no runspace, so the script runs on the pipeline thread of the
/// cmdlet that needs the token, or in a separate runspace.
/// </summary>
internal sealed class TokenScriptBlock(ScriptBlock script, string parameter)
{
    private readonly Guid _home = Runspace.DefaultRunspace.InstanceId;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var (results, failure) = CallContext.Running?.Pump is { } pump
            ? await pump.InvokeAsync(Run).ConfigureAwait(false)
            : (await RunInNewRunspaceAsync().WaitAsync(cancellationToken).ConfigureAwait(false), null);
        if (failure is not null)
            throw failure;
        return results.Select(Text).LastOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim()
            ?? throw new BcException(ErrorCode.SignInFailed, Messages.ScriptBlockReturnedNoToken(parameter));
    }

    /// <summary>
    /// Runs the script. Its variables are only available in its own runspace; otherwise, a copy runs without them. A failure is returned, because an
    /// exception on the pipeline thread would end the pipeline instead of failing the sign-in.
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

    private async Task<IReadOnlyList<PSObject>> RunInNewRunspaceAsync()
    {
        using var shell = PowerShell.Create();
        return [.. await Task.Factory.FromAsync(shell.AddScript(script.ToString()).BeginInvoke(), shell.EndInvoke).ConfigureAwait(false)];
    }

    /// <summary>
    /// Gets the token from text, a SecureString, or an object with the property Token (Azure PowerShell) or accessToken (Azure CLI).
    /// </summary>
    private static string? Text(PSObject? result) => result?.BaseObject switch
    {
        null => null,
        string text => text,
        SecureString secret => new NetworkCredential(string.Empty, secret).Password,
        var other => (result.Properties["Token"] ?? result.Properties["accessToken"])?.Value is { } token
            ? Text(PSObject.AsPSObject(token)) : other.ToString(),
    };
}
