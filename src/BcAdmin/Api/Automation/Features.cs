namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listFeatures.</summary>
    public IAsyncEnumerable<BcFeature> ListFeaturesAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync(through, "features", query, BcJson.Default.BcFeature, cancellationToken));

    /// <summary>getFeature.</summary>
    public async Task<BcFeature> GetFeatureAsync(string feature, CancellationToken cancellationToken) =>
        From(await ReadAsync($"features({TextKey(feature)})", BcJson.Default.BcFeature, cancellationToken).ConfigureAwait(false));

    /// <summary>activateFeature. Starts now: the service ignores the time that it demands.</summary>
    public Task ActivateFeatureAsync(BcFeature feature, bool updateInBackground, CancellationToken cancellationToken) =>
        SwitchAsync(feature, "activate", enabled: true, request =>
            request.WithJson(new FeatureActivation(updateInBackground, DateTimeOffset.UtcNow), BcJson.Default.FeatureActivation), cancellationToken);

    /// <summary>deactivateFeature.</summary>
    public Task DeactivateFeatureAsync(BcFeature feature, CancellationToken cancellationToken) =>
        SwitchAsync(feature, "deactivate", enabled: false, request => request, cancellationToken);

    private async Task SwitchAsync(BcFeature feature, string action, bool enabled, Func<ApiRequest, ApiRequest> withBody, CancellationToken cancellationToken)
    {
        var url = CompanyUrl(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false), $"features({TextKey(feature.FeatureId)})/Microsoft.NAV.{action}");
        try
        {
            await _api.SendAsync(withBody(new ApiRequest(HttpMethod.Post, url)), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsAnswerLost || exception.Is(ErrorCode.Application_DialogException))
        {
            // The service may have done it although no good answer came, or somebody else was quicker: what it says now is true.
            if ((await GetFeatureAsync(feature.FeatureId, cancellationToken).ConfigureAwait(false)).IsEnabled != enabled)
                throw;
        }
    }
}
