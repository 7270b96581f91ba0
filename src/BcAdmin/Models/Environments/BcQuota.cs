namespace BcAdmin;

/// <summary>How many environments and how much storage a tenant may use. All sizes are kilobytes.</summary>
public sealed record BcQuota : BcResource
{
    [JsonIgnore]
    public int? ProductionEnvironments => EnvironmentsCount?.Production;

    [JsonIgnore]
    public int? SandboxEnvironments => EnvironmentsCount?.Sandbox;

    /// <summary>All storage together.</summary>
    [JsonIgnore]
    public long? TotalStorageKB => StorageInKilobytes?.Total;

    /// <summary>All storage together, in gigabytes.</summary>
    [JsonIgnore]
    public double? TotalStorageGB => TotalStorageKB is { } size ? Math.Round(size / 1048576.0, 1) : null;

    /// <summary>What comes with the subscription.</summary>
    [JsonIgnore]
    public long? DefaultStorageKB => StorageInKilobytes?.Default;

    /// <summary>What comes with the licenses of users.</summary>
    [JsonIgnore]
    public long? UserLicenseStorageKB => StorageInKilobytes?.UserLicenses;

    /// <summary>What was bought on top.</summary>
    [JsonIgnore]
    public long? AdditionalStorageKB => StorageInKilobytes?.AdditionalCapacity;

    public override string ToString() => TenantId ?? string.Empty;

    [JsonInclude]
    internal EnvironmentCountQuota? EnvironmentsCount { get; init; }

    [JsonInclude]
    internal StorageQuota? StorageInKilobytes { get; init; }
}

internal sealed record EnvironmentCountQuota
{
    public int? Production { get; init; }

    public int? Sandbox { get; init; }
}

internal sealed record StorageQuota
{
    public long? Default { get; init; }

    public long? UserLicenses { get; init; }

    public long? AdditionalCapacity { get; init; }

    public long? Total { get; init; }
}
