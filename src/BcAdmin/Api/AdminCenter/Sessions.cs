using System.Globalization;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listSessions.</summary>
    public IAsyncEnumerable<BcSession> ListSessionsAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(api.ListAsync(ApiRequest.Get(EnvironmentUrl(environment, "sessions")), BcJson.Default.BcSession, cancellationToken), environment);

    /// <summary>getSession.</summary>
    public async Task<BcSession> GetSessionAsync(EnvironmentKey environment, int session, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(SessionUrl(environment, session));
        return From(await api.GetAsync(request, BcJson.Default.BcSession, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request), environment);
    }

    /// <summary>stopSession. Numbers of sessions are not used again soon, so that sending it twice does no harm.</summary>
    public Task StopSessionAsync(EnvironmentKey environment, int session, CancellationToken cancellationToken) =>
        api.SendAsync(new ApiRequest(HttpMethod.Delete, SessionUrl(environment, session)) { Repeatable = true }, cancellationToken);

    private Uri SessionUrl(EnvironmentKey environment, int session) =>
        EnvironmentUrl(environment, string.Create(CultureInfo.InvariantCulture, $"sessions/{session}"));
}
