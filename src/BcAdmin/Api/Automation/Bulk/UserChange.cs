using System.Globalization;
using System.Text.Json;

namespace BcAdmin.Api.Automation.Bulk;

/// <summary>One write about one user: a state to reach, so that doing it again does nothing more.</summary>
internal abstract record UserChange(BcUser User)
{
    /// <summary>For questions and results, such as "give D365 BASIC in all companies".</summary>
    public abstract string Action { get; }

    /// <summary>The call that does it.</summary>
    /// <param name="id">Its place in the batch.</param>
    /// <param name="company">Leads to the environment; any company will do.</param>
    public abstract BatchCall ToCall(string id, Guid company);

    /// <summary>Whether a refusal says that the state is reached already.</summary>
    public abstract bool IsReachedBy(BcApiException refusal);

    /// <summary>Whether the state is reached.</summary>
    /// <param name="user">As it is now.</param>
    /// <param name="permissions">What the user holds directly now.</param>
    public abstract bool IsReached(BcUser user, IReadOnlyCollection<BcUserPermission> permissions);

    protected static string Where(string company) => company.Length == 0 ? "all companies" : $"company {company}";

    protected static Dictionary<string, string> IfMatch(string etag) => new(StringComparer.OrdinalIgnoreCase) { ["If-Match"] = etag };

    protected string UrlOfUser(Guid company) => $"companies({company})/users({User.UserSecurityId})";
}

/// <summary>createUserPermission.</summary>
/// <param name="Company">Technical name; empty for all companies.</param>
/// <param name="AppId">Only where the role id is not unique, with <paramref name="Scope"/>.</param>
internal sealed record PermissionGiven(BcUser User, string RoleId, string Company, Guid? AppId, string? Scope) : UserChange(User)
{
    public override string Action => $"Give permission set {RoleId} in {Where(Company)}";

    public override BatchCall ToCall(string id, Guid company) => new(
        id, "POST", $"{UrlOfUser(company)}/userPermissions", null,
        JsonSerializer.SerializeToElement(new UserPermissionRequest(RoleId, Company.Length == 0 ? null : Company, AppId, Scope), BcJson.Default.UserPermissionRequest));

    public override bool IsReachedBy(BcApiException refusal) => refusal.Code.Equals("Internal_EntityWithSameKeyExists", StringComparison.OrdinalIgnoreCase);

    public override bool IsReached(BcUser user, IReadOnlyCollection<BcUserPermission> permissions) =>
        permissions.Any(permission => permission.Is(RoleId, Company, AppId, Scope));
}

/// <summary>deleteUserPermission.</summary>
internal sealed record PermissionTaken(BcUser User, BcUserPermission Permission) : UserChange(User)
{
    public override string Action => $"Take permission set {Permission.RoleId} in {Where(Permission.Company)}";

    public override BatchCall ToCall(string id, Guid company) =>
        new(id, "DELETE", $"{UrlOfUser(company)}/userPermissions({Permission.UserPermissionId})", IfMatch(Permission.ETag ?? "*"), null);

    public override bool IsReachedBy(BcApiException refusal) => refusal.Code.Equals("Internal_RecordNotFound", StringComparison.OrdinalIgnoreCase);

    public override bool IsReached(BcUser user, IReadOnlyCollection<BcUserPermission> permissions) =>
        permissions.All(permission => permission.UserPermissionId != Permission.UserPermissionId);
}

/// <summary>updateUser.</summary>
internal sealed record UserChanged(BcUser User, UserUpdate Update) : UserChange(User)
{
    public override string Action => "Set " + string.Join(", ", new[]
    {
        Update.State is { } state ? $"state to {state}" : null,
        Update.ExpiryDate is not { } end ? null : end == UserUpdate.Never ? "access without end" : string.Create(CultureInfo.InvariantCulture, $"end of access to {end.UtcDateTime:u}"),
        Update.ContactEmail is { } mail ? $"contact e-mail to {mail}" : null,
    }.OfType<string>());

    /// <summary>The same values twice do no harm, so whatever version the user has by then.</summary>
    public override BatchCall ToCall(string id, Guid company) =>
        new(id, "PATCH", UrlOfUser(company), IfMatch("*"), JsonSerializer.SerializeToElement(Update, BcJson.Default.UserUpdate));

    public override bool IsReachedBy(BcApiException refusal) => false;

    public override bool IsReached(BcUser user, IReadOnlyCollection<BcUserPermission> permissions) =>
        (Update.State is not { } state || user.HasState(state))
        && (Update.ExpiryDate is not { } end || (end == UserUpdate.Never ? user.ExpiryDate is null : user.ExpiryDate == end))
        && (Update.ContactEmail is not { } mail || string.Equals(user.ContactEmail ?? string.Empty, mail, StringComparison.Ordinal));
}
