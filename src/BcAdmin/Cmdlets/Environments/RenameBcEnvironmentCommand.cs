using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Renames an environment: getEnvironment, renameEnvironment, getOperation.</summary>
[Cmdlet(VerbsCommon.Rename, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation))]
public sealed class RenameBcEnvironmentCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public override string Environment { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1)]
    [EnvironmentName]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string NewName { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(new(ApplicationFamily, Environment), PipelineStopToken);
        var renamed = environment.Key with { Name = NewName };
        if (IsWhatIf)
            await admin.CheckNameIsFreeAsync(renamed, PipelineStopToken);
        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}",
            Messages.RenameEnvironmentAction(NewName), Force))
        {
            return;
        }

        var operation = await admin.RenameEnvironmentAsync(environment.Key, NewName, PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.RenamingEnvironment(environment, NewName), renamed);
    });
}
