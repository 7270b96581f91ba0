using System.Management.Automation;

namespace BcAdmin.Cmdlets.Sessions;

/// <summary>Lists the active sessions of environments: listSessions, getSession.</summary>
[Cmdlet(VerbsCommon.Get, "BcSession")]
[OutputType(typeof(BcSession))]
public sealed class GetBcSessionCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int[]? SessionId { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string? User { get; set; }

    [Parameter]
    public string[]? ClientType { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var admin = AdminCenter(connection);
        var user = User is null ? null : WildcardPattern.Get(User, WildcardOptions.IgnoreCase);
        foreach (var id in SessionId ?? [])
            await GuardAsync(id, async () => Write(await admin.GetSessionAsync(environment, id, PipelineStopToken), user));
        if (SessionId is not null)
            return;

        await foreach (var session in admin.ListSessionsAsync(environment, PipelineStopToken))
            Write(session, user);
    }

    private void Write(BcSession session, WildcardPattern? user)
    {
        if (user?.IsMatch(session.UserId ?? string.Empty) != false && ClientType?.Contains(session.ClientType, StringComparer.OrdinalIgnoreCase) != false)
            WriteObject(session);
    }
}
