using System.Management.Automation;

namespace BcAdmin;

/// <summary>What every object of the service carries: where it came from, and what we do not know of it.</summary>
public abstract record BcResource
{
    /// <summary>Tenant of the connection that the object was read with.</summary>
    [JsonInclude]
    public string? TenantId { get; internal set; }

    /// <summary>The name of the connection, which is the domain of the tenant unless the connection has another name.</summary>
    [JsonIgnore]
    public string? TenantName { get => field ?? Connection?.Name; internal init; }

    /// <summary>The connection itself, so that the next cmdlet of the pipeline asks the right tenant.</summary>
    [Hidden, JsonIgnore]
    public BcConnection? Connection { get; internal set; }

    /// <summary>Members that the service sent and that have no property here.</summary>
    [Hidden, JsonIgnore]
    public IReadOnlyDictionary<string, object?> AdditionalProperties => ApiJson.Plain(Unknown);

    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>The name that people know it by.</summary>
    public abstract override string ToString();

    /// <summary>Marks the object with where it came from.</summary>
    internal void CameFrom(BcConnection connection)
    {
        Connection = connection;
        if (this is BcEnvironment environment)
            connection.Environments?.Add(environment.Name);
        TenantId = connection.TenantId ?? TenantId;
    }

    protected string? UnknownText(string name) =>
        Unknown is not null && Unknown.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()
        : null;
}

/// <summary>An object inside of an environment.</summary>
public abstract record BcEnvironmentResource : BcResource
{
    [JsonInclude]
    public string EnvironmentName { get; internal set => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="EnvironmentName"/>, which is the heading of tables.</summary>
    [Hidden, JsonIgnore]
    public string Environment => EnvironmentName;

    [JsonInclude]
    public string ApplicationFamily { get; internal set => field = value ?? BcEnvironment.DefaultFamily; } = BcEnvironment.DefaultFamily;

    internal void CameFrom(BcConnection connection, EnvironmentKey environment)
    {
        CameFrom(connection);
        connection.Environments?.Add(environment.Name);
        EnvironmentName = environment.Name;
        ApplicationFamily = environment.Family;
    }
}

/// <summary>
/// Names one environment of a tenant: names are unique within an application family only. The service ignores case, and so does the comparison, or an
/// environment that is named in two casings would count as two.
/// </summary>
internal readonly record struct EnvironmentKey(string Family, string Name)
{
    public bool Equals(EnvironmentKey other) =>
        Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && Family.Equals(other.Family, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() =>
        HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Name), StringComparer.OrdinalIgnoreCase.GetHashCode(Family));

    public override string ToString() => Family.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase) ? Name : $"{Family}/{Name}";
}
