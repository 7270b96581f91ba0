namespace BcAdmin.Cmdlets.Features;

/// <summary>What Enable-BcFeature and Disable-BcFeature have in common.</summary>
internal static class FeatureSwitch
{
    /// <summary>Reads the feature, switches it, and with -PassThru writes it as it is then.</summary>
    /// <param name="cmdlet">Writes the feature.</param>
    /// <param name="connection">The tenant.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="id">The feature.</param>
    /// <param name="switchAsync">Brings it to the wanted state; false where the user declined.</param>
    /// <param name="passThru">-PassThru.</param>
    public static async Task RunAsync(
        BcConnectedCmdlet cmdlet, BcConnection connection, EnvironmentKey environment, string id, Func<BcFeature, Task<bool>> switchAsync, bool passThru)
    {
        var automation = cmdlet.Automation(connection, environment);
        var feature = await GetBcFeatureCommand.FindAsync(automation, id, cmdlet.PipelineStopToken);
        if (await switchAsync(feature) && passThru)
            cmdlet.WriteObject(await automation.GetFeatureAsync(id, cmdlet.PipelineStopToken));
    }
}
