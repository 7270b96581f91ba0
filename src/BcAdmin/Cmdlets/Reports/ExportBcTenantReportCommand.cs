using System.Management.Automation;
using BcAdmin.Reports;

namespace BcAdmin.Cmdlets.Reports;

/// <summary>
/// Writes one HTML page about the state of tenants: listEnvironments, getQuotas, listUsedStorage, listOperations, listEnvironmentUpdates,
/// getUpdateSettings, listInstalledApps, listAvailableAppUpdates, listSessions, listNotificationRecipients; listUsers and
/// listCompanyUserPermissions of the Automation API.
/// </summary>
[Cmdlet(VerbsData.Export, "BcTenantReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcTenantReportCommand : BcConnectedCmdlet
{
    private readonly Dictionary<BcConnection, TenantState> _tenants = [];

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    /// <summary>What to read; the environments themselves always are.</summary>
    [Parameter]
    [ValidateSet("Environments", "Storage", "Updates", "Apps", "Operations", "Sessions", "Users", "Notifications")]
    public string[]? Section { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private ReportSections Sections => Section is null
        ? Enum.GetValues<ReportSections>().Aggregate((all, next) => all | next)
        : Section.Select(name => Enum.Parse<ReportSections>(name, ignoreCase: true))
            .Aggregate(ReportSections.Environments, (all, next) => all | next);

    protected override Task BeginAsync()
    {
        // Reading takes a while; a path that will not do is better known before.
        var path = this.ResolveOutput(Path, NoClobber);
        if (!IsWhatIf)
            OutputFile.Open(path).Dispose();
        return Task.CompletedTask;
    }

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
    {
        if (_tenants.ContainsKey(connection))
            return; // several objects of one tenant came down the pipeline
        var admin = AdminCenter(connection);
        var filter = NameFilter.Of(Environment);
        filter.NotFound = name => new(ErrorCode.EnvironmentNotFound, $"Tenant {connection.Name} has no environment '{name}'.")
        { Advice = ApiAdvice.EnvironmentNotFound(connection) };
        if (Environment is not null)
        {
            filter.From(await admin.ListEnvironmentsAsync(null, PipelineStopToken).Select(environment => environment.Name).ToListAsync());
            WriteErrors(filter);
        }

        var reader = new TenantStateReader(
            admin, environment => Automation(connection, environment), Sections,
            filter.Matches, PipelineStopToken);
        _tenants[connection] = await reader.ReadAsync(connection);
    });

    protected override Task EndAsync()
    {
        if (_tenants.Count == 0)
            return Task.CompletedTask;
        var tenants = _tenants.Values.OrderBy(tenant => tenant.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (tenants.Sum(tenant => tenant.Unread.Count) is > 0 and var unread)
        {
            WriteWarning(
                $"{(unread == 1 ? "A part" : unread.ToString(CultureInfo.InvariantCulture) + " parts")} could not be read. The report says which, "
                + "and why.");
        }

        var path = this.ResolveOutput(Path, NoClobber);
        if (ShouldProcess(path, $"Write a report about {string.Join(", ", tenants.Select(tenant => tenant.Name))}"))
            OutputFile.Write(this, path, new TenantReport(tenants, Sections, Context.Clock.GetUtcNow()).Write());
        return Task.CompletedTask;
    }
}
