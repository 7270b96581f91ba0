using System.Management.Automation;

namespace BcAdmin.Cmdlets.Features;

/// <summary>Enables a feature for all users: getFeature, activateFeature. An enabled feature is skipped.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BcFeature", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcFeature))]
[AcceptsInput(typeof(BcFeature), typeof(BcEnvironment))]
public sealed class EnableBcFeatureCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [NameOrId(typeof(BcFeature), nameof(BcFeature.FeatureId))]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    public string[] FeatureId { get; set; } = [];

    /// <summary>Updates data during the call, which has a limit of 8 minutes, instead of in a background task.</summary>
    [Parameter]
    public SwitchParameter Foreground { get; set; }

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

    /// <summary>Enables the feature. Returns false if the user declined.</summary>
    private async Task<bool> SwitchAsync(BcConnection connection, BcFeature feature)
    {
        if (feature.IsEnabled)
        {
            WriteVerbose(Messages.FeatureAlreadyEnabled(feature));
            return true;
        }

        var inBackground = feature.DataUpdateRequired == true && !Foreground;
        if (feature.IsOneWay == true)
            WriteWarning(Messages.EnabledFeatureCannotBeDisabled(feature));
        if (feature.DataUpdateRequired == true)
        {
            var progress = inBackground ? Messages.InBackgroundSuffix : string.Empty;
            WriteWarning(Messages.FeatureUpdatesData(feature, progress));
        }

        var action = string.Concat(
            Messages.EnableFeatureAction, feature.IsOneWay == true ? ", permanently" : "",
            feature.DataUpdateRequired == true ? Messages.UpdateDataSuffix : "");
        if (!await ConfirmAsync(connection, Key, feature.Describe(connection), action, Force))
            return false;
        await Automation(connection, Key).ActivateFeatureAsync(feature, inBackground, PipelineStopToken);
        return true;
    }
}
