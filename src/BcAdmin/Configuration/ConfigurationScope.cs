using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using BcAdmin.Bulk;

namespace BcAdmin.Configuration;

/// <summary>
/// A tenant, or an environment in it, at one moment: the clients, and what several components need of it, which is read once. A new scope reads
/// again.
/// </summary>
/// <param name="environment">Null for the tenant itself.</param>
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

    /// <summary>The values of secrets that the file refers to.</summary>
    public ConfigurationSecrets Secrets => secrets;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The entries of the file about this place, since an entry can depend on one of another component that does not exist yet.</summary>
    public IReadOnlyDictionary<ComponentSchema, DesiredItems> Desired { get; init; } =
        new Dictionary<ComponentSchema, DesiredItems>();

    /// <summary>Set by the command that applies changes.</summary>
    public IConfigurationHost? Host { get; init; }

    /// <summary>For prompts and messages.</summary>
    public string Description => environment is null ? $"tenant {connection.Name}" : Messages.EnvironmentTenant(Key, connection);

    public Task<List<BcUser>> UsersAsync() => Once(() => Automation.ListUsersAsync(null, cancellationToken).ToListAsync());

    public Task<List<BcCompany>> CompaniesAsync() => Once(() => Automation.ListCompaniesAsync(cancellationToken).ToListAsync());

    public Task<List<BcFeature>> FeaturesAsync() =>
        Once(() => Automation.ListFeaturesAsync(null, null, cancellationToken).ToListAsync());

    public Task<List<BcApp>> AppsAsync() => Once(() => Admin.ListAppsAsync(Key, cancellationToken).ToListAsync());

    public Task<List<BcAppUpdate>> AppUpdatesAsync() => Once(() => Admin.ListAppUpdatesAsync(Key, cancellationToken).ToListAsync());

    public Task<List<BcSecurityGroup>> SecurityGroupsAsync() =>
        Once(() => Automation.ListSecurityGroupsAsync(null, null, cancellationToken).ToListAsync());

    /// <summary>Finds users by name and address.</summary>
    /// <param name="names">The names that are going to be looked up.</param>
    public Task<UserDirectory> DirectoryAsync(IEnumerable<string> names) => Once(async () =>
    {
        var directory = new UserDirectory(Key, await UsersAsync().ConfigureAwait(false));
        await directory.ReadSignInAddressesAsync(Automation, names, cancellationToken).ConfigureAwait(false);
        return directory;
    });

    /// <summary>Finds permission sets and companies.</summary>
    public Task<AssignmentNames> AssignmentNamesAsync() => Once(async () =>
    {
        var sets = Automation.ListPermissionSetsAsync(null, cancellationToken).ToListAsync();
        return new AssignmentNames(Key, await CompaniesAsync().ConfigureAwait(false), await sets.ConfigureAwait(false));
    });

    /// <summary>The same place, read again.</summary>
    public ConfigurationScope Refresh(BcEnvironment? current = null) =>
        new(connection, admin, current ?? environment, automation, secrets, cancellationToken) { Host = Host, Desired = Desired };

    /// <summary>Whether the file has an entry of a component with this value.</summary>
    public bool Lists(string component, string member, string value) => Desired.Any(item =>
        item.Key.Name == component && item.Value.Items.Any(entry => value.Equals(entry[member], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Components are read side by side, so that two of them can come first.</summary>
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

/// <summary>The values of secrets by name. They stay in memory, and no object or message has them.</summary>
internal sealed class ConfigurationSecrets(IReadOnlyDictionary<string, SecureString> values)
{
    public static ConfigurationSecrets None { get; } = new(new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The value behind a reference such as ${secret:NAME}.</summary>
    public string Reveal(string reference) => new NetworkCredential(string.Empty, values[NameOf(reference)]).Password;

    public static string NameOf(string reference) => reference["${secret:".Length..^1];
}
