using BcAdmin.Cmdlets;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>Signs in and creates the connection, for Connect-BcTenant and Start-BcSimulator.</summary>
internal static class TenantSignIn
{
    public static async Task<BcConnection> ConnectAsync(
        BcCmdlet cmdlet, WireOptions options, Uri endpoint, ConnectionRequest request, CancellationToken cancellationToken)
    {
        var access = new ServiceAccess(options, endpoint, request.IsReadOnly)
        {
            ConnectCommand = request.Connect ?? Commands.ConnectTenant.With(options.TenantId),
        };
        IssuedToken token;
        try
        {
            token = await access.GetTokenAsync(cancellationToken);
        }
        catch (BcException) when (options.Flow is not (SignInFlow.Interactive or SignInFlow.DeviceCode))
        {
            // The sign-in needs no user interaction, so the failed connection is kept for Test-BcConnection.
            var failed = Connection(token: null);
            cmdlet.InOrder(() => ConnectionStore.Current.FailedAttempt = failed, failed.Close);
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
        cmdlet.InOrder(() => ConnectionStore.Current.Add(connection, cmdlet.MyInvocation.HistoryId), connection.Close);
        return connection;

        BcConnection Connection(IssuedToken? token)
        {
            var isApp = IsApp(options.Flow, token);
            var clientId = options.ClientId ?? token?.Claims.ClientId;
            var tenant = request.Tenant ?? options.TenantId ?? token?.TenantId ?? endpoint.Host;
            return new(access)
            {
                Name = request.Name ?? tenant,
                Tenant = tenant,
                TenantId = token?.TenantId ?? options.TenantId,
                Account = token?.UserName ?? (isApp == false ? token?.Claims.Name : null) ?? clientId
                    ?? (options.Flow == SignInFlow.ManagedIdentity ? "managed identity" : null),
                SignIn = options.Flow.ToString(),
                IsApp = isApp == true,
                IsUser = isApp == false,
                // Stored, because the user can dispose the certificate.
                CertificateExpiresOn = options.Certificate is { } certificate ? new DateTimeOffset(certificate.NotAfter) : null,
                ClientId = Guid.TryParse(clientId, out var id) ? id : null,
                Endpoint = endpoint,
                Authority = options.Authority,
                ApiVersion = request.ApiVersion,
                ConnectedOn = cmdlet.Context.Clock.GetLocalNow(),
            };
        }
    }

    /// <summary>
    /// Whether the caller is an app, from the claims of the token or else from the sign-in method; null for a token that was passed in and cannot be
    /// read.
    /// </summary>
    private static bool? IsApp(SignInFlow flow, IssuedToken? token) => token?.Claims.IsApp ?? flow switch
    {
        SignInFlow.Interactive or SignInFlow.DeviceCode => false,
        SignInFlow.AccessToken => null,
        _ => true,
    };

    /// <summary>Shows the device code by the running cmdlet, which can differ from the cmdlet that connected.</summary>
    public static Task ShowAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken) => CallContext.Running!.Show(prompt.Message);
}
