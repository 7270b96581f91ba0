using System.Collections.Concurrent;
using System.Net;

namespace BcAdmin.Reports;

/// <summary>
/// Reads the state of one tenant for a report. A failure of one part does not affect the others, because they require different roles. Large lists
/// are reduced while they are read, to limit the memory of reports on many tenants.
/// </summary>
internal sealed class TenantStateReader(
    AdminCenterClient admin, Func<EnvironmentKey, AutomationClient> automation, ReportSections sections, NameFilter<string> chosen,
    DateTimeOffset now, CancellationToken cancellationToken)
{
    /// <summary>The maximum number of names of users with SUPER that are kept per environment.</summary>
    private const int MaxNames = 25;

    private const string AuthorizedApps = "authorized apps";
    private const string PartnerAccess = "partner access";

    private readonly ConcurrentBag<UnreadPart> _unread = [];
    private readonly ConcurrentBag<UnavailablePart> _unavailable = [];

    public async Task<TenantState> ReadAsync(BcConnection connection)
    {
        // All parts are read concurrently, limited by the connection. The longest chain of calls, from environments to permissions, starts first.
        var environments = EnvironmentsAsync(connection);
        var quota = PartAsync(ReportSections.Storage, "quotas", null, () => admin.GetQuotasAsync(cancellationToken));
        var storage = ListAsync(ReportSections.Storage, "storage", null, () => admin.ListUsedStorageAsync(cancellationToken));
        var operations = ListAsync(
            ReportSections.Operations, "operations", null,
            () => admin.ListOperationsAsync(null, cancellationToken).Where(IsRecent).Select(operation => operation with { RawParameters = null }));
        var recipients = ListAsync(
            ReportSections.Notifications, "notification recipients", null, () => admin.ListRecipientsAsync(cancellationToken));
        var apps = AuthorizedAppsAsync(connection);
        return new(connection.TenantName, connection.TenantId, connection.Account)
        {
            Environments = await environments.ConfigureAwait(false),
            Quota = await quota.ConfigureAwait(false),
            Storage = await storage.ConfigureAwait(false),
            Operations = (await operations.ConfigureAwait(false))?.Where(
                operation => operation.EnvironmentName is not { } name || chosen.Matches(name)).ToList(),
            Recipients = await recipients.ConfigureAwait(false),
            AuthorizedApps = await apps.ConfigureAwait(false),
            Unread = [.. _unread.OrderBy(part => part.Environment, StringComparer.OrdinalIgnoreCase)
                .ThenBy(part => part.Part, StringComparer.Ordinal)],
            Unavailable = [.. _unavailable.OrderBy(part => part.Environment, StringComparer.OrdinalIgnoreCase)
                .ThenBy(part => part.Part, StringComparer.Ordinal)],
        };
    }

    private bool IsRecent(BcOperation operation) => operation.CreatedOn > now - TenantWarning.Recent || !operation.IsCompleted;

    private async Task<IReadOnlyList<EnvironmentState>?> EnvironmentsAsync(BcConnection connection)
    {
        var found = await ListAsync(
            ReportSections.Environments, UnreadPart.Environments, null, () => admin.ListEnvironmentsAsync(null, cancellationToken))
            .ConfigureAwait(false);
        if (found is null)
            return null; // without environments, there are no updates, apps, sessions, and users
        var names = chosen.From([.. found.Select(environment => environment.Name)]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var states = await Task.WhenAll(
            found.Where(environment => names.Contains(environment.Name)).Select(environment => EnvironmentAsync(connection, environment)))
            .ConfigureAwait(false);
        return [.. states.OrderBy(state => !state.Environment.HasType("Production")).ThenBy(state => state.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<EnvironmentState> EnvironmentAsync(BcConnection connection, BcEnvironment environment)
    {
        // Only active environments support calls about their content.
        if (!environment.HasStatus("Active"))
            return new(environment);

        var key = environment.Key;
        var name = environment.Name;
        var users = UsersAsync(key);
        var features = ListAsync(ReportSections.Features, "features", name,
            () => automation(key).ListFeaturesAsync(null, null, cancellationToken).Select(feature => feature with { Description = null }));
        var partners = PartnerAccessAsync(connection, key);
        var updates = ListAsync(ReportSections.Updates, "updates", name, () => admin.ListUpdatesAsync(key, cancellationToken));
        var window = PartAsync(ReportSections.Updates, Messages.UpdateWindowPart, name, () => admin.GetUpdateWindowAsync(key, cancellationToken));
        var apps = ListAsync(ReportSections.Apps, "apps", name, () => admin.ListAppsAsync(key, cancellationToken));
        var appUpdates = ListAsync(ReportSections.Apps, "app updates", name, () => admin.ListAppUpdatesAsync(key, cancellationToken));
        var sessions = ListAsync(ReportSections.Sessions, "sessions", name, () => admin.ListSessionsAsync(key, cancellationToken));
        return new(environment)
        {
            NextUpdate = (await updates.ConfigureAwait(false))?.FirstOrDefault(update => update.Selected == true),
            UpdateWindow = await window.ConfigureAwait(false),
            Apps = await apps.ConfigureAwait(false),
            AppUpdates = await appUpdates.ConfigureAwait(false),
            Sessions = await sessions.ConfigureAwait(false),
            Users = await users.ConfigureAwait(false),
            Features = await features.ConfigureAwait(false),
            PartnerAccess = await partners.ConfigureAwait(false),
        };
    }

    /// <summary>Reads the authorized apps, which the service returns to users only. For an app, the reason is noted instead of a failure.</summary>
    private Task<List<BcAuthorizedApp>?> AuthorizedAppsAsync(BcConnection connection)
    {
        if (sections.HasFlag(ReportSections.Access) && connection.IsApp)
        {
            _unavailable.Add(new(AuthorizedApps, null, Messages.AuthorizedAppsRequireUser));
            return Task.FromResult<List<BcAuthorizedApp>?>(null);
        }

        return ListAsync(ReportSections.Access, AuthorizedApps, null, () => admin.ListAuthorizedAppsAsync(cancellationToken));
    }

    /// <summary>
    /// Reads the partner access, which the service returns to internal Global Administrators only. A 403 response means that the caller is another
    /// user.
    /// </summary>
    private Task<BcEnvironmentPartnerAccess?> PartnerAccessAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (sections.HasFlag(ReportSections.Access) && connection.IsApp)
        {
            _unavailable.Add(new(PartnerAccess, environment.Name, Messages.PartnerAccessUnavailableToApps));
            return Task.FromResult<BcEnvironmentPartnerAccess?>(null);
        }

        return PartAsync(
            ReportSections.Access, PartnerAccess, environment.Name, () => admin.GetPartnerAccessAsync(environment, cancellationToken),
            refused: Messages.PartnerAccessRequiresGlobalAdministrator);
    }

    private async Task<UserSummary?> UsersAsync(EnvironmentKey environment)
    {
        if (!sections.HasFlag(ReportSections.Users))
            return null;
        var client = automation(environment);
        var enabled = new Dictionary<Guid, string>();
        var disabled = 0;
        var users = await PartAsync(ReportSections.Users, "users", environment.Name, async () =>
        {
            await foreach (var user in client.ListUsersAsync(null, cancellationToken).ConfigureAwait(false))
            {
                if (user.HasState("Enabled"))
                    enabled[user.UserSecurityId] = user.UserName;
                else
                    disabled++;
            }

            return enabled;
        }).ConfigureAwait(false);
        if (users is null)
            return null; // a caller without access to users has no access to their permissions, and one warning is sufficient

        var holders = new Dictionary<string, HashSet<Guid>>(StringComparer.OrdinalIgnoreCase);
        await PartAsync(ReportSections.Users, Messages.UserPermissionsPart, environment.Name, async () =>
        {
            await foreach (var permission in client.ListAllUserPermissionsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!enabled.ContainsKey(permission.UserSecurityId))
                    continue;
                if (!holders.TryGetValue(permission.RoleId, out var ids))
                    holders[permission.RoleId] = ids = [];
                ids.Add(permission.UserSecurityId);
            }

            return holders;
        }).ConfigureAwait(false);
        return new(
            enabled.Count, disabled,
            [
                .. holders.Select(set => new PermissionSetHolders(set.Key, set.Value.Count))
                    .OrderByDescending(set => set.Users).ThenBy(set => set.RoleId, StringComparer.OrdinalIgnoreCase),
            ],
            [
                .. holders.GetValueOrDefault(UserSummary.Super, []).Select(id => enabled[id])
                    .Order(StringComparer.OrdinalIgnoreCase).Take(MaxNames),
            ]);
    }

    /// <summary>
    /// Reads a list and removes the additional properties, which the report does not show and which keep the whole response in memory.
    /// </summary>
    private Task<List<T>?> ListAsync<T>(ReportSections section, string part, string? environment, Func<IAsyncEnumerable<T>> read)
        where T : BcResource => PartAsync(section, part, environment, () => read().Select(row =>
        {
            row.Unknown = null;
            return row;
        }).ToListAsync());

    /// <param name="refused">Why the service rejects callers who are administrators; null if it does not.</param>
    private async Task<T?> PartAsync<T>(ReportSections section, string part, string? environment, Func<Task<T>> read, string? refused = null)
        where T : class
    {
        if (!sections.HasFlag(section))
            return null;
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (BcException failure) when (failure.Is(ErrorCode.EndpointNotAvailable))
        {
            _unavailable.Add(new(part, environment, failure.Message));
            return null;
        }
        catch (BcApiException failure) when (refused is not null && failure.Status == HttpStatusCode.Forbidden)
        {
            _unavailable.Add(new(part, environment, refused));
            return null;
        }
        catch (BcException failure)
        {
            _unread.Add(new(part, environment, failure));
            return null;
        }
    }
}
