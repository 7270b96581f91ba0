using System.Net;

namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listExtensionUploads. Returns the upload slot of a company, or null if it is free.</summary>
    public async Task<ExtensionUpload?> FindExtensionUploadAsync(Guid company, CancellationToken cancellationToken)
    {
        try
        {
            return await Api.ListAsync(
                Get("listExtensionUploads", InCompany(company) / "extensionUpload"), BcJson.Default.ExtensionUpload, cancellationToken)
                .FirstOrNullAsync().ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound && exception.Is(ErrorCode.BadRequest_ResourceNotFound))
        {
            throw new BcException(
                ErrorCode.EndpointNotAvailable, Messages.NoExtensionUploadSlot(_environment), exception)
            {
                Target = _environment.Name,
                Advice = Messages.PublishThroughAdminCenter,
            };
        }
    }

    /// <summary>createExtensionUpload. Returns null if the slot is already in use.</summary>
    public async Task<ExtensionUpload?> CreateExtensionUploadAsync(Guid company, ExtensionUploadRequest body, CancellationToken cancellationToken)
    {
        var request = Post("createExtensionUpload", InCompany(company) / "extensionUpload").WithJson(body, BcJson.Default.ExtensionUploadRequest);
        try
        {
            return await LostResponse.SettleAsync(
                Clock,
                async () => await ReadAsync(request, BcJson.Default.ExtensionUpload, cancellationToken).ConfigureAwait(false),
                () => FindExtensionUploadAsync(company, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Is(ErrorCode.Internal_EntityWithSameKeyExists))
        {
            return null;
        }
    }

    /// <summary>updateExtensionUpload. Fails if the slot has changed since it was read.</summary>
    public Task<ExtensionUpload> UpdateExtensionUploadAsync(
        Guid company, ExtensionUpload slot, ExtensionUploadRequest body, CancellationToken cancellationToken)
    {
        var request = Patch("updateExtensionUpload", Slot(company, slot)).WithJson(body, BcJson.Default.ExtensionUploadRequest).WithHeader(
            "If-Match", slot.ETag ?? "*");
        return LostResponse.SettleAsync(
            Clock,
            async () => await Api.GetAsync(request, BcJson.Default.ExtensionUpload, cancellationToken).ConfigureAwait(false) ?? slot,
            async () => await FindAsync(Get("getExtensionUpload", Slot(company, slot)), BcJson.Default.ExtensionUpload,
                cancellationToken).ConfigureAwait(false) is { } seen && body.IsAppliedTo(seen) ? seen : null,
            cancellationToken);
    }

    /// <summary>uploadExtensionContent. The upload can be repeated.</summary>
    public Task UploadExtensionContentAsync(
        Guid company, ExtensionUpload slot, string path, IProgress<long>? progress, CancellationToken cancellationToken) =>
        SendFileAsync(Patch("uploadExtensionContent", Slot(company, slot) / "extensionContent"), slot.ContentLink, path, progress, cancellationToken);

    /// <summary>
    /// runExtensionUpload. After a lost response, the slot (getExtensionUpload) shows whether the service accepted the file, because the service then
    /// removes the slot.
    /// </summary>
    public Task RunExtensionUploadAsync(Guid company, ExtensionUpload slot, CancellationToken cancellationToken) => LostResponse.SettleAsync(
        Clock,
        async () =>
        {
            await Api.SendAsync(Post("runExtensionUpload", Slot(company, slot) / "Microsoft.NAV.upload"), cancellationToken).ConfigureAwait(false);
            return slot;
        },
        async () => await FindAsync(Get("getExtensionUpload", Slot(company, slot)), BcJson.Default.ExtensionUpload,
            cancellationToken).ConfigureAwait(false) is null ? slot : null,
        cancellationToken);

    /// <summary>listExtensionDeploymentStatus, newest first.</summary>
    public IAsyncEnumerable<BcExtensionDeployment> ListExtensionDeploymentsAsync(Guid? through, CancellationToken cancellationToken) =>
        From(ListAsync("listExtensionDeploymentStatus", through, "extensionDeploymentStatus", null, BcJson.Default.BcExtensionDeployment,
            cancellationToken));

    /// <summary>The current state of the deployment; null if the service does not list it, or does not list it yet.</summary>
    public async Task<BcExtensionDeployment?> FindExtensionDeploymentAsync(BcExtensionDeployment sought, CancellationToken cancellationToken)
    {
        try
        {
            var found = await ListExtensionDeploymentsAsync(null, cancellationToken)
                .FirstOrNullAsync(deployment => deployment.Is(sought)).ConfigureAwait(false);
            return found is null or { HasNoStatus: true } ? null : found with { Earlier = sought.Earlier };
        }
        catch (BcApiException exception) when (exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return null; // Observed: an environment can temporarily reject authorized callers while it changes its extensions.
        }
    }

    /// <summary>Uploads a file to the URL that the service returned, or to the URL of the request.</summary>
    private Task SendFileAsync(ApiRequest request, string? link, string path, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Api.SendAsync(
            request.WithHeader("If-Match", "*") with
            {
                Address = OwnLink(link, request.Address),
                Repeatable = true,
                Content = () => new StreamContent(FileUpload.Open(path, progress)) { Headers = { ContentType = new("application/octet-stream") } },
            },
            cancellationToken);

    /// <summary>
    /// The link of the service if its host matches the request; links to other hosts are ignored so that the token is not sent to them.
    /// </summary>
    private static Uri OwnLink(string? link, Uri otherwise) =>
        Uri.TryCreate(otherwise, link, out var address) && link is { Length: > 0 } && address.UserInfo.Length == 0
            && Uri.Compare(address, otherwise, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : otherwise;

    private ResourcePath Slot(Guid company, ExtensionUpload slot) => InCompany(company) / Record("extensionUpload", slot.SystemId);
}
