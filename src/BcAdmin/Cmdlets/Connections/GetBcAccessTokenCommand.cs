using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Gets the access token of a connection for other tools. The token is valid for at least five minutes.</summary>
[Cmdlet(VerbsCommon.Get, "BcAccessToken")]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class GetBcAccessTokenCommand : BcConnectedCmdlet
{
    /// <summary>Returns the token as plain text, which can appear in logs and on the screen.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    protected override Task ProcessAsync()
    {
        if (Connection is { Length: > 1 })
            throw new BcException(ErrorCode.AmbiguousConnection, Messages.TokenRequiresOneConnection);

        return ReadAsync(Connection, async connection =>
        {
            var token = await connection.Access.GetTokenAsync(PipelineStopToken);
            if (AsPlainText)
            {
                WriteObject(token.Value);
                return;
            }

            var secret = new NetworkCredential(string.Empty, token.Value).SecurePassword;
            secret.MakeReadOnly();
            WriteObject(secret);
        });
    }
}
