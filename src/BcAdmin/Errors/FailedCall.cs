namespace BcAdmin;

/// <summary>A failed call for which advice is needed.</summary>
/// <param name="Request">The call.</param>
/// <param name="Connection">The connection of the call, if it is known.</param>
internal sealed record FailedCall(ApiRequest Request, BcConnection? Connection)
{
    public EnvironmentKey? Environment => Request.Subject.Environment;
}
