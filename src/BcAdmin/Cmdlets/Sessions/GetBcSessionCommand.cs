using System.Management.Automation;

namespace BcAdmin.Cmdlets.Sessions;

/// <summary>Lists the active sessions of environments: listSessions, getSession.</summary>
[Cmdlet(VerbsCommon.Get, "BcSession")]
[OutputType(typeof(BcSession))]
public sealed class GetBcSessionCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public int[]? SessionId { get; set; }

    [Parameter]
    [Alias("UserName", "UserId")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName), IsSingle = true)]
    [ArgumentCompleter(typeof(SessionUserCompleter))]
    public string? User { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientTypeCompleter))]
    public string[]? ClientType { get; set; }

    /// <summary>The client types are not documented, so they are not validated.</summary>
    private NameFilter<BcSession> ClientTypes => field ??= new(ClientType, session => [session.ClientType]);

    protected override Task EndAsync()
    {
        WarnUnknown(ClientTypes, nameof(ClientType), []);
        return Task.CompletedTask;
    }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var admin = AdminCenter(connection);
        var users = new NameFilter<BcSession>(User is null ? null : [User], session => [session.UserId]);
        foreach (var id in SessionId ?? [])
        {
            await GuardAsync(id, async () =>
            {
                var session = await admin.GetSessionAsync(environment, id, PipelineStopToken);
                if (users.From([session]).Count > 0 && ClientTypes.From([session]).Count > 0)
                    WriteObject(session);
            });
        }

        if (SessionId is not null)
            return;

        await foreach (var session in admin.ListSessionsAsync(environment, PipelineStopToken).ChosenBy(users, ClientTypes))
            WriteObject(session);
        WriteErrors(users);
        await WriteUnknownAsync(
            users.Missing, () => Automation(connection, environment)
                .ListUsersAsync(null, new ODataQuery(Select: UserFinder.Members), PipelineStopToken),
            user => [user.UserName, user.ContactEmail], name => UserFinder.NotFound(name, environment));
    }
}
