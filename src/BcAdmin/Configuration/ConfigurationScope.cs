using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using BcAdmin.Bulk;

namespace BcAdmin.Configuration;

/// <summary>
/// A tenant or environment at one point in time: its clients, and data that several components share, which is read once. A new scope reads the data
/// again.
/// </summary>
/// <param name="environment">The environment; null for the tenant itself.</param>
internal sealed class ConfigurationScope(
    BcConnection connection, AdminCenterClient admin, BcEnvironment? environment, AutomationClient? automation, ConfigurationSecrets secrets,
    CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Task> _reads = new(StringComparer.Ordinal);

    public BcConnection Connection => connection;

    public AdminCenterClient Admin => admin;

    public BcEnvironment Environment => environment!;

    public bool IsTenant => environment is null;

    public EnvironmentKey Key => environment!.Key;

    public AutomationClient Automation => automation!;

    /// <summary>The values of the secrets in the configuration.</summary>
    public ConfigurationSecrets Secrets => secrets;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>
    /// The file entries for this tenant or environment. An entry can depend on an entry of another component that does not exist yet.
    /// </summary>
    public IReadOnlyDictionary<ComponentSchema, DesiredItems> Desired { get; init; } =
        new Dictionary<ComponentSchema, DesiredItems>();

    /// <summary>Set by the command that applies changes.</summary>
    public IConfigurationHost? Host { get; init; }

    /// <summary>The description for prompts and messages.</summary>
    public string Description => environment is null ? $"tenant {connection.TenantWithName}" : Messages.EnvironmentTarget(Key, connection);

    public Task<List<BcUser>> UsersAsync() => Once(() => Automation.ListUsersAsync(null, cancellationToken).ToListAsync());

    public Task<List<BcCompany>> CompaniesAsync() => Once(() => Automation.ListCompaniesAsync(cancellationToken).ToListAsync());

    public Task<List<BcFeature>> FeaturesAsync() =>
        Once(() => Automation.ListFeaturesAsync(null, null, cancellationToken).ToListAsync());

    public Task<List<BcApp>> AppsAsync() => Once(() => Admin.ListAppsAsync(Key, cancellationToken).ToListAsync());

    public Task<List<BcAppUpdate>> AppUpdatesAsync() => Once(() => Admin.ListAppUpdatesAsync(Key, cancellationToken).ToListAsync());

    public Task<List<BcSecurityGroup>> SecurityGroupsAsync() =>
        Once(() => Automation.ListSecurityGroupsAsync(null, null, cancellationToken).ToListAsync());

    /// <summary>Reads the users for lookups by name and email address.</summary>
    /// <param name="names">The names to look up.</param>
    public Task<UserDirectory> DirectoryAsync(IEnumerable<string> names) => Once(async () =>
    {
        var directory = new UserDirectory(Key, await UsersAsync().ConfigureAwait(false));
        await directory.ReadSignInAddressesAsync(Automation, names, cancellationToken).ConfigureAwait(false);
        return directory;
    });

    /// <summary>Reads the permission sets and companies for lookups.</summary>
    public Task<AssignmentNames> AssignmentNamesAsync() => Once(async () =>
    {
        var sets = Automation.ListPermissionSetsAsync(null, cancellationToken).ToListAsync();
        return new AssignmentNames(Key, await CompaniesAsync().ConfigureAwait(false), await sets.ConfigureAwait(false));
    });

    /// <summary>A scope for the same tenant or environment that reads the data again.</summary>
    public ConfigurationScope Refresh(BcEnvironment? current = null) =>
        new(connection, admin, current ?? environment, automation, secrets, cancellationToken) { Host = Host, Desired = Desired };

    /// <summary>Whether the file contains an entry of a component with this value.</summary>
    public bool Lists(string component, string member, string value) => Desired.Any(item =>
        item.Key.Name == component && item.Value.Items.Any(entry => value.Equals(entry[member], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads data once, although components are read concurrently.</summary>
    private Task<T> Once<T>(Func<Task<T>> read, [CallerMemberName] string name = "")
    {
        lock (_reads)
        {
            if (!_reads.TryGetValue(name, out var known))
                _reads.Add(name, known = read());
            return (Task<T>)known;
        }
    }
}

/// <summary>The values of secrets by name. They are kept in memory only and never appear in objects or messages.</summary>
internal sealed class ConfigurationSecrets(IReadOnlyDictionary<string, SecureString> values)
{
    public static ConfigurationSecrets None { get; } = new(new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The value for a reference such as ${secret:NAME}.</summary>
    public string Reveal(string reference) => new NetworkCredential(string.Empty, values[NameOf(reference)]).Password;

    public static string NameOf(string reference) => reference["${secret:".Length..^1];
}
