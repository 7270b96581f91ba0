using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Features;

/// <summary>A cmdlet that switches features of an environment: adds -Environment, -ApplicationFamily, -FeatureId, -Force and -PassThru.</summary>
public abstract class BcFeatureCmdlet : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

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
                var automation = Automation(connection, new EnvironmentKey(ApplicationFamily, Environment));
                var feature = await automation.GetFeatureAsync(id, PipelineStopToken);
                if (!await SwitchAsync(connection, automation, feature) || !PassThru)
                    return;
                WriteObject(await automation.GetFeatureAsync(id, PipelineStopToken));
            });
        }
    }

    /// <summary>Brings the feature to the wanted state; false where that was declined.</summary>
    private protected abstract Task<bool> SwitchAsync(BcConnection connection, AutomationClient automation, BcFeature feature);
}
