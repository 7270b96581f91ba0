namespace BcAdmin.Bulk;

/// <summary>Finds the users of an environment by security ID, user name, sign-in address, or contact email, in this order.</summary>
internal sealed class UserDirectory
{
    private readonly EnvironmentKey _environment;
    private readonly Dictionary<Guid, BcUser> _byId;
    private readonly ILookup<string, BcUser> _byName;
    private readonly ILookup<string, BcUser> _byMail;
    private ILookup<string, BcUser> _bySignIn = Array.Empty<BcUser>().ToLookup(_ => string.Empty, StringComparer.OrdinalIgnoreCase);

    public UserDirectory(EnvironmentKey environment, IReadOnlyCollection<BcUser> users)
    {
        _environment = environment;
        _byId = users.DistinctBy(user => user.UserSecurityId).ToDictionary(user => user.UserSecurityId);
        _byName = users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        _byMail = users.Where(user => !string.IsNullOrEmpty(user.ContactEmail))
            .ToLookup(user => user.ContactEmail!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The user with that security ID.</summary>
    public BcUser? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <exception cref="BcException">UserNotFound, AmbiguousUser.</exception>
    public BcUser Find(string name)
    {
        var user = Candidate(name) ?? throw UserFinder.NotFound(Short(name), _environment, _byId.Values);
        // A name is unique, but an email address can belong to several users.
        var isUnique = _byName[name].Any() || _bySignIn[name].Any() || Guid.TryParse(name, out _) || _byMail[name].Take(2).Count() < 2;
        return isUnique ? user : UserFinder.Pick([.. _byMail[name]], name)!;
    }

    /// <summary>The user, or the first of several matches; null if there is none.</summary>
    public BcUser? Candidate(string name) => Guid.TryParse(name, out var id)
        ? _byId.GetValueOrDefault(id)
        : _byName[name].FirstOrDefault() ?? _bySignIn[name].FirstOrDefault() ?? _byMail[name].FirstOrDefault();

    /// <summary>listUsersPermissions. Reads sign-in addresses if an address is not otherwise known.</summary>
    public async Task ReadSignInAddressesAsync(AutomationClient automation, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        if (!names.Any(name => name.Contains('@', StringComparison.Ordinal) && Candidate(name) is null))
            return;
        try
        {
            var details = await automation.ListUserDetailsAsync(null, null, cancellationToken).ToListAsync().ConfigureAwait(false);
            _bySignIn = details.Where(item => !string.IsNullOrEmpty(item.AuthenticationEmail) && _byId.ContainsKey(item.UserSecurityId))
                .ToLookup(item => item.AuthenticationEmail!, item => _byId[item.UserSecurityId], StringComparer.OrdinalIgnoreCase);
        }
        catch (BcException exception) when (exception.Is(ErrorCode.EndpointNotAvailable) || exception is BcApiException { IsTransient: false })
        {
            // The API requires version 29 and permissions. Without it, users are found by name, ID, and contact email.
        }
    }

    public static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
