namespace BcAdmin;

/// <summary>The quotas of a tenant for environments and storage, with their usage.</summary>
public sealed record BcQuota : BcResource
{
    [JsonIgnore]
    public int? ProductionEnvironments => EnvironmentsCount?.Production;

    [JsonIgnore]
    public int? SandboxEnvironments => EnvironmentsCount?.Sandbox;

    /// <summary>The total storage, in kilobytes.</summary>
    [JsonIgnore]
    public long? TotalStorageKB => StorageInKilobytes?.Total;

    /// <summary>The total storage, in gigabytes.</summary>
    [JsonIgnore]
    public double? TotalStorageGB => Gigabytes(TotalStorageKB);

    /// <summary>The storage that is included in the subscription, in kilobytes.</summary>
    [JsonIgnore]
    public long? DefaultStorageKB => StorageInKilobytes?.Default;

    /// <summary>The storage that is included in user licenses, in kilobytes.</summary>
    [JsonIgnore]
    public long? UserLicenseStorageKB => StorageInKilobytes?.UserLicenses;

    /// <summary>The additional storage that was purchased, in kilobytes.</summary>
    [JsonIgnore]
    public long? AdditionalStorageKB => StorageInKilobytes?.AdditionalCapacity;

    /// <summary>Production environments that exist, without soft-deleted ones; null if the environments could not be read.</summary>
    [JsonIgnore]
    public int? ProductionUsed { get; internal init; }

    /// <summary>Production environments that can still be created; negative if the quota is exceeded.</summary>
    [JsonIgnore]
    public int? ProductionLeft => ProductionEnvironments - ProductionUsed;

    /// <summary>Sandbox environments that exist, without soft-deleted ones; null if the environments could not be read.</summary>
    [JsonIgnore]
    public int? SandboxUsed { get; internal init; }

    /// <summary>Sandbox environments that can still be created; negative if the quota is exceeded.</summary>
    [JsonIgnore]
    public int? SandboxLeft => SandboxEnvironments - SandboxUsed;

    /// <summary>The size of all databases; null if it could not be read.</summary>
    [JsonIgnore]
    public long? UsedStorageKB { get; internal init; }

    /// <summary>The size of all databases, in gigabytes.</summary>
    [JsonIgnore]
    public double? UsedGB => Gigabytes(UsedStorageKB);

    /// <summary>The storage that is not used, in gigabytes; negative if the quota is exceeded.</summary>
    [JsonIgnore]
    public double? LeftGB => Gigabytes(TotalStorageKB - UsedStorageKB);

    public override string ToString() => TenantId ?? string.Empty;

    [JsonInclude]
    internal EnvironmentCountQuota? EnvironmentsCount { get; init; }

    [JsonInclude]
    internal StorageQuota? StorageInKilobytes { get; init; }

    internal static double? Gigabytes(long? kilobytes) => kilobytes is { } size ? Math.Round(size / 1048576.0, 1) : null;
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
