using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Features;

/// <summary>A cmdlet that switches features of an environment: adds -FeatureId, -Force and -PassThru.</summary>
public abstract class BcFeatureCmdlet : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    public string[] FeatureId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected sealed override async Task ProcessAsync()
    {
        foreach (var id in FeatureId)
        {
            await ChangeAsync(id, async connection =>
            {
                var automation = Automation(connection, Key);
                var feature = await ReadOrSuggestAsync(
                    id, () => automation.GetFeatureAsync(id, PipelineStopToken),
                    () => automation.ListFeaturesAsync(null, new ODataQuery(Select: "id"), PipelineStopToken), known => [known.FeatureId]);
                if (!await SwitchAsync(connection, automation, feature) || !PassThru)
                    return;
                WriteObject(await automation.GetFeatureAsync(id, PipelineStopToken));
            });
        }
    }

    /// <summary>Brings the feature to the wanted state; false where that was declined.</summary>
    private protected abstract Task<bool> SwitchAsync(BcConnection connection, AutomationClient automation, BcFeature feature);
}
