using System.Management.Automation;

namespace BcAdmin.Cmdlets.Features;

/// <summary>Lists the features in Feature Management of environments: listCompanies, listFeatures, getFeature. Version 27 and later.</summary>
[Cmdlet(VerbsCommon.Get, "BcFeature")]
[OutputType(typeof(BcFeature))]
public sealed class GetBcFeatureCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcFeatureCommand() => _lists = new(this);

    /// <summary>Names or patterns for the ID and the English description.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [NameOrId(typeof(BcFeature), nameof(BcFeature.FeatureId))]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOrId(typeof(BcFeature), nameof(BcFeature.FeatureId))]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    public string[]? FeatureId { get; set; }

    [Parameter]
    public bool? Enabled { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (FeatureId is { } ids)
        {
            foreach (var id in ids.Where(id => id.Length > 0))
                await GuardAsync(id, () => ReadOneAsync(automation, id));
            return;
        }

        if (WasRead(connection, environment, Company))
            return;

        var features = automation.ListFeaturesAsync(await _lists.CompanyIdAsync(automation, Company), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(features, Filter is not null, Name, feature => [feature.FeatureId, feature.DescriptionInEnglish],
            name => NotFound(name, environment), IsChosen);
    }

    private async Task ReadOneAsync(AutomationClient automation, string id)
    {
        var feature = await FindAsync(automation, id, PipelineStopToken);
        if (IsChosen(feature))
            WriteObject(feature);
    }

    /// <summary>Gets the feature with an ID. If it does not exist, the error suggests the most similar ID.</summary>
    internal static Task<BcFeature> FindAsync(AutomationClient automation, string id, CancellationToken cancellationToken) => ReadOrSuggestAsync(
        id, () => automation.GetFeatureAsync(id, cancellationToken),
        () => automation.ListFeaturesAsync(null, new ODataQuery(Select: "id"), cancellationToken), known => [known.FeatureId]);

    private bool IsChosen(BcFeature feature) => Enabled is null || feature.IsEnabled == Enabled;

    private static BcException NotFound(string name, EnvironmentKey environment) =>
        new(ErrorCode.FeatureNotFound, Messages.FeatureNotInEnvironment(environment, name))
        {
            Target = name,
            AdviceFor = connection => Messages.ListFeatures(environment, connection),
        };

    /// <summary>Reads the feature, switches it, and with -PassThru writes its new state. Shared by Enable-BcFeature and Disable-BcFeature.</summary>
    /// <param name="cmdlet">The cmdlet that writes the feature.</param>
    /// <param name="connection">The tenant.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="id">The ID of the feature.</param>
    /// <param name="switchAsync">Switches the feature; returns false if the user declined.</param>
    /// <param name="passThru">Whether -PassThru was specified.</param>
    internal static async Task SwitchAsync(
        BcConnectedCmdlet cmdlet,
        BcConnection connection, EnvironmentKey environment, string id, Func<BcFeature, Task<bool>> switchAsync, bool passThru)
    {
        var automation = cmdlet.Automation(connection, environment);
        var feature = await FindAsync(automation, id, cmdlet.PipelineStopToken);
        if (await switchAsync(feature) && passThru)
            cmdlet.WriteObject(await automation.GetFeatureAsync(id, cmdlet.PipelineStopToken));
    }
}
