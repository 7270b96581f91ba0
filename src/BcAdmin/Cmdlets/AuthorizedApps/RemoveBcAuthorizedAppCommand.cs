using System.Management.Automation;

namespace BcAdmin.Cmdlets.AuthorizedApps;

/// <summary>Removes the authorization of Microsoft Entra apps: removeAuthorizedApp.</summary>
[Cmdlet(VerbsCommon.Remove, "BcAuthorizedApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcAuthorizedApp), typeof(BcAppRegistration))]
public sealed class RemoveBcAuthorizedAppCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId", "Id")]
    [ArgumentCompleter(typeof(AuthorizedAppCompleter))]
    public Guid[] ClientId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var id in ClientId)
            await ChangeAsync(id, connection => RemoveAsync(connection, id));
    }

    private async Task RemoveAsync(BcConnection connection, Guid id)
    {
        var admin = AdminCenter(connection);
        if (IsWhatIf && IsTyped(nameof(ClientId)) && await admin.FindAuthorizedAppAsync(id, PipelineStopToken) is null)
            throw NotAuthorized(connection, id);

        var own = connection.ClientId == id ? Messages.ConnectionAppSuffix : string.Empty;
        if (!ShouldProcess(Messages.RemoveAuthorizedAppTarget(id, own, connection),
            Messages.RemoveAuthorizedAppAction, Force))
        {
            return;
        }

        try
        {
            await admin.RemoveAuthorizedAppAsync(id, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            if (IsTyped(nameof(ClientId)))
                throw NotAuthorized(connection, id, exception);
            WriteVerbose(Messages.AppNotAuthorized(id, connection));
        }
    }

    private static BcException NotAuthorized(BcConnection connection, Guid id, BcException? exception = null) =>
        new(ErrorCode.AppNotFound, Messages.AppNotAuthorized(id, connection), exception)
        {
            Target = id,
            Advice = Messages.ListAuthorizedApps,
        };
}
