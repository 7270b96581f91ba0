namespace BcAdmin.Simulator.State;

/// <summary>Users named by their role, with the permission sets of that role.</summary>
internal static class DemoUsers
{
    private static readonly DemoRole[] Roles = DemoData.Read<DemoRole[]>("roles");

    public static BcUser Make(string owner, string domain, int number)
    {
        var (role, sets) = Roles[(number - 1) % Roles.Length];
        var name = FormattableString.Invariant($"{role.Replace(' ', '.')}.{number:00}");
        var email = $"{name.ToLowerInvariant()}@{domain}";
        var id = StableId.From($"{owner}/user/{name}");
        return new BcUser
        {
            UserSecurityId = id,
            SystemId = StableId.From($"{id}/system"),
            UserName = name.ToUpperInvariant(),
            DisplayName = FormattableString.Invariant($"{role} {number:00}"),
            AuthenticationEmail = email,
            ContactEmail = email,
            // One user in ten has left the company.
            Enabled = number % 10 != 0,
            PermissionSets = [.. sets.Select(set => PermissionCatalog.Assign(StableId.From($"{id}/{set}"), set, company: ""))],
        };
    }

    private sealed record DemoRole(string Role, string[] PermissionSets);
}
