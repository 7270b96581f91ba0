using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Copies an environment to a new one: copyEnvironment, getOperation, getEnvironment; with -Replace, deleteEnvironment first.</summary>
[Cmdlet(VerbsCommon.Copy, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentResource))]
public sealed class CopyBcEnvironmentCommand : BcOperationCmdlet
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

    /// <summary>Does not bind from the pipeline, so that a copy of a production environment is not a production environment by accident.</summary>
    [Parameter]
    [ValidateSet("Production", "Sandbox")]
    public string Type { get; set; } = "Sandbox";

    [Parameter]
    public SwitchParameter Replace { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var source = await AdminCenter(connection).GetEnvironmentAsync(new(ApplicationFamily, Environment), PipelineStopToken);
        var copy = source.Key with { Name = NewName };
        var tracker = Track(connection);
        if (source.Name.Equals(NewName, StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(ErrorCode.ResourceExists, Messages.CannotReplaceWithOwnCopy)
            {
                Target = NewName,
                Advice = Messages.ChooseAnotherName,
            };
        }

        if (Replace && !await DeleteExistingAsync(connection, tracker, copy))
            return;
        if (IsWhatIf && !Replace)
            await AdminCenter(connection).CheckNameIsFreeAsync(copy, PipelineStopToken, Messages.UseAnotherNameOrReplace);
        if (!ShouldProcess($"environment {source.Describe()}", Messages.CopyEnvironmentAction(Type, NewName), Force))
            return;

        var operation = await AdminCenter(connection)
            .CopyEnvironmentAsync(source.Key, new(NewName, CanonicalCase(nameof(Type), Type)), PipelineStopToken);
        await tracker.FinishAsync(operation, Wait, Messages.CopyingEnvironment(source, NewName), copy);
    });

    /// <summary>Deletes the environment that has the new name. Returns false if the user declines.</summary>
    private async Task<bool> DeleteExistingAsync(BcConnection connection, OperationTracker tracker, EnvironmentKey copy)
    {
        var admin = AdminCenter(connection);
        BcEnvironment existing;
        try
        {
            existing = await admin.GetEnvironmentAsync(copy, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            return true;
        }

        if (existing.HasType("Production") && !(Type == "Production" && MyInvocation.BoundParameters.ContainsKey(nameof(Type))))
        {
            throw new BcException(ErrorCode.ResourceExists, Messages.ProductionEnvironmentNotReplaced(existing))
            {
                Target = NewName,
                Advice = Messages.SpecifyTypeProduction,
            };
        }

        if (IsWhatIf)
            return !ShouldProcess($"environment {existing.Describe()}", Messages.DeleteReplacedEnvironmentAction);
        if (!await ConfirmAsync(
            connection, existing.Key, $"environment {existing.Describe()}",
            Messages.DeleteReplacedEnvironmentAction, Force, Messages.EnvironmentRecoverable, always: true))
        {
            return false;
        }

        var operation = await admin.DeleteEnvironmentAsync(copy, PipelineStopToken);
        await tracker.WaitForSuccessAsync(operation, Messages.DeletingReplacedEnvironment(existing));
        return true;
    }
}
