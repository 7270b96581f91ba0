using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Features;

/// <summary>Switches a feature off for all users: getFeature, deactivateFeature. One that is off already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BcFeature", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcFeature))]
[AcceptsInput(typeof(BcFeature), typeof(BcEnvironment))]
public sealed class DisableBcFeatureCommand : BcFeatureCmdlet
{
    private protected override async Task<bool> SwitchAsync(BcConnection connection, AutomationClient automation, BcFeature feature)
    {
        if (!feature.IsEnabled)
        {
            WriteVerbose($"Feature {feature} is off already.");
            return true;
        }

        if (feature.IsOneWay == true)
        {
            throw new BcException(ErrorCode.FeatureIsOneWay, $"Feature {feature} cannot be switched off again.")
            {
                Target = feature.FeatureId,
                Advice = "Restore the environment to a moment before (Restore-BcEnvironment), if it must be undone.",
            };
        }

        if (!await ConfirmAsync(connection, Key, feature.Describe(connection), "Disable for all users", Force))
            return false;
        await automation.DeactivateFeatureAsync(feature, PipelineStopToken);
        return true;
    }
}
