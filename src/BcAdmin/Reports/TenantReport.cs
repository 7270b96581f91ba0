namespace BcAdmin.Reports;

/// <summary>The state of tenants at one time, with the resulting warnings.</summary>
internal sealed class TenantReport
{
    public const string Product = "BcAdmin";

    /// <param name="baseline">The path of the baseline that the tenants were compared with, for the suggested command.</param>
    public TenantReport(IReadOnlyList<TenantState> tenants, ReportSections sections, DateTimeOffset now, string? baseline = null)
    {
        (Tenants, Sections, CreatedOn) = (tenants, sections, now);
        WarningsOf = [.. tenants.Select(tenant => TenantWarning.Of(tenant, now, baseline))];
    }

    /// <summary>The version of the module.</summary>
    public static string Version { get; } = typeof(TenantReport).Assembly.GetName().Version!.ToString(3);

    public IReadOnlyList<TenantState> Tenants { get; }

    public ReportSections Sections { get; }

    public DateTimeOffset CreatedOn { get; }

    /// <summary>The warnings of each tenant in the order of <see cref="Tenants"/>.</summary>
    public IReadOnlyList<IReadOnlyList<TenantWarning>> WarningsOf { get; }

    public bool Has(ReportSections section) => Sections.HasFlag(section);

    public int Count(WarningSeverity severity) => WarningsOf.Sum(warnings => Count(warnings, severity));

    public static int Count(IEnumerable<TenantWarning> warnings, WarningSeverity severity) =>
        warnings.Count(warning => warning.Kind.Severity == severity);
}
