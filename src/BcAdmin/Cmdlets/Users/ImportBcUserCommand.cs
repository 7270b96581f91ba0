using System.Management.Automation;
using BcAdmin.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>
/// Updates permission sets, state, and expiry date of many users from rows: listCompanies, listUsers, listPermissionSets, listCompanyUserPermissions,
/// then postBatch with createUserPermission, updateUser, and deleteUserPermission.
/// </summary>
[Cmdlet(VerbsData.Import, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(BcUserImportResult))]
public sealed class ImportBcUserCommand : BcConnectedCmdlet
{
    private readonly List<BulkItem<UserRow>> _rows = [];
    private readonly SortedSet<string> _unknownColumns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(BcConnection, EnvironmentKey)> _failed = [];
    private readonly RepeatedErrors _errors = new();
    private readonly Dictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private CountProgress? _progress;
    private int _written;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path")]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The .csv (comma or semicolon) or .json files.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Imports users from Microsoft 365 first, as Sync-BcUser does.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    /// <summary>Also removes directly assigned permission sets that no row of the user lists.</summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>Changes each user in a separate transaction, which requires more requests.</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    [Parameter]
    [ValidateRange(1, AutomationClient.MaxBatchSize)]
    public int BatchSize { get; set; } = 50;

    /// <summary>The delimiter of values in a cell.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ';';

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync()
    {
        if (ParameterSetName == "InputObject")
            Take(new UserRow(InputObject, Delimiter, Messages.RowNumber(_rows.Count + 1)));
        foreach (var file in Path.SelectMany(path => this.ResolveFiles(path)))
        {
            var rows = UserFile.Read(this, file);
            if (rows.Count == 0)
                WriteWarning(Messages.FileHasNoRows(file));
            else if (!rows.Any(entry => UserRow.HasUserColumn(entry.Row)))
                throw UserRow.WithoutUserColumn(rows[0].Row, file);
            foreach (var (row, place) in rows)
                Take(new UserRow(row, Delimiter, place));
        }

        return Task.CompletedTask;
    }

    protected override async Task EndAsync()
    {
        if (_unknownColumns.Count > 0)
            WriteWarning(Messages.UnrecognizedColumns(_unknownColumns));

        if (Sync)
        {
            foreach (var (connection, environment) in _rows.Select(row => (row.Connection, row.Environment)).Distinct())
                await SyncAsync(connection, environment);
        }

        try
        {
            await new BulkRun<UserRow>
            {
                Connect = Automation,
                PlanAsync = environment => UserPlan.PlanAsync(environment, row => row.ToDesiredUser(), Exact, PipelineStopToken),
                Review = Review,
                ConfirmAsync = (environment, change) => Task.FromResult(ShouldProcess(change.User.Describe(environment.Connection), change.Action)),
                Begin = changes => _progress = new CountProgress(this, "Changing users", changes),
                CompleteAsync = CompleteAsync,
                Write = Write,
                StopsAtErrors = StopsAtErrors,
                BatchSize = BatchSize,
                IsAtomic = Atomic,
            }.RunAsync(_rows, PipelineStopToken);
        }
        finally
        {
            _progress?.Dispose();
        }

        foreach (var (code, count) in _errors.NotWritten)
            WriteWarning(Messages.MoreRowsFailed(count, code));
        if (_written > 1)
        {
            var (changed, planned, unchanged) = (Count("Changed"), Count("Planned"), Count("Unchanged"));
            await Context.Show(Messages.RowSummary(changed, planned, unchanged, failed: _written - changed - planned - unchanged));
        }

        int Count(string status) => _statuses.GetValueOrDefault(status);
    }

    private void Take(UserRow row)
    {
        _rows.Add(new(SingleConnection(), new EnvironmentKey(ApplicationFamily, Environment), row.User, row));
        _unknownColumns.UnionWith(row.Others.Select(column => column.Name));
    }

