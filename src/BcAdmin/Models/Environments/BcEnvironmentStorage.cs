namespace BcAdmin;

/// <summary>The database size of an environment.</summary>
public sealed record BcEnvironmentStorage : BcResource
{
    public string EnvironmentName { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    public string ApplicationFamily { get; init => field = value ?? BcEnvironment.DefaultFamily; } = BcEnvironment.DefaultFamily;

    /// <summary>Production or Sandbox.</summary>
    public string? EnvironmentType { get; init; }

    /// <summary>The size in kilobytes; null if the service could not determine it.</summary>
    [JsonIgnore]
    public long? DatabaseSizeKB => DatabaseStorageInKilobytes is >= 0 and var size ? size : null;

    /// <summary>The size in gigabytes; null if the service could not determine it.</summary>
    [JsonIgnore]
    public double? DatabaseSizeGB => BcQuota.Gigabytes(DatabaseSizeKB);

    public override string ToString() => EnvironmentName;

    [JsonInclude]
    internal long? DatabaseStorageInKilobytes { get; init; }
}
