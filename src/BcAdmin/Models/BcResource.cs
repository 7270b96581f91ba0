using System.Management.Automation;

namespace BcAdmin;

/// <summary>The base class of the objects that the service returns, with their origin and their unrecognized members.</summary>
public abstract record BcResource
{
    /// <summary>The tenant of the connection with which the object was read.</summary>
    [JsonInclude]
    public string? TenantId { get; internal set; }

    /// <summary>The domain of the tenant, or the name of the connection if it was created with the ID of the tenant.</summary>
    [JsonIgnore]
    public string? TenantName { get => field ?? Connection?.TenantName; internal init; }

    /// <summary>The connection, so that the next cmdlet in the pipeline uses the same tenant.</summary>
    [Hidden, JsonIgnore]
    public BcConnection? Connection { get; internal set; }

    /// <summary>The members that the service returned and that have no property.</summary>
    [Hidden, JsonIgnore]
    public IReadOnlyDictionary<string, object?> AdditionalProperties => ApiJson.Plain(Unknown);

    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Returns the name by which users know the object.</summary>
    public abstract override string ToString();

    /// <summary>Sets the origin of the object.</summary>
    internal void SetOrigin(BcConnection connection)
    {
        Connection = connection;
        if (this is BcEnvironment environment)
            connection.Environments?.Add(environment);
        TenantId = connection.TenantId ?? TenantId;
    }

    protected string? UnknownText(string name) =>
        Unknown is not null && Unknown.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()
        : null;
}

/// <summary>The base class of objects in an environment.</summary>
public abstract record BcEnvironmentResource : BcResource
{
    [JsonInclude]
    public string EnvironmentName { get; internal set => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [Hidden, JsonIgnore]
    public string Environment => EnvironmentName;

    [JsonInclude]
    public string ApplicationFamily { get; internal set => field = value ?? BcEnvironment.DefaultFamily; } = BcEnvironment.DefaultFamily;

    internal void SetOrigin(BcConnection connection, EnvironmentKey environment)
    {
        SetOrigin(connection);
        connection.Environments?.Add(environment.Name);
        EnvironmentName = environment.Name;
        ApplicationFamily = environment.Family;
    }
}

/// <summary>
/// Identifies an environment of a tenant by application family and name, because names are only unique within a family. The comparison ignores case,
/// as the service does.
/// </summary>
internal readonly record struct EnvironmentKey(string Family, string Name)
{
    public bool Equals(EnvironmentKey other) =>
        Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && Family.Equals(other.Family, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() =>
        HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Name), StringComparer.OrdinalIgnoreCase.GetHashCode(Family));

    public override string ToString() => Family.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase) ? Name : $"{Family}/{Name}";
}
