using System.Management.Automation;
using BcAdmin.Reports;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>
/// Writes the selected updates of environments as an iCalendar file: listEnvironments, listEnvironmentUpdates, getUpdateSettings.
/// </summary>
[Cmdlet(VerbsData.Export, "BcUpdateCalendar", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
[AcceptsInput(typeof(BcConnection), typeof(BcEnvironment), typeof(BcEnvironmentUpdate), typeof(BcUpdateCalendarEntry))]
public sealed class ExportBcUpdateCalendarCommand : BcConnectedCmdlet
{
    private readonly Dictionary<(BcConnection Connection, EnvironmentKey Environment), BcUpdateCalendarEntry?> _read = [];
    private readonly HashSet<BcConnection> _tenants = [];
    private int _failures;

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    public string[]? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string? ApplicationFamily { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    protected override Task BeginAsync()
    {
        // The path is checked first, because reading takes some time.
        FileExtension.Check(Path, ".ics");
        var path = this.ResolveOutput(Path, NoClobber);
        if (!IsWhatIf)
            OutputFile.Open(path).Dispose();
        return Task.CompletedTask;
    }

    protected override Task ProcessAsync() => ReadAsync(Environment, connection =>
        Environment is { } names && !IsTyped(nameof(Environment))
            ? ReadPipedAsync(connection, names)
            : _tenants.Add(connection) ? ReadTenantAsync(connection) : Task.CompletedTask);

    protected override Task EndAsync()
    {
        if (_read.Count == 0 && _failures > 0)
            return Task.CompletedTask; // an incomplete file would replace an existing one
        if (_failures > 0)
            WriteWarning(Messages.CalendarIncomplete);

        var path = this.ResolveOutput(Path, NoClobber);
        var entries = UpdateCalendar.Sort(_read.Values.OfType<BcUpdateCalendarEntry>());
        foreach (var entry in entries.Where(entry => entry.StartsOn is null))
            WriteVerbose(Messages.UpdateWithoutDate(entry));
        var count = entries.Count(entry => entry.StartsOn is not null);
        if (ShouldProcess(path, Messages.WriteCalendarAction(count)))
            OutputFile.Write(this, path, CalendarFile.Write(entries, Context.Clock.GetUtcNow()));
        return Task.CompletedTask;
    }

    private protected override void OnFailed(BcException failure, object? target) => _failures++;

    private async Task ReadPipedAsync(BcConnection connection, string[] names)
    {
        foreach (var name in names)
            await ReadEnvironmentAsync(connection, new EnvironmentKey(ApplicationFamily ?? BcEnvironment.DefaultFamily, name));
    }

    private async Task ReadTenantAsync(BcConnection connection)
    {
        var filter = new NameFilter<BcEnvironment>(Environment, environment => [environment.Name])
        {
            NotFound = name => EnvironmentNotFound(connection, name),
        };
        var environments = filter.From(await AdminCenter(connection).ListEnvironmentsAsync(ApplicationFamily, PipelineStopToken).ToListAsync());
        WriteErrors(filter);
        // Environments with another status have no updates.
        await Task.WhenAll(environments.Where(environment => environment.HasStatus("Active") || environment.HasStatus("Upgrading"))
            .Select(environment => GuardAsync(environment.Name, () => ReadEnvironmentAsync(connection, environment.Key))));
    }

    private async Task ReadEnvironmentAsync(BcConnection connection, EnvironmentKey environment) =>
        _read[(connection, environment)] = await UpdateCalendar.ReadAsync(
            AdminCenter(connection), connection, environment, Context.Clock.LocalTimeZone, PipelineStopToken);
}
