namespace BcAdmin.Bulk;

/// <summary>One write for one user. It describes the desired state, so it can be repeated.</summary>
internal abstract record UserChange(BcUser User)
{
    /// <summary>The description for prompts and results, such as "give D365 BASIC in all companies".</summary>
    public abstract string Action { get; }

    /// <summary>The permission set that the change grants, with its company (empty for all); null if it grants none.</summary>
    public virtual (string RoleId, string Company)? Grant => null;

    /// <summary>The permission set that the change assigns; null if it assigns none.</summary>
    public virtual string? AssignedSet => null;

    /// <summary>The call as a comparable value; equal calls are sent only once.</summary>
    public abstract object Call { get; }

    /// <summary>Creates the call of the change.</summary>
    /// <param name="id">The ID of the call in the batch.</param>
    /// <param name="company">The company in the path; any company of the environment.</param>
    public abstract BatchCall ToCall(string id, Guid company);

    /// <summary>Whether an error of the service means that the desired state already exists.</summary>
    public virtual bool IsConfirmedBy(BcApiException refusal) => false;

    /// <summary>Returns the object in the desired state; null if the state has not been reached.</summary>
    /// <param name="user">The current user.</param>
    /// <param name="permissions">The current direct assignments of the user.</param>
    public abstract BcEnvironmentResource? Find(BcUser user, IEnumerable<BcUserPermission> permissions);

    /// <summary>Returns the object in the response; null if there is none.</summary>
    public abstract BcEnvironmentResource? Read(JsonElement answer);

    internal static string Where(string company) => company.Length == 0 ? "all companies" : $"company {company}";

    protected static Dictionary<string, string> IfMatch(string? etag) => new(StringComparer.OrdinalIgnoreCase) { ["If-Match"] = etag ?? "*" };

    protected string UrlOfUser(Guid company) => $"companies({company})/users({User.UserSecurityId})";
}

/// <summary>createUserPermission.</summary>
/// <param name="Company">The technical name; empty for all companies.</param>
/// <param name="AppId">Set together with <paramref name="Scope"/> only if the role ID is not unique.</param>
internal sealed record PermissionAdded(BcUser User, string RoleId, string Company, Guid? AppId, string? Scope) : UserChange(User)
{
    public override string? AssignedSet => RoleId;

    public override string Action => Messages.GrantPermissionSetAction(RoleId, Where(Company));

    public override (string RoleId, string Company)? Grant => (RoleId, Company);

    public override object Call =>
        (User.UserSecurityId, RoleId.ToUpperInvariant(), Company.ToUpperInvariant(), AppId, Scope?.ToUpperInvariant());

    public override BatchCall ToCall(string id, Guid company) => new(
        id, "POST", $"{UrlOfUser(company)}/userPermissions", null, JsonSerializer.SerializeToElement(
            new UserPermissionRequest(RoleId, Company.Length == 0 ? null : Company, AppId, Scope), BcJson.Default.UserPermissionRequest));

    public override bool IsConfirmedBy(BcApiException refusal) => refusal.Is(ErrorCode.Internal_EntityWithSameKeyExists);

    public override BcUserPermission? Find(BcUser user, IEnumerable<BcUserPermission> permissions) =>
        permissions.FirstOrDefault(permission => permission.Is(RoleId, Company, AppId, Scope));

    public override BcUserPermission? Read(JsonElement answer) => answer.Deserialize(BcJson.Default.BcUserPermission);
}

/// <summary>updateUserPermission. All properties are part of the key, so the service renames the record.</summary>
/// <param name="Wanted">The new values; null values are not changed.</param>
/// <param name="ETag">The version that may be overwritten; null for the version that was read.</param>
internal sealed record PermissionChanged(BcUser User, BcUserPermission Permission, UserPermissionRequest Wanted, string? ETag) : UserChange(User)
{
    public override string Action => Messages.ReplacePermissionSetAction(Permission, RoleId, Where(Company));

    public override (string RoleId, string Company)? Grant => (RoleId, Company);

    public override string? AssignedSet => Wanted.RoleId;

    public override object Call => (User.UserSecurityId, Permission.UserPermissionId, Wanted);

    private string RoleId => Wanted.RoleId ?? Permission.RoleId;

    private string Company => Wanted.Company ?? Permission.Company;

    public override BatchCall ToCall(string id, Guid company) => new(
        id, "PATCH", $"{UrlOfUser(company)}/userPermissions({Permission.UserPermissionId})", IfMatch(ETag ?? Permission.ETag),
        JsonSerializer.SerializeToElement(Wanted, BcJson.Default.UserPermissionRequest));

    public override BcUserPermission? Find(BcUser user, IEnumerable<BcUserPermission> permissions) => permissions.FirstOrDefault(
        permission => permission.UserPermissionId == Permission.UserPermissionId && permission.Is(RoleId, Company, Wanted.AppId, Wanted.Scope));

    public override BcUserPermission? Read(JsonElement answer) => answer.Deserialize(BcJson.Default.BcUserPermission);
}

/// <summary>deleteUserPermission.</summary>
internal sealed record PermissionRemoved(BcUser User, BcUserPermission Permission) : UserChange(User)
{
    public override string Action => Messages.RemovePermissionSetAction(Permission, Where(Permission.Company));

    public override object Call => (User.UserSecurityId, Permission.UserPermissionId);

    public override BatchCall ToCall(string id, Guid company) =>
        new(id, "DELETE", $"{UrlOfUser(company)}/userPermissions({Permission.UserPermissionId})", IfMatch(Permission.ETag), null);

    public override bool IsConfirmedBy(BcApiException refusal) => refusal.IsRecordNotFound;

    public override BcUserPermission? Find(BcUser user, IEnumerable<BcUserPermission> permissions) =>
        permissions.Any(permission => permission.UserPermissionId == Permission.UserPermissionId) ? null : Permission;

    public override BcUserPermission? Read(JsonElement answer) => null;
}

/// <summary>updateUser.</summary>
/// <param name="ETag">The version that may be overwritten: * for any, null for the version that was read.</param>
/// <param name="Verb">The verb for prompts, instead of the list of values.</param>
internal sealed record UserChanged(BcUser User, UserUpdate Update, string? ETag, string? Verb = null) : UserChange(User)
{
    public override string Action => Verb ?? Messages.UpdateUserAction(Update);

    /// <summary>The step that sets the state of a user.</summary>
    public static BulkStep ToState(BcUser user, string state, string? etag, string verb) => user.HasState(state)
        ? BulkStep.Keep(Messages.UserAlreadyInState(user, state), user)
        : BulkStep.Plan(new UserChanged(user, new UserUpdate { State = state }, etag, verb));

    public override object Call => (User.UserSecurityId, Update);

    public override BatchCall ToCall(string id, Guid company) =>
        new(id, "PATCH", UrlOfUser(company), IfMatch(ETag ?? User.ETag), JsonSerializer.SerializeToElement(Update, BcJson.Default.UserUpdate));

    public override BcUser? Find(BcUser user, IEnumerable<BcUserPermission> permissions) =>
        (Update.State is not { } state || user.HasState(state))
        && (Update.ExpiryDate is not { } end || user.HasExpiryDate(end))
        && (Update.ContactEmail is not { } mail || string.Equals(user.ContactEmail ?? string.Empty, mail, StringComparison.Ordinal)) ? user : null;

    public override BcUser? Read(JsonElement answer) => answer.Deserialize(BcJson.Default.BcUser);
}
