namespace BcAdmin.Simulator.Automation;

/// <summary>Feature management, which applies to the environment and all its users. Data updates are not visible here, as in the service.</summary>
internal static class Features
{
    [Operation("listFeatures")]
    public static Reply ListFeatures(Call call) => ODataCollection.Answer(call, FeatureCatalog.All.Select(feature => Write(call, feature)));

    [Operation("getFeature")]
    public static Reply GetFeature(Call call) => ODataCollection.AnswerOne(call, Write(call, Find(call)));

    /// <summary>The start time is accepted and ignored, as the application does up to 29.0.</summary>
    [Operation("activateFeature")]
    public static Reply ActivateFeature(Call call)
    {
        var feature = Find(call);
        if (!call.Environment.EnabledFeatures.Add(feature.Id))
            throw AutomationError.Dialog($"The feature {feature.Id} is already enabled.");

        call.Commit();
        return Reply.NoContent();
    }

    [Operation("deactivateFeature")]
    public static Reply DeactivateFeature(Call call)
    {
        var feature = Find(call);
        if (!call.Environment.EnabledFeatures.Contains(feature.Id))
            throw AutomationError.Dialog($"The feature {feature.Id} is already disabled.");
        if (feature.IsOneWay)
            throw AutomationError.Dialog($"The feature {feature.Id} cannot be disabled once it is enabled.");

        call.Environment.EnabledFeatures.Remove(feature.Id);
        call.Commit();
        return Reply.NoContent();
    }

    private static FeatureDefinition Find(Call call) =>
        FeatureCatalog.Find(call["featureId"])
        ?? throw AutomationError.NotFound($"The feature with the ID {call["featureId"]} does not exist.");

    private static JsonObject Write(Call call, FeatureDefinition feature) => new()
    {
        ["id"] = feature.Id,
        ["enabled"] = call.Environment.EnabledFeatures.Contains(feature.Id) ? "All_x0020_Users" : "None",
        ["description"] = DisplayText.IsDanish(call) ? feature.DanishDescription : feature.Description,
        ["learnMoreLink"] = $"https://learn.example/bc/features/{feature.Id}",
        ["mandatoryBy"] = feature.MandatoryBy,
        ["canTry"] = feature.CanTry,
        ["isOneWay"] = feature.IsOneWay,
        ["dataUpdateRequired"] = feature.DataUpdateRequired,
        ["mandatoryByVersion"] = feature.MandatoryByVersion,
        ["descriptionInEnglish"] = feature.Description,
    };
}
