namespace BcAdmin.Reports;

/// <summary>The state of tenants at a time, with the warnings that follow from it.</summary>
internal sealed class TenantReport
{
    public TenantReport(IReadOnlyList<TenantState> tenants, ReportSections sections, DateTimeOffset now)
    {
        (Tenants, Sections, CreatedOn) = (tenants, sections, now);
        WarningsOf = [.. tenants.Select(tenant => TenantWarning.Of(tenant, now))];
    }

    public IReadOnlyList<TenantState> Tenants { get; }

    public ReportSections Sections { get; }

    public DateTimeOffset CreatedOn { get; }

    /// <summary>The warnings of each tenant, in the order of <see cref="Tenants"/>.</summary>
    public IReadOnlyList<IReadOnlyList<TenantWarning>> WarningsOf { get; }

    public bool Has(ReportSections section) => Sections.HasFlag(section);

    public int Count(WarningSeverity severity) => WarningsOf.Sum(warnings => Count(warnings, severity));

    public static int Count(IEnumerable<TenantWarning> warnings, WarningSeverity severity) =>
        warnings.Count(warning => warning.Kind.Severity == severity);
}
