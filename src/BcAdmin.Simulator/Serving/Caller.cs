namespace BcAdmin.Simulator.Serving;

internal enum CallerKind
{
    User,
    InternalAdmin,
    DelegatedAdmin,
    App,
}

/// <summary>Who stands behind an access token, as the tenant knows that person or app now.</summary>
internal sealed record Caller
{
    public required Tenant Tenant { get; init; }

    public required CallerKind Kind { get; init; }

    /// <summary>User principal name, or client id of an app.</summary>
    public required string Id { get; init; }

    public required Guid ObjectId { get; init; }

    /// <summary>The app's registration; null for people, and for an app that only open sign-in lets in.</summary>
    public AppRegistration? App { get; init; }

    public Account? Account { get; init; }

    /// <summary>Application permissions that the token carries.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Delegated permissions that a person's token carries.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>How records of operations name the kind of caller.</summary>
    public string PrincipalType => Kind == CallerKind.App ? "App" : "User";

    /// <summary>Whether the partner access setting of an environment admits the caller. Others do not see the environment at all.</summary>
    public bool MaySee(BcEnvironment environment)
    {
        var home = App?.HomeTenantId ?? Account?.HomeTenantId ?? Tenant.Id;
        return home == Tenant.Id || environment.PartnerAccess.Admits(home);
    }

    /// <summary>Whether the caller holds a permission set inside the environments. An app that only open sign-in lets in holds all.</summary>
    public bool Holds(string permissionSet) =>
        (App?.PermissionSets ?? Account?.PermissionSets ?? [permissionSet]).Contains(permissionSet, StringComparer.OrdinalIgnoreCase);
}
