using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Deletes an environment, which can be recovered for 14 days: getEnvironment, deleteEnvironment, getOperation.</summary>
[Cmdlet(VerbsCommon.Remove, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOperation))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation))]
public sealed class RemoveBcEnvironmentCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    public string[] Environment { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        WarnOfUnusedTimeout(Wait);
        return Task.CompletedTask;
    }

    protected override async Task ProcessAsync()
    {
        foreach (var name in Environment)
            await ChangeAsync(name, connection => RemoveAsync(connection, new(ApplicationFamily, name)));
    }

    private async Task RemoveAsync(BcConnection connection, EnvironmentKey key)
    {
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(key, PipelineStopToken);
        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}", Messages.DeleteEnvironmentAction, Force,
            Messages.EnvironmentRecoverable))
        {
            return;
        }

        var operation = await admin.DeleteEnvironmentAsync(key, PipelineStopToken);
        await new OperationTracker(this, connection, TimeSpan.FromSeconds(TimeoutSec))
            .FinishAsync(operation, Wait, Messages.DeletingEnvironment(key));
    }
}
