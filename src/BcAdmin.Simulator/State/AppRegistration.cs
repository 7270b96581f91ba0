namespace BcAdmin.Simulator.State;

/// <summary>
/// An app in one tenant: its service principal, its consent there, and its permissions in Business Central.
/// It is mutable because Microsoft Graph and control can change it.
/// </summary>
internal sealed class AppRegistration
{
    public required EntraApplication Application { get; init; }

    public string ClientId => Application.ClientId;

    public string Name => Application.Name;

    /// <summary>Id of the service principal.</summary>
    public Guid ObjectId { get; init; } = Guid.NewGuid();

    public DateTimeOffset CreatedOn { get; init; }

    /// <summary>Application permissions that an administrator granted.</summary>
    public List<RoleAssignment> RoleAssignments { get; } = [];

    /// <summary>Delegated permissions that an administrator granted, or that a user granted for themselves.</summary>
    public List<DelegatedGrant> DelegatedGrants { get; } = [];

    /// <summary>Whether the app has any consent. Without it, the tokens of an app have no roles and users cannot sign in to it.</summary>
    public bool IsConsented => RoleAssignments.Count + DelegatedGrants.Count > 0;

    /// <summary>Whether the client ID is in the tenant's list of authorized Microsoft Entra apps.</summary>
    public bool Authorized { get; set; }

    /// <summary>Environments in which the app is set up and enabled; null for all.</summary>
    public List<string>? Environments { get; set; } = [];

    /// <summary>False for an app whose permission sets allow no companies in the environments: it receives an empty list, not an error.</summary>
    public bool CompaniesVisible { get; set; } = true;

    /// <summary>The tenant that the app belongs to; a different one for a partner's multitenant app.</summary>
    public Guid HomeTenantId => Application.HomeTenantId;

    /// <summary>Permission sets inside the environments, limited to those that the Admin Center API requires.</summary>
    public List<string> PermissionSets { get; set; } = [];

    /// <summary>Whether it is the identity that the managed identity endpoint uses by default.</summary>
    public bool ManagedIdentity { get; set; }

    public bool IsSetUpIn(BcEnvironment environment) =>
        Environments is null || Environments.Contains(environment.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The application permissions in its tokens for an API.</summary>
    public IEnumerable<string> RolesFor(DirectoryResource resource) =>
        RoleAssignments.Where(assignment => assignment.Resource == resource).Select(assignment => assignment.Role.Name);

    /// <summary>The delegated permissions in a user's tokens for an API.</summary>
    public IEnumerable<string> ScopesFor(DirectoryResource resource, Account account) => DelegatedGrants
        .Where(grant => grant.Resource == resource && (grant.PrincipalId is null || grant.PrincipalId == account.ObjectId))
        .SelectMany(grant => grant.Scopes)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>An administrator consents to everything that the application requests now; existing consent is kept.</summary>
    public void Consent(DateTimeOffset now)
    {
        foreach (var permissions in Application.Required.GroupBy(required => required.Resource, required => required.Permission))
        {
            var resource = permissions.Key;
            var granted = RolesFor(resource).ToHashSet(StringComparer.Ordinal);
            var roles = permissions.Where(permission => permission.IsRole && !granted.Contains(permission.Name));
            RoleAssignments.AddRange(roles.Select(role => new RoleAssignment(resource, role, now)));

            string[] scopes = [.. permissions.Where(permission => !permission.IsRole).Select(permission => permission.Name)];
            var forAll = DelegatedGrants.Find(grant => grant.Resource == resource && grant.PrincipalId is null);
            if (scopes.Length == 0)
                continue;
            if (forAll is null)
                DelegatedGrants.Add(new DelegatedGrant(resource, null) { Scopes = scopes });
            else
                forAll.Scopes = [.. forAll.Scopes.Union(scopes, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Changes the roles that the application requests, and grants or revokes the consent.</summary>
    /// <param name="roles">The roles; null for those that it requests now.</param>
    /// <param name="consented">Whether an administrator consents; null for no change.</param>
    public void ChangeConsent(IEnumerable<string>? roles, bool? consented, DateTimeOffset now)
    {
        var consents = consented ?? IsConsented;
        Application.Require(roles ?? [.. Application.RequiredRoles]);
        Revoke();
        if (consents)
            Consent(now);
    }

    public void Revoke()
    {
        RoleAssignments.Clear();
        DelegatedGrants.Clear();
    }
}

/// <summary>An application permission that an app was granted: Microsoft Graph's appRoleAssignment.</summary>
internal sealed record RoleAssignment(DirectoryResource Resource, DirectoryPermission Role, DateTimeOffset CreatedOn)
{
    public string Id { get; } = Entra.TokenAuthority.Base64Url(Guid.NewGuid().ToByteArray());
}

/// <summary>Delegated permissions that an app was granted: Microsoft Graph's oAuth2PermissionGrant.</summary>
/// <param name="PrincipalId">The only user that it applies to; null for all users of the tenant (AllPrincipals).</param>
internal sealed record DelegatedGrant(DirectoryResource Resource, Guid? PrincipalId)
{
    public string Id { get; } = Entra.TokenAuthority.Base64Url(Guid.NewGuid().ToByteArray());

    public IReadOnlyList<string> Scopes { get; set; } = [];
}
