namespace BcAdmin.Simulator.State;

/// <summary>Users named by what they do, with the permission sets that such a role has.</summary>
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
            // One in ten has left.
            Enabled = number % 10 != 0,
            PermissionSets = [.. sets.Select(set => PermissionCatalog.Assign(StableId.From($"{id}/{set}"), set, company: ""))],
        };
    }

    private sealed record DemoRole(string Role, string[] PermissionSets);
}
