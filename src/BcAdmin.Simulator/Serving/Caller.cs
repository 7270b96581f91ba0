namespace BcAdmin.Simulator.Serving;

internal enum CallerKind
{
    User,
    InternalAdmin,
    DelegatedAdmin,
    App,
}

/// <summary>The caller that an access token identifies, with the current state of that user or app in the tenant.</summary>
internal sealed record Caller
{
    public required Tenant Tenant { get; init; }

    public required CallerKind Kind { get; init; }

    /// <summary>User principal name, or the client ID of an app.</summary>
    public required string Id { get; init; }

    public required Guid ObjectId { get; init; }

    /// <summary>The registration of the app; null for users, and for an app that only open sign-in accepts.</summary>
    public AppRegistration? App { get; init; }

    public Account? Account { get; init; }

    /// <summary>Application permissions in the token.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Delegated permissions in the token of a user.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The name of the kind of caller in records of operations.</summary>
    public string PrincipalType => Kind == CallerKind.App ? "App" : "User";

    /// <summary>Whether the partner access setting of an environment allows the caller. Other callers do not see the environment.</summary>
    public bool MaySee(BcEnvironment environment)
    {
        var home = App?.HomeTenantId ?? Account?.HomeTenantId ?? Tenant.Id;
        return home == Tenant.Id || environment.PartnerAccess.Admits(home);
    }

    /// <summary>Whether the caller has a permission set inside the environments. An app that only open sign-in accepts has all.</summary>
    public bool Holds(string permissionSet) =>
        (App?.PermissionSets ?? Account?.PermissionSets ?? [permissionSet]).Contains(permissionSet, StringComparer.OrdinalIgnoreCase);
}
