namespace BcAdmin.Api.Automation;

/// <summary>Finds the user that a text identifies: by ID, user name, or contact email, in this order.</summary>
internal static class UserFinder
{
    /// <summary>The properties that are needed to find a user, for $select.</summary>
    public const string Members = "userSecurityId,userName,contactEmail";

    /// <summary>The texts that a pattern is matched against.</summary>
    public static IEnumerable<string?> TextsOf(BcUser user) => [user.UserName, user.ContactEmail];

    /// <exception cref="BcException">AmbiguousUser: several users have the email address.</exception>
    public static BcUser? Pick(IReadOnlyCollection<BcUser> users, string user)
    {
        if (Guid.TryParse(user, out var id))
            return users.FirstOrDefault(candidate => candidate.UserSecurityId == id);
        if (users.FirstOrDefault(candidate => candidate.UserName.Equals(user, StringComparison.OrdinalIgnoreCase)) is { } byName)
            return byName;
        if (EscapedName.Unescape(user) is var literal && literal != user)
            return Pick(users, literal);

        var byMail = users.Where(candidate => string.Equals(candidate.ContactEmail, user, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return byMail.Count < 2
            ? byMail.FirstOrDefault()
            : throw new BcException(
                ErrorCode.AmbiguousUser, Messages.SeveralUsersHaveAddress(user, byMail))
            { Target = user };
    }

    /// <param name="users">The users of the environment, if they are known.</param>
    public static BcException NotFound(string user, EnvironmentKey environment, IEnumerable<BcUser>? users = null) =>
        new(ErrorCode.UserNotFound, Messages.UserNotInEnvironment(environment, user))
        {
            Target = user,
            Suggestion = Suggestion.Nearest(user, (users ?? []).SelectMany(known => new[] { known.UserName, known.ContactEmail })),
            AdviceFor = connection => Messages.ListUsers(environment, connection),
        };
}
