namespace BcAdmin;

/// <summary>The number of database exports of an environment that are left this month.</summary>
public sealed record BcDatabaseExportQuota : BcEnvironmentResource
{
    public int? ExportsPerMonth { get; init; }

    public int? ExportsRemainingThisMonth { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ExportsRemainingThisMonth} of {ExportsPerMonth}");
}
