using System.Management.Automation;

namespace BcAdmin.Cmdlets.AuthorizedApps;

/// <summary>Authorizes Entra apps for the Admin Center API in the tenant: authorizeApp. People only.</summary>
[Cmdlet(VerbsCommon.Add, "BcAuthorizedApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAuthorizedApp))]
[AcceptsInput(typeof(BcAuthorizedApp), typeof(BcAppRegistration))]
public sealed class AddBcAuthorizedAppCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "Id")]
    public Guid[] ClientId { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        foreach (var id in ClientId)
            await ChangeAsync(id, connection => AddAsync(connection, id));
    }

    private async Task AddAsync(BcConnection connection, Guid id)
    {
        RequireUser(connection);
        if (!ShouldProcess($"app {id} in tenant {connection.Name}", "Authorize for the Admin Center API"))
            return;

        var app = await AdminCenter(connection).AuthorizeAppAsync(id, PipelineStopToken);
        if (app.IsAdminConsentGranted == false)
        {
            WriteWarning(
                $"App {id} is authorized, but its permissions have no admin consent in the tenant {connection.Name} yet. Until then it is refused.");
        }

        WriteObject(app);
    }
}
