using System.Management.Automation;

namespace BcAdmin.Cmdlets.Sessions;

/// <summary>Ends sessions and discards their unsaved work: getSession, stopSession.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcSession), typeof(BcEnvironment))]
public sealed class StopBcSessionCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public int[] SessionId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var id in SessionId)
            await ChangeAsync(id, connection => StopAsync(connection, Key, id));
    }

    private async Task StopAsync(BcConnection connection, EnvironmentKey environment, int id)
    {
        var admin = AdminCenter(connection);
        try
        {
            var session = await admin.GetSessionAsync(environment, id, PipelineStopToken); // the prompt shows the user
            var target = $"{session.Describe()}, tenant {connection.TenantWithName}";
            if (await ConfirmAsync(connection, environment, target, Messages.EndSessionAction, Force))
                await admin.StopSessionAsync(environment, id, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsItemNotFound && !IsTyped(nameof(SessionId)))
        {
            WriteVerbose(Messages.SessionAlreadyEnded(id, environment));
        }
    }
}
