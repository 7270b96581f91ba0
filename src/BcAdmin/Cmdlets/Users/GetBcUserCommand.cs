using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Lists the users of environments: listCompanies, listUsers, getUser.</summary>
[Cmdlet(VerbsCommon.Get, "BcUser")]
[OutputType(typeof(BcUser))]
public sealed class GetBcUserCommand : BcEnvironmentReadCmdlet
{
    private readonly HashSet<(BcConnection, EnvironmentKey)> _read = [];

    /// <summary>Matches user name, display name and e-mail.</summary>
    [Parameter(Position = 1)]
    [Alias("UserName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Guid[]? UserSecurityId { get; set; }

    [Parameter]
    [ValidateSet("Enabled", "Disabled")]
    public string? State { get; set; }

    /// <summary>Only the way to the users: they are the environment's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (UserSecurityId is { Length: > 0 } ids)
        {
            foreach (var id in ids)
                await GuardAsync(id, async () => Write(await automation.GetUserAsync(id, PipelineStopToken)));
            return;
        }

        if (!_read.Add((connection, environment)))
        {
            WriteVerbose($"The users of environment {environment} are read already; company {Company} has the same.");
            return;
        }

        await ListAsync(automation, environment);
    }

    private async Task ListAsync(AutomationClient automation, EnvironmentKey environment)
    {
        var through = Company is null ? (Guid?)null : await automation.FindCompanyIdAsync(Company, PipelineStopToken);
        var patterns = Name?.Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var user in automation.ListUsersAsync(through, PipelineStopToken))
        {
            var matches = patterns?.Where(item => Matches(item.Pattern, user)).ToList();
            if (matches is { Count: 0 })
                continue;
            found.UnionWith(matches?.Select(item => item.Text) ?? []);
            Write(user);
        }

        foreach (var (name, _) in patterns?.Where(item => !WildcardPattern.ContainsWildcardCharacters(item.Text) && !found.Contains(item.Text)) ?? [])
            await GuardAsync(name, () => throw UserFinder.NotFound(name, environment));
    }

    private static bool Matches(WildcardPattern pattern, BcUser user) =>
        pattern.IsMatch(user.UserName) || pattern.IsMatch(user.DisplayName ?? string.Empty) || pattern.IsMatch(user.ContactEmail ?? string.Empty);

    private void Write(BcUser user)
    {
        if (State is null || user.HasState(State))
            WriteObject(user);
    }
}
