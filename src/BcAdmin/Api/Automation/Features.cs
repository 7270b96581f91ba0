namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listFeatures.</summary>
    public IAsyncEnumerable<BcFeature> ListFeaturesAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listFeatures", through, "features", query, BcJson.Default.BcFeature, cancellationToken));

    /// <summary>getFeature.</summary>
    public async Task<BcFeature> GetFeatureAsync(string feature, CancellationToken cancellationToken) =>
        From(await ReadAsync("getFeature", Record("features", feature), BcJson.Default.BcFeature, cancellationToken).ConfigureAwait(false));

    /// <summary>activateFeature. Takes effect immediately: the service ignores the required start time.</summary>
    public Task ActivateFeatureAsync(BcFeature feature, bool updateInBackground, CancellationToken cancellationToken) =>
        SwitchAsync("activateFeature", feature, "activate", enabled: true, request =>
            request.WithJson(new FeatureActivation(updateInBackground, Clock.GetUtcNow()), BcJson.Default.FeatureActivation), cancellationToken);

    /// <summary>deactivateFeature.</summary>
    public Task DeactivateFeatureAsync(BcFeature feature, CancellationToken cancellationToken) =>
        SwitchAsync("deactivateFeature", feature, "deactivate", enabled: false, request => request, cancellationToken);

    private async Task SwitchAsync(
        string operationId, BcFeature feature, string action, bool enabled, Func<ApiRequest, ApiRequest> withBody,
            CancellationToken cancellationToken)
    {
        var path = await InAnyCompanyAsync(
            Record("features", feature.FeatureId) / $"Microsoft.NAV.{action}", cancellationToken).ConfigureAwait(false);
        try
        {
            await Api.SendAsync(withBody(Post(operationId, path)), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsResponseLost || exception.Is(ErrorCode.Application_DialogException))
        {
            // The service or another caller may have made the change although the call failed, so the current state decides.
            if ((await GetFeatureAsync(feature.FeatureId, cancellationToken).ConfigureAwait(false)).IsEnabled != enabled)
                throw;
        }
    }
}