    private async Task SyncAsync(BcConnection connection, EnvironmentKey environment)
    {
        RequireUser(connection, Messages.AppCannotImportUsers);
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection), Messages.ImportUsersAction))
            return;

        var automation = Automation(connection, environment);
        await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
        {
            if (await automation.ImportUsersAsync(user.UserSecurityId, synchronous: false, PipelineStopToken) is { } job)
            {
                var tracker = new OperationTracker(this, connection, TimeSpan.FromSeconds(OperationTracker.DefaultTimeoutSec));
                await tracker.WaitForSuccessAsync(job, Messages.ImportingUsers(environment));
            }

            return; // the first user is sufficient
        }
    }

    /// <summary>Prompts once for the removals of -Exact, and once for powerful permission sets. Declined changes are removed from the plan.</summary>
    private IReadOnlyList<BulkItem<UserRow>> Review(IReadOnlyList<BulkItem<UserRow>> rows)
    {
        var taken = Changes(rows, change => change is PermissionRemoved);
        if (taken.Count > 0 && !Force && !IsWhatIf && !ConfirmRisk(DescribeTaken(rows[0].Environment, taken), Messages.RemovePermissionSetsCaption))
            rows = [.. rows.Select(row => row with { Steps = [.. row.Steps.Where(step => step.Change is not PermissionRemoved)] })];

        var grants = Changes(rows, IsPowerful);
        return grants.Count == 0 || !Prompts(Force) || PromptDefaultNo(DescribeGrants(rows[0], grants), Messages.GrantFullControlCaption)
            ? rows
            : [.. rows.Select(row => row with { Steps = [.. row.Steps.Select(DeclinePowerful)] })];
    }

    private static BulkStep DeclinePowerful(BulkStep step) => IsPowerful(step.Change) ? step with { State = StepState.Declined } : step;

    private static List<UserChange> Changes(IReadOnlyList<BulkItem<UserRow>> rows, Func<UserChange, bool> isWanted) =>
        [.. rows.SelectMany(row => row.Steps).Select(step => step.Change).OfType<UserChange>().Where(isWanted)];

    private static bool IsPowerful(UserChange? change) => PowerfulPermissionSet.Is(change?.Grant?.RoleId);

    private static string DescribeTaken(EnvironmentKey environment, List<UserChange> taken)
    {
        var users = taken.DistinctBy(change => change.User.UserSecurityId).Count();
        return Messages.ConfirmExactRemoval(taken, users, environment);
    }

    private static string DescribeGrants(BulkItem<UserRow> row, List<UserChange> grants)
    {
        var users = grants.Select(grant => grant.User.UserName).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var names = string.Join(", ", users.Take(10)) + (users.Count > 10 ? ", …" : "");
        var sets = grants.Select(grant => grant.Grant!.Value.RoleId.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Messages.ConfirmFullControlGrant(sets, row, users, names);
    }

    /// <summary>Discards the updated object, because rows do not need it and there can be many.</summary>
    private Task<ChangeResult> CompleteAsync(BulkEnvironment<UserRow> environment, ChangeResult settled, CancellationToken cancellationToken)
    {
        _progress!.Step();
        return Task.FromResult(settled with { Found = null });
    }

    /// <summary>Writes the result of a row and its error. A failure of the environment is reported once, at its first row.</summary>
    private void Write(BulkItem<UserRow> row)
    {
        var result = row.Source.ToResult(++_written, row, IsWhatIf);
        _statuses[result.Status] = _statuses.GetValueOrDefault(result.Status) + 1;
        WriteObject(result);
        if (row.Failure is not { Error: { } error } failure)
            return;
        if (!failure.IsEnvironmentError)
        {
            if (_errors.Add(error.Code))
                WriteError(ErrorRecordFactory.Create(error, row.Name, row.Source.Place));
        }
        else if (_failed.Add((row.Connection, row.Environment)))
        {
            WriteError(ErrorRecordFactory.Create(error, row.Environment.Name));
        }
    }
}
