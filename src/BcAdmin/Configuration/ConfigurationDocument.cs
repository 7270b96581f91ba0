namespace BcAdmin.Configuration;

/// <summary>The content of a configuration file, or of all files in a folder.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Tenant">The tenant that the configuration applies to; null for a baseline.</param>
/// <param name="TenantItems">The components of the tenant.</param>
/// <param name="Environments">The entries for environments.</param>
/// <param name="Secrets">The names of the secrets that the configuration refers to, each with its first position.</param>
internal sealed record ConfigurationDocument(
    string Path, ConfigurationNode? Tenant, IReadOnlyDictionary<ComponentSchema, DesiredItems> TenantItems,
    IReadOnlyList<ConfigurationEntry> Environments, IReadOnlyDictionary<string, FilePlace> Secrets)
{
    /// <summary>Gets the configuration of a tenant.</summary>
    /// <param name="documents">One configuration, or one for each of several tenants.</param>
    /// <exception cref="BcException">ConfigurationMismatch: there is no configuration for the tenant, or more than one.</exception>
    public static ConfigurationDocument Of(BcConnection connection, IReadOnlyList<ConfigurationDocument> documents)
    {
        if (documents.Count == 1)
        {
            documents[0].RequireTenant(connection);
            return documents[0];
        }

        var own = documents.Where(document => document.Tenant is { } tenant && connection.IsTo(tenant.Text)).ToList();
        return own.Count == 1 ? own[0] : throw new BcException(
            ErrorCode.ConfigurationMismatch,
            own.Count == 0 ? Messages.NoConfigurationForTenant(connection) : Messages.SeveralConfigurationsForTenant(connection, own))
        {
            Target = connection.Name,
            Advice = Messages.ProvideOneConfigurationPerTenant,
        };
    }

    private void RequireTenant(BcConnection connection)
    {
        if (Tenant is null || connection.IsTo(Tenant.Text))
            return;
        throw new BcConfigurationException(
            ErrorCode.ConfigurationMismatch, Tenant.Place,
            Messages.ConfigurationTenantMismatch(Tenant, connection))
        {
            Target = connection.Name,
            Advice = Messages.UseMatchingTenantOrRemoveMember,
        };
    }

    /// <summary>The components that the configuration defines for an environment; empty if no entry applies.</summary>
    /// <exception cref="BcConfigurationException">Two entries define the same component.</exception>
    public IReadOnlyDictionary<ComponentSchema, DesiredItems> ItemsOf(BcEnvironment environment)
    {
        var items = new Dictionary<ComponentSchema, DesiredItems>();
        foreach (var (component, desired) in Environments.Where(entry => entry.IsAbout(environment)).SelectMany(entry => entry.Items))
        {
            if (!items.TryAdd(component, desired))
            {
                throw new BcConfigurationException(
                    ErrorCode.InvalidConfiguration, desired.Place,
                    Messages.EnvironmentComponentConfiguredTwice(environment, component, items))
                {
                    Target = environment.Name,
                    Advice = Messages.RemoveComponentFromOtherEntries,
                };
            }
        }

        return items;
    }
}

/// <summary>The components that a configuration defines for one environment, or for all environments that match.</summary>
/// <param name="Name">The environment; null for an entry that matches several.</param>
/// <param name="Family">The application family; null for any.</param>
/// <param name="Match">A name pattern for the environments.</param>
/// <param name="Type">The type of the environments.</param>
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
