using System.Collections.Concurrent;

namespace BcAdmin.Reports;

/// <summary>
/// Reads what a report says of one tenant. A part that fails is noted, and the others are read all the same: they belong to different roles, and
/// a report that ends at the first missing one would never be written.
/// </summary>
internal sealed class TenantStateReader(
    AdminCenterClient admin,
    Func<EnvironmentKey, AutomationClient> automation, ReportSections sections, Func<string, bool> isChosen, CancellationToken cancellationToken)
{
    private readonly ConcurrentBag<UnreadPart> _unread = [];

    public async Task<TenantState> ReadAsync(BcConnection connection)
    {
        // All at once: the connection paces its calls.
        var environments = EnvironmentsAsync();
        var quota = PartAsync(ReportSections.Storage, "quotas", null, () => admin.GetQuotasAsync(cancellationToken));
        var storage = PartAsync(ReportSections.Storage, "storage", null, () => admin.ListUsedStorageAsync(cancellationToken).ToListAsync());
        var operations = PartAsync(ReportSections.Operations, "operations", null,
            () => admin.ListOperationsAsync(null, cancellationToken).ToListAsync());
        var recipients = PartAsync(ReportSections.Notifications, "notification recipients", null,
            () => admin.ListRecipientsAsync(cancellationToken).ToListAsync());
        return new(connection.Name, connection.TenantId, connection.Account)
        {
            Environments = await environments.ConfigureAwait(false),
            Quota = await quota.ConfigureAwait(false),
            Storage = await storage.ConfigureAwait(false),
            Operations = (await operations.ConfigureAwait(false))?.Where(
                operation => operation.EnvironmentName is not { } name || isChosen(name)).ToList(),
            Recipients = await recipients.ConfigureAwait(false),
            Unread = [.. _unread.OrderBy(part => part.Environment, StringComparer.OrdinalIgnoreCase)
                .ThenBy(part => part.Part, StringComparer.Ordinal)],
        };
    }

    private async Task<IReadOnlyList<EnvironmentState>?> EnvironmentsAsync()
    {
        // Without the environments there are no updates, apps, sessions and users either.
        var found = await PartAsync(ReportSections.Environments, "environments", null,
            () => admin.ListEnvironmentsAsync(null, cancellationToken).ToListAsync()).ConfigureAwait(false);
        if (found is null)
            return null;
        var states = await Task.WhenAll(found.Where(environment => isChosen(environment.Name)).Select(EnvironmentAsync)).ConfigureAwait(false);
        return [.. states.OrderBy(state => !state.Environment.HasType("Production")).ThenBy(state => state.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<EnvironmentState> EnvironmentAsync(BcEnvironment environment)
    {
        // Only what is active answers for what is in it.
        if (!environment.HasStatus("Active"))
            return new(environment);

        var key = environment.Key;
        var name = environment.Name;
        var updates = PartAsync(ReportSections.Updates, "updates", name, () => admin.ListUpdatesAsync(key, cancellationToken).ToListAsync());
        var window = PartAsync(ReportSections.Updates, "the update window", name, () => admin.GetUpdateWindowAsync(key, cancellationToken));
        var apps = PartAsync(ReportSections.Apps, "apps", name, () => admin.ListAppsAsync(key, cancellationToken).ToListAsync());
        var appUpdates = PartAsync(ReportSections.Apps, "app updates", name, () => admin.ListAppUpdatesAsync(key, cancellationToken).ToListAsync());
        var sessions = PartAsync(ReportSections.Sessions, "sessions", name, () => admin.ListSessionsAsync(key, cancellationToken).ToListAsync());
        var users = UsersAsync(key);
        var (people, permissions) = await users.ConfigureAwait(false);
        return new(environment)
        {
            Updates = await updates.ConfigureAwait(false),
            UpdateWindow = await window.ConfigureAwait(false),
            Apps = await apps.ConfigureAwait(false),
            AppUpdates = await appUpdates.ConfigureAwait(false),
            Sessions = await sessions.ConfigureAwait(false),
            Users = people,
            Permissions = permissions,
        };
    }

    private async Task<(IReadOnlyList<BcUser>? Users, IReadOnlyList<BcUserPermission>? Permissions)> UsersAsync(EnvironmentKey environment)
    {
        var client = automation(environment);
        var users = await PartAsync(ReportSections.Users, "users", environment.Name,
            () => client.ListUsersAsync(null, cancellationToken).ToListAsync()).ConfigureAwait(false);
        if (users is null)
            return default; // whoever may not see the users may not see what they hold: one note is enough
        return (users,
            await PartAsync(ReportSections.Users, "permissions of users", environment.Name,
            () => client.ListAllUserPermissionsAsync(cancellationToken).ToListAsync()).ConfigureAwait(false));
    }

    private async Task<T?> PartAsync<T>(ReportSections section, string part, string? environment, Func<Task<T>> read)
        where T : class
    {
        if (!sections.HasFlag(section))
            return null;
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (BcException failure)
        {
            _unread.Add(new(part, environment, failure));
            return null;
        }
    }
}
