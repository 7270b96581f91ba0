namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listSessions.</summary>
    public IAsyncEnumerable<BcSession> ListSessionsAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listSessions", In(environment) / "sessions"), BcJson.Default.BcSession, cancellationToken), environment);

    /// <summary>getSession.</summary>
    public async Task<BcSession> GetSessionAsync(EnvironmentKey environment, int session, CancellationToken cancellationToken)
    {
        var request = Get("getSession", SessionPath(environment, session));
        return From(await ReadAsync(request, BcJson.Default.BcSession, cancellationToken).ConfigureAwait(false), environment);
    }

    /// <summary>stopSession. Session IDs are not reused soon, so the call can be repeated.</summary>
    public Task StopSessionAsync(EnvironmentKey environment, int session, CancellationToken cancellationToken) =>
        Api.SendAsync(Delete("stopSession", SessionPath(environment, session)).AsRepeatable(), cancellationToken);

    private static ResourcePath SessionPath(EnvironmentKey environment, int session)
    {
        var key = session.ToString(CultureInfo.InvariantCulture);
        return (In(environment) / $"sessions/{key}").About("sessions", key);
    }
}
