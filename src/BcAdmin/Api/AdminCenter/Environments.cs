namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listEnvironments, or listEnvironmentsByFamily. Environments that partner access shuts the caller out of are missing, without an error.</summary>
    public IAsyncEnumerable<BcEnvironment> ListEnvironmentsAsync(string? family, CancellationToken cancellationToken)
    {
        var url = Url(family is null ? "applications/environments" : $"applications/{Escape(family)}/environments");
        return From(api.ListAsync(ApiRequest.Get(url), BcJson.Default.BcEnvironment, cancellationToken));
    }

    /// <summary>getEnvironment.</summary>
    public Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        GetEnvironmentAsync(environment, once: false, cancellationToken);

    /// <param name="once">True for a caller that looks again by itself.</param>
    public async Task<BcEnvironment> GetEnvironmentAsync(EnvironmentKey environment, bool once, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(EnvironmentUrl(environment)) with { Once = once };
        return From(await api.GetAsync(request, BcJson.Default.BcEnvironment, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>createEnvironment. Its path has the new name, unlike that of a copy.</summary>
    public Task<BcOperation> CreateEnvironmentAsync(EnvironmentKey environment, CreateEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Put, EnvironmentUrl(environment)).WithJson(body, BcJson.Default.CreateEnvironmentRequest),
            environment, "create", cancellationToken);

    /// <summary>copyEnvironment. Its path has the source; the new name is in the body.</summary>
    public Task<BcOperation> CopyEnvironmentAsync(EnvironmentKey source, CopyEnvironmentRequest body, CancellationToken cancellationToken) =>
        StartAsync(
            new ApiRequest(HttpMethod.Post, EnvironmentUrl(source, "copy")).WithJson(body, BcJson.Default.CopyEnvironmentRequest),
            source with { Name = body.EnvironmentName }, "copy", cancellationToken);

    /// <summary>deleteEnvironment. Soft for 14 days, unless it never was created right.</summary>
    public Task<BcOperation> DeleteEnvironmentAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        StartAsync(new ApiRequest(HttpMethod.Delete, EnvironmentUrl(environment)), environment, "softDelete", cancellationToken);
}
