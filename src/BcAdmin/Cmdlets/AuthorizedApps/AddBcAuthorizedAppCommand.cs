using System.Management.Automation;

namespace BcAdmin.Cmdlets.AuthorizedApps;

/// <summary>Authorizes Microsoft Entra apps for the Admin Center API in the tenant: authorizeApp. Requires a user.</summary>
[Cmdlet(VerbsCommon.Add, "BcAuthorizedApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAuthorizedApp))]
[AcceptsInput(typeof(BcAuthorizedApp), typeof(BcAppRegistration))]
public sealed class AddBcAuthorizedAppCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId", "Id")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid[] ClientId { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        foreach (var id in ClientId)
            await ChangeAsync(id, connection => AddAsync(connection, id));
    }

    private async Task AddAsync(BcConnection connection, Guid id)
    {
        RequireUser(connection);
        if (!ShouldProcess(Messages.AuthorizeAppTarget(id, connection), Messages.AuthorizeAppAction))
            return;

        var app = await AdminCenter(connection).AuthorizeAppAsync(id, PipelineStopToken);
        if (app.IsAdminConsentGranted == false)
        {
            WriteWarning(
                Messages.AuthorizedAppLacksAdminConsent(id, connection));
        }

        WriteObject(app);
    }
}
