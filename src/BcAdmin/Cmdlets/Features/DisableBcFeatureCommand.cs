using System.Management.Automation;

namespace BcAdmin.Cmdlets.Features;

/// <summary>Disables a feature for all users: getFeature, deactivateFeature. A disabled feature is skipped.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BcFeature", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcFeature))]
[AcceptsInput(typeof(BcFeature), typeof(BcEnvironment))]
public sealed class DisableBcFeatureCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [NameOrId(typeof(BcFeature), nameof(BcFeature.FeatureId))]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    public string[] FeatureId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var id in FeatureId)
        {
            await ChangeAsync(id, connection =>
                GetBcFeatureCommand.SwitchAsync(this, connection, Key, id, feature => SwitchAsync(connection, feature), PassThru));
        }
    }

    /// <summary>Disables the feature. Returns false if the user declined.</summary>
    private async Task<bool> SwitchAsync(BcConnection connection, BcFeature feature)
    {
        if (!feature.IsEnabled)
        {
            WriteVerbose(Messages.FeatureAlreadyDisabled(feature));
            return true;
        }

        if (feature.IsOneWay == true)
        {
            throw new BcException(ErrorCode.FeatureIsOneWay, Messages.EnabledFeatureCannotBeDisabled(feature))
            {
                Target = feature.FeatureId,
                Advice = Messages.RestoreEnvironmentToUndo,
            };
        }

        if (!await ConfirmAsync(connection, Key, feature.Describe(connection), Messages.DisableFeatureAction, Force))
            return false;
        await Automation(connection, Key).DeactivateFeatureAsync(feature, PipelineStopToken);
        return true;
    }
}
