namespace BcAdmin;

/// <summary>How many database exports of an environment are left this month.</summary>
public sealed record BcDatabaseExportQuota : BcEnvironmentResource
{
    public int? ExportsPerMonth { get; init; }

    public int? ExportsRemainingThisMonth { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ExportsRemainingThisMonth} of {ExportsPerMonth}");
}
