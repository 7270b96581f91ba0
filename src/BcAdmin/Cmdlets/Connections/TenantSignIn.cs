using System.Management.Automation;
using BcAdmin.Connections;
using BcAdmin.Pipeline;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Signs in and makes the connection. Shared by the ways in which Connect-BcTenant and Start-BcSimulator are told whom to sign in.</summary>
internal static class TenantSignIn
{
    public static async Task<BcConnection> ConnectAsync(
        BcCmdlet cmdlet, WireOptions options, Uri endpoint, string? name, Version apiVersion, CancellationToken cancellationToken)
    {
        var access = new ServiceAccess(options, endpoint);
        IssuedToken token;
        try
        {
            token = await access.GetTokenAsync(cancellationToken);
        }
        catch (BcException) when (options.Flow is not (SignInFlow.Interactive or SignInFlow.DeviceCode))
        {
            // Nobody has to be asked again, so that Test-BcConnection can look into it.
            ConnectionStore.Current.FailedAttempt = Connection(token: null);
            throw;
        }
        catch
        {
            access.Dispose();
            throw;
        }

        var connection = Connection(token);
        if (access.TokenCacheNote is { } note)
            cmdlet.WriteWarning(note);
        ConnectionStore.Current.Add(connection);
        return connection;

        BcConnection Connection(IssuedToken? token) => new(access)
        {
            Name = name ?? options.TenantId ?? token?.TenantId ?? endpoint.Host,
            TenantId = token?.TenantId ?? options.TenantId,
            Account = token?.UserName ?? options.ClientId ?? (options.Flow == SignInFlow.ManagedIdentity ? "managed identity" : null),
            SignIn = options.Flow.ToString(),
            IsApp = IsApp(options.Flow, token),
            ClientId = Guid.TryParse(options.ClientId, out var id) ? id : null,
            Endpoint = endpoint,
            Authority = options.Authority,
            ApiVersion = apiVersion,
            ConnectedOn = DateTimeOffset.Now,
        };
    }

    /// <summary>A token that was handed in tells by its claims; one that cannot be read is left the benefit of the doubt.</summary>
    private static bool IsApp(SignInFlow flow, IssuedToken? token) => flow switch
    {
        SignInFlow.Interactive or SignInFlow.DeviceCode => false,
        SignInFlow.AccessToken => token is { UserName: null, TenantId: not null },
        _ => true,
    };

    /// <summary>Shows the device code the way a host shows Write-Host: also where output is captured. It is the running cmdlet's to show.</summary>
    public static Task ShowAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken) => PipelinePump.Running!.InvokeAsync(() =>
    {
        BcCmdlet.Running!.WriteInformation(new HostInformationMessage { Message = prompt.Message }, ["PSHOST"]);
        return true;
    });
}
