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
        try
        {
            var token = await access.GetTokenAsync(cancellationToken);
            var connection = new BcConnection(access)
            {
                Name = name ?? options.TenantId ?? token.TenantId ?? endpoint.Host,
                TenantId = token.TenantId ?? options.TenantId,
                Account = token.UserName ?? options.ClientId ?? (options.Flow == SignInFlow.ManagedIdentity ? "managed identity" : null),
                SignIn = options.Flow.ToString(),
                IsApp = IsApp(options.Flow, token),
                ClientId = Guid.TryParse(options.ClientId, out var id) ? id : null,
                Endpoint = endpoint,
                Authority = options.Authority,
                ApiVersion = apiVersion,
                ConnectedOn = DateTimeOffset.Now,
            };
            if (access.TokenCacheNote is { } note)
                cmdlet.WriteWarning(note);
            ConnectionStore.Current.Add(connection);
            return connection;
        }
        catch
        {
            access.Dispose();
            throw;
        }
    }

    /// <summary>A token that was handed in tells by its claims; one that cannot be read is left the benefit of the doubt.</summary>
    private static bool IsApp(SignInFlow flow, IssuedToken token) => flow switch
    {
        SignInFlow.Interactive or SignInFlow.DeviceCode => false,
        SignInFlow.AccessToken => token.UserName is null && token.TenantId is not null,
        _ => true,
    };

    /// <summary>Shows the device code the way a host shows Write-Host: also where output is captured.</summary>
    public static Func<DeviceCodePrompt, CancellationToken, Task> Show(BcCmdlet cmdlet) => (prompt, _) => PipelinePump.Running!.InvokeAsync(() =>
    {
        cmdlet.WriteInformation(new HostInformationMessage { Message = prompt.Message }, ["PSHOST"]);
        return true;
    });
}
