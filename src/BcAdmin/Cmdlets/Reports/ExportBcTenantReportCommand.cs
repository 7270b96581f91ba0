using System.Collections;
using System.Management.Automation;
using BcAdmin.Configuration;
using BcAdmin.Reports;

namespace BcAdmin.Cmdlets.Reports;

/// <summary>
/// Writes a report about the state of tenants: listEnvironments, getQuotas, listUsedStorage, listOperations, listEnvironmentUpdates,
/// getUpdateSettings, listInstalledApps, listAvailableAppUpdates, listSessions, listNotificationRecipients, listAuthorizedApps, getPartnerAccess;
/// listUsers, listCompanyUserPermissions, and listFeatures of the Automation API.
/// </summary>
[Cmdlet(VerbsData.Export, "BcTenantReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcTenantReportCommand : BcConnectedCmdlet
{
    private const string Html = "Html";
    private const string Json = "Json";
    private const string Csv = "Csv";

    private readonly List<BcConnection> _connections = [];
    private readonly HashSet<BcConnection> _known = [];
    private readonly ConfigurationInput _baseline = new();

    /// <summary>-Format, or the format of the extension.</summary>
    private string _format = Html;

    /// <summary>The files that the report consists of.</summary>
    private IReadOnlyList<string> _files = [];

    /// <summary>A file, or a folder with -Format Csv.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    public string[]? Environment { get; set; }

    /// <summary>The sections to read. The environments are always included.</summary>
    [Parameter]
    [ValidateSet("Environments", "Storage", "Updates", "Apps", "Operations", "Sessions", "Users", "Notifications", "Features", "Access")]
    public string[]? Section { get; set; }

    [Parameter]
    [ValidateSet(Html, Json, Csv)]
    public string Format { get; set; } = Html;

    /// <summary>The delimiter of the CSV files.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>A configuration to compare the tenants with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>The values of ${parameter:NAME} in the baseline.</summary>
    [Parameter]
    public IDictionary? BaselineParameter { get; set; }

    /// <summary>The maximum number of tenants that are read concurrently.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 32;

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private ReportSections Sections => (Section is null
        ? Enum.GetValues<ReportSections>().Where(section => section != ReportSections.Drift).Aggregate((all, next) => all | next)
        : Section.Select(name => Enum.Parse<ReportSections>(name, ignoreCase: true)).Aggregate(ReportSections.Environments,
            (all, next) => all | next))
        | (Baseline is null ? default : ReportSections.Drift);

    private bool IsCsv => _format == Csv;

    protected override Task BeginAsync()
    {
        CsvFile.CheckDelimiter(Delimiter);
        _format = ChooseFormat();
        if (Baseline is not null)
            _baseline.Load(this, Baseline, ConfigurationInput.ExportedNames, BaselineParameter);
        // The path is checked first, because reading can take minutes.
        _files = ResolveFiles();
        foreach (var path in IsWhatIf ? [] : _files)
            OutputFile.Open(path).Dispose();

        return Task.CompletedTask;
    }

    // Only collects the connections, because all tenants are read concurrently.
    protected override Task ProcessAsync() => ReadAsync(null, connection =>
    {
        _ = connection.Access; // fails for a closed connection
        if (_known.Add(connection))
            _connections.Add(connection);
        return Task.CompletedTask;
    });

    protected override async Task EndAsync()
    {
        if (_connections.Count == 0)
            return;
        var subject = _connections is [var one] ? $"tenant {one.TenantWithName}"
            : string.Create(CultureInfo.InvariantCulture, $"{_connections.Count} tenants");
        if (!ShouldProcess(this.ResolveOutput(Path), Messages.WriteReportAction(subject)))
            return;

        var now = Context.Clock.GetUtcNow();
        var tenants = await ReadTenantsAsync(now);
        if (tenants.Count == 0)
            return;
        if (tenants.TrueForAll(tenant => tenant.IsUnread))
            throw NoTenantRead(tenants);
        if (tenants.Sum(tenant => tenant.Unread.Count) is > 0 and var unread)
        {
            var parts = unread == 1 ? "A part" : string.Create(CultureInfo.InvariantCulture, $"{unread} parts");
            WriteWarning(Messages.ReportPartsNotReadable(parts));
        }

        Write(new TenantReport(tenants, Sections, now, Baseline));
    }

    /// <summary>Creates the error for a report without content, which would look as if there were no problems.</summary>
    private static BcException NoTenantRead(List<TenantState> tenants)
    {
        var first = tenants[0];
        var failure = (first.Unread.FirstOrDefault(part => part.Part == UnreadPart.Environments) ?? first.Unread[0]).Failure;
        return new(
            ErrorCode.TenantNotReadable,
            tenants.Count == 1 ? Messages.NothingReadFromTenant(first.Name, failure)
                : Messages.NothingReadFromTenants(tenants.Count, first.Name, failure),
            failure)
        {
            Target = tenants.Count == 1 ? first.Name : tenants.ConvertAll(tenant => tenant.Name).ToArray(),
            Advice = failure.Advice ?? Messages.FindMissingPermission(first.Name),
        };
    }

    private async Task<List<TenantState>> ReadTenantsAsync(DateTimeOffset now)
    {
        using var progress = new CountProgress(this, "Reading tenants", _connections.Count);
        using var slots = new SemaphoreSlim(ThrottleLimit);
        // Canceled by a terminating error, so that no further tenant is read.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(PipelineStopToken);
        var tenants = await Task.WhenAll(_connections.Select(async connection =>
        {
            await slots.WaitAsync(stop.Token);
            try
            {
                return await ReadTenantAsync(connection, now);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                progress.Step();
                slots.Release();
            }
        }));
        return [.. tenants.OfType<TenantState>().OrderBy(tenant => tenant.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Reads the state of a tenant, or returns null if it has no environment with a requested name.</summary>
    private async Task<TenantState?> ReadTenantAsync(BcConnection connection, DateTimeOffset now)
    {
        TenantState? tenant = null;
        await GuardAsync(null, async () =>
        {
            var chosen = NameFilter.Of(Environment);
            chosen.NotFound = name => EnvironmentNotFound(connection, name);
            var reader = new TenantStateReader(
                AdminCenter(connection), environment => Automation(connection, environment), Sections, chosen, now, PipelineStopToken);
            var drift = Baseline is null ? null : _baseline.Planner(this, Environment).PlanAsync(connection);
            tenant = await reader.ReadAsync(connection);
            if (drift is not null)
                tenant = With(tenant, await drift);
            if (chosen.IsComplete)
                WriteErrors(chosen);
        });
        return tenant;
    }

    private static TenantState With(TenantState tenant, TenantPlan plan) => tenant with
    {
        Drift = [.. ConfigurationObjects.Differences(plan).Where(difference => difference.Action != BcConfigurationAction.Unknown)],
        Unread = [.. tenant.Unread,
            .. plan.UnknownParts.Select(part => new UnreadPart(Messages.BaselineComponent(part), part.Environment, part.Failure))],
    };

    private void Write(TenantReport report)
    {
        if (IsCsv)
        {
            foreach (var (table, path) in ReportTable.Of(Sections).Zip(_files))
                OutputFile.Write(this, path, stream => ReportFile.WriteCsv(stream, table, report, Delimiter));
        }
        else if (_format == Json)
        {
            OutputFile.Write(this, _files[0], stream => ReportFile.WriteJson(stream, report));
        }
        else
        {
            OutputFile.Write(this, _files[0], new TenantReportPage(report).Write);
        }
    }

    private string ChooseFormat()
    {
        var ofExtension = FileExtension.Is(Path, ".html", ".htm") ? Html
            : FileExtension.Is(Path, ".json") ? Json
            : FileExtension.Is(Path, ".csv") ? Csv : null;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Format)))
        {
            var format = CanonicalCase(nameof(Format), Format);
            return ofExtension is null || ofExtension == format ? format
                : throw new BcException(ErrorCode.InvalidArgument, Messages.FormatContradictsExtension(Path, format))
                {
                    Target = Path,
                    Advice = Messages.CorrectFormatOrExtension,
                };
        }

        // Without -Format, a .csv file is refused, because the tables need several files.
        return ofExtension is Html or Json ? ofExtension
            : FileExtension.Is(Path, string.Empty) ? Html
            : throw new BcException(ErrorCode.InvalidArgument, Messages.ReportExtensionNotSupported(Path))
            {
                Target = Path,
                Advice = Messages.ChooseReportFormat,
            };
    }

    private IReadOnlyList<string> ResolveFiles()
    {
        var path = this.ResolveOutput(Path, NoClobber && !IsCsv);
        return IsCsv
            ? [.. ReportTable.Of(Sections).Select(table => this.ResolveOutput(System.IO.Path.Combine(path, table.Name + ".csv"), NoClobber))]
            : [path];
    }
}
