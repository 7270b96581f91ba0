using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// The lists that a cmdlet reads once per environment, for all items of the pipeline, to look up names.
/// </summary>
internal sealed class EnvironmentLists(BcConnectedCmdlet cmdlet)
{
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcUser>> _users = new();
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcSecurityGroup>> _groups = new();
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcApp>> _apps = new();
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcExtension>> _extensions = new();

    /// <summary>Gets the ID of the company through which the environment is read; null for any.</summary>
    public async Task<Guid?> CompanyIdAsync(AutomationClient automation, string? company) =>
        string.IsNullOrEmpty(company) ? null : await automation.FindCompanyIdAsync(company, cmdlet.PipelineStopToken);

    /// <summary>Gets the security ID of the user with this name, email address, or ID.</summary>
    public async Task<Guid> FindUserAsync(BcConnection connection, EnvironmentKey environment, string user)
    {
        if (Guid.TryParse(user, out var id))
            return id;
        var users = await UsersAsync(connection, environment);
        return (UserFinder.Pick(users, user) ?? throw UserFinder.NotFound(user, environment, users)).UserSecurityId;
    }

    /// <summary>Resolves names and patterns of users for a read: names are returned unchanged, and patterns as the IDs of matching users.</summary>
    public Task<IReadOnlyList<string>> ExpandUsersAsync(BcConnection connection, EnvironmentKey environment, IEnumerable<string> users) =>
        NameFilter.ExpandAsync(users, () => UsersAsync(connection, environment), UserFinder.TextsOf, user => user.UserSecurityId.ToString());

    /// <summary>Resolves names and patterns of security groups for a read.</summary>
    public Task<IReadOnlyList<string>> ExpandSecurityGroupsAsync(BcConnection connection, EnvironmentKey environment, IEnumerable<string> groups) =>
        NameFilter.ExpandAsync(
            groups, () => SecurityGroupsAsync(connection, environment), group => [group.Code, group.Name], group => group.SecurityGroupId);

    /// <summary>Gets the users, with the properties that identify them.</summary>
    public Task<List<BcUser>> UsersAsync(BcConnection connection, EnvironmentKey environment) => _users.GetAsync(
        (connection, environment), () => cmdlet.Automation(connection, environment)
            .ListUsersAsync(null, new ODataQuery(Select: UserFinder.Members), cmdlet.PipelineStopToken).ToListAsync());

    /// <summary>Gets the security group with this ID, code, or name.</summary>
    public async Task<BcSecurityGroup> FindSecurityGroupAsync(BcConnection connection, EnvironmentKey environment, string group)
    {
        var groups = await SecurityGroupsAsync(connection, environment);
        return SecurityGroupFinder.Pick(groups, group) ?? throw SecurityGroupFinder.NotFound(group, environment, groups);
    }

    /// <summary>Gets the security groups. The list is slow, because the service requests each group from Microsoft Entra ID.</summary>
    public Task<List<BcSecurityGroup>> SecurityGroupsAsync(BcConnection connection, EnvironmentKey environment) => _groups.GetAsync(
        (connection, environment),
        () => cmdlet.Automation(connection, environment).ListSecurityGroupsAsync(null, null, cmdlet.PipelineStopToken).ToListAsync());

    /// <summary>Gets the ID of the installed app with this ID or name. An ID requires no call.</summary>
    /// <exception cref="BcException">AppNotFound, AmbiguousApp.</exception>
    public async Task<Guid> FindAppAsync(BcConnection connection, EnvironmentKey environment, string app)
    {
        if (AppFinder.IdOf(app) is { } id)
            return id;
        var apps = await AppsAsync(connection, environment);
        return (AppFinder.Pick(apps, app) ?? throw AppFinder.NotFound(environment, app, apps)).AppId;
    }

    /// <summary>Gets the IDs of the installed apps that match an ID, name, or pattern.</summary>
    /// <exception cref="BcException">AppNotFound, InvalidPattern.</exception>
    public async Task<IReadOnlyList<Guid>> FindAppsAsync(BcConnection connection, EnvironmentKey environment, string app)
    {
        if (AppFinder.IdOf(app) is { } id)
            return [id];
        var filter = new NameFilter<BcApp>([app], known => [known.Name]) { NotFound = name => AppFinder.NotFound(environment, name) };
        return [.. filter.Choose(await AppsAsync(connection, environment)).Select(known => known.AppId)];
    }

    /// <summary>
    /// Gets the ID of an app to install: an app of the environment, or a Marketplace app that is installed in another active environment of the
    /// tenant.
    /// </summary>
    /// <exception cref="BcException">AppNotFound, AmbiguousApp.</exception>
    public async Task<Guid> FindAppToInstallAsync(BcConnection connection, EnvironmentKey environment, string app)
    {
        if (AppFinder.IdOf(app) is { } id)
            return id;
        var known = await AppsAsync(connection, environment);
        if (AppFinder.Pick(known, app) is { } installed)
            return installed.AppId;

        var (others, unread) = (new List<BcApp>(), (BcException?)null);
        await foreach (var other in cmdlet.AdminCenter(connection).ListEnvironmentsAsync(null, cmdlet.PipelineStopToken))
        {
            if (!other.HasStatus("Active") || other.Key == environment)
                continue;
            try
            {
                others.AddRange((await AppsAsync(connection, other.Key)).Where(candidate => candidate.HasType("Global")));
            }
            catch (BcException exception)
            {
                unread ??= exception;
                cmdlet.WriteVerbose(Messages.EnvironmentAppsNotReadable(other.Key, exception));
            }
        }

        // The app may be installed in the environment that could not be read.
        return (AppFinder.Pick(others, app) ?? throw unread ?? new BcException(
            ErrorCode.AppNotFound, Messages.AppNotInTenant(environment, app, connection))
        {
            Target = app,
            Suggestion = Suggestion.Nearest(app, others.Concat(known).Select(candidate => candidate.Name)),
            Advice = Messages.FindAppInAppSource,
        }).AppId;
    }

    /// <summary>Gets the package ID of the extension with this package ID, name, or name and version. An ID requires no call.</summary>
    /// <param name="isInstalled">Whether the installed version is meant if there are several.</param>
    /// <exception cref="BcException">ExtensionNotFound, AmbiguousExtension.</exception>
    public async Task<Guid> FindExtensionAsync(BcConnection connection, EnvironmentKey environment, string extension, bool isInstalled)
    {
        if (Guid.TryParse(extension, out var id))
            return id;
        var extensions = await _extensions.GetAsync((connection, environment), () => cmdlet.Automation(connection, environment)
            .ListExtensionsAsync(null, null, cmdlet.PipelineStopToken).ToListAsync());
        return (ExtensionFinder.Pick(extensions, extension, isInstalled)
            ?? throw ExtensionFinder.NotFound(environment, extension, extensions)).PackageId;
    }

    /// <summary>Gets the installed apps.</summary>
    public Task<List<BcApp>> AppsAsync(BcConnection connection, EnvironmentKey environment) => _apps.GetAsync(
        (connection, environment), () => cmdlet.AdminCenter(connection).ListAppsAsync(environment, cmdlet.PipelineStopToken).ToListAsync());
}
