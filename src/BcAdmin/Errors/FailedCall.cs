namespace BcAdmin;

/// <summary>A call that failed, for the advice about it.</summary>
/// <param name="Request">The call.</param>
/// <param name="Connection">The connection that it used, where it is known.</param>
internal sealed record FailedCall(ApiRequest Request, BcConnection? Connection)
{
    public EnvironmentKey? Environment => Request.Subject.Environment;
}
