namespace BcAdmin.Configuration;

/// <summary>The content of a configuration: of one file, or of the files of a folder.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Tenant">The tenant that the configuration is about; null for a baseline.</param>
/// <param name="TenantItems">What it says about the tenant itself.</param>
/// <param name="Environments">What it says about environments.</param>
/// <param name="Secrets">The names of the secrets that it refers to, with their first places.</param>
internal sealed record ConfigurationDocument(
    string Path, ConfigurationNode? Tenant, IReadOnlyDictionary<ComponentSchema, DesiredItems> TenantItems,
    IReadOnlyList<ConfigurationEntry> Environments, IReadOnlyDictionary<string, FilePlace> Secrets)
{
    /// <summary>Refuses a tenant that the configuration is not about.</summary>
    /// <exception cref="BcConfigurationException">ConfigurationMismatch.</exception>
    public void RequireTenant(BcConnection connection)
    {
        if (Tenant is null || Is(connection.TenantId) || Is(connection.Name))
            return;
        throw new BcConfigurationException(
            ErrorCode.ConfigurationMismatch, Tenant.Place,
            Messages.ConfigurationTenantConnection(Tenant, connection))
        {
            Target = connection.Name,
            Advice = Messages.ConnectTenantRemoveMemberTenantUse,
        };

        bool Is(string? name) => Tenant.Text.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the configuration says about an environment; empty if it is not about it.</summary>
    /// <exception cref="BcConfigurationException">Two entries say something about the same component.</exception>
    public IReadOnlyDictionary<ComponentSchema, DesiredItems> ItemsOf(BcEnvironment environment)
    {
        var items = new Dictionary<ComponentSchema, DesiredItems>();
        foreach (var (component, desired) in Environments.Where(entry => entry.IsAbout(environment)).SelectMany(entry => entry.Items))
        {
            if (!items.TryAdd(component, desired))
            {
                throw new BcConfigurationException(
                    ErrorCode.InvalidConfiguration, desired.Place,
                    Messages.TwoEntriesEnvironmentFirstOne(environment, component, items))
                {
                    Target = environment.Name,
                    Advice = Messages.LetOnlyOneEntries,
                };
            }
        }

        return items;
    }
}

/// <summary>What a configuration says about one environment, or about all that match.</summary>
/// <param name="Name">The environment; null for an entry that matches several.</param>
/// <param name="Family">Its application family; null for any.</param>
/// <param name="Match">A name pattern for the environments.</param>
/// <param name="Type">Their type.</param>
internal sealed record ConfigurationEntry(
    string? Name, string? Family, string? Match, string? Type, FilePlace Place, IReadOnlyDictionary<ComponentSchema, DesiredItems> Items)
{
    public EnvironmentKey Key => new(Family ?? BcEnvironment.DefaultFamily, Name!);

    public bool IsAbout(BcEnvironment environment) => Name is not null
        ? environment.Key == Key
        : (Family is null || Family.Equals(environment.ApplicationFamily, StringComparison.OrdinalIgnoreCase))
            && (Match is null || NameFilter.Of([Match]).From([environment.Name]).Count > 0)
            && (Type is null || environment.HasType(Type));

    /// <summary>Identifies the entry when two files are compared.</summary>
    public string Label => Name is not null ? Key.ToString() : string.Join(' ', new[] { Family, Match ?? "*", Type }.OfType<string>());
}
