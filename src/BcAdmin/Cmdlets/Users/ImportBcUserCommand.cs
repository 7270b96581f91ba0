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
    private readonly HashSet<(BcConnection, EnvironmentKey, string File)> _read = [];

    /// <summary>The input columns that unrecognized columns were probably meant to be.</summary>
    private readonly SortedDictionary<string, string?> _suggestions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The place of the first row that failed because of its environment.</summary>
    private readonly Dictionary<(BcConnection, EnvironmentKey), string> _failed = [];
    private readonly RepeatedErrors _errors = new();
    private readonly Dictionary<string, int> _statuses = new(StringComparer.Ordinal);
    private CountProgress? _progress;
    private int _written;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
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
            TakeInput();
        foreach (var file in Path.SelectMany(path => this.ResolveFiles(path)))
        {
            if (!_read.Add((SingleConnection(), Key, file)))
                continue;
            var rows = UserFile.Read(this, file);
            if (rows.Count == 0)
                WriteWarning(Messages.FileHasNoRows(file));
            else if (!rows.Any(entry => UserRow.HasUserColumn(entry.Row)))
                throw UserRow.WithoutUserColumn(rows[0].Row, file);
            else if (!rows.Any(entry => UserRow.HasValueColumn(entry.Row)))
                throw UserRow.WithoutValueColumn(rows[0].Row, file);
            foreach (var (row, number, place) in rows)
                Take(new UserRow(row, Delimiter, number, place));
        }

        return Task.CompletedTask;
    }

    protected override async Task EndAsync()
    {
        if (_rows.Find(row => row.Source.IsNotSplit)?.Source is { } unsplit)
            throw unsplit.NotSplit();
        // A row without a user column has its own error.
        if (_rows.Find(row => row.Source.HasUser)?.Source is { } first && !_rows.Exists(row => row.Source.HasValues))
            throw first.WithoutValueColumn(Messages.InputSubject);
        if (_suggestions.Where(column => column.Value is not null).ToList() is { Count: > 0 } misspelled)
            throw UserRow.Misspelled(misspelled);
        if (_suggestions.Count > 0)
            WriteWarning(Messages.UnrecognizedColumns(_suggestions.Keys));

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
            var (changed, planned, unchanged, skipped) = (Count("Changed"), Count("Planned"), Count("Unchanged"), Count("Skipped"));
            await Context.Show(Messages.RowSummary(
                changed, planned, unchanged, skipped, failed: _written - changed - planned - unchanged - skipped));
        }

        int Count(string status) => _statuses.GetValueOrDefault(status);
    }

    private EnvironmentKey Key => new(ApplicationFamily, Environment);

    private void TakeInput()
    {
        var place = Messages.RowNumber(_rows.Count + 1);
        try
        {
            Take(new UserRow(InputObject, Delimiter, _rows.Count + 1, place));
        }
        catch (GetValueException exception)
        {
            // A property can be a script, which can fail.
            throw new BcException(ErrorCode.InvalidData, Messages.MessageForRow(place, exception.Message), exception) { Target = place };
        }
    }

    private void Take(UserRow row)
    {
        _rows.Add(new(SingleConnection(), Key, row.User, row));
        foreach (var column in row.UnrecognizedColumns.Where(column => !_suggestions.ContainsKey(column)))
            _suggestions.Add(column, row.SuggestionFor(column));
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

    /// <summary>Prompts once for the removals of -Exact, and once for powerful permission sets. Declined changes are not sent.</summary>
    private IReadOnlyList<BulkItem<UserRow>> Review(IReadOnlyList<BulkItem<UserRow>> rows)
    {
        var first = rows[0];
        var reviewed = Force || IsWhatIf
            ? rows
            : Review(rows, IsRemoval, taken => ConfirmRisk(DescribeTaken(first.Environment, taken), Messages.RemovePermissionSetsCaption));
        return Prompts(Force)
            ? Review(reviewed, IsPowerful, grants => PromptDefaultNo(DescribeGrants(first, grants), Messages.GrantFullControlCaption))
            : reviewed;
    }

    private static IReadOnlyList<BulkItem<UserRow>> Review(
        IReadOnlyList<BulkItem<UserRow>> rows, Func<UserChange?, bool> isRisk, Func<List<UserChange>, bool> confirm)
    {
        var risks = Changes(rows, isRisk);
        try
        {
            return risks.Count == 0 || confirm(risks) ? rows : [.. rows.Select(row => row with { Steps = [.. row.Steps.Select(Decline)] })];
        }
        catch (BcException exception) when (exception.Is(ErrorCode.ConfirmationRequired))
        {
            return Reject(rows, isRisk, exception);
        }

        BulkStep Decline(BulkStep step) => isRisk(step.Change) ? step with { State = StepState.Declined } : step;
    }

    /// <summary>
    /// Sends nothing to the environment, because the session cannot answer: the rows that require confirmation fail, and the other changes are
    /// skipped.
    /// </summary>
    private static IReadOnlyList<BulkItem<UserRow>> Reject(IReadOnlyList<BulkItem<UserRow>> rows, Func<UserChange?, bool> isRisk, BcException error)
    {
        var first = rows.First(row => row.Steps.Any(step => isRisk(step.Change))).Source.Place;
        return [.. rows.Select(Settle)];

        BulkItem<UserRow> Settle(BulkItem<UserRow> row) => row switch
        {
            { Failure: not null } => row,
            _ when row.Steps.Any(step => isRisk(step.Change)) => row with { Steps = [BulkStep.Fail(error) with { IsEnvironmentError = true }] },
            _ when row.Steps.Any(step => step.Change is not null) => row with { Steps = [BulkStep.Skip(Messages.RowSkippedForConfirmation(first))] },
            _ => row,
        };
    }

    private static List<UserChange> Changes(IReadOnlyList<BulkItem<UserRow>> rows, Func<UserChange, bool> isWanted) =>
        [.. rows.SelectMany(row => row.Steps).Select(step => step.Change).OfType<UserChange>().Where(isWanted)];

    private static bool IsRemoval(UserChange? change) => change is PermissionRemoved;

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
        var place = (row.Connection, row.Environment);
        var same = row.Failure is { IsEnvironmentError: true } ? _failed.GetValueOrDefault(place) : null;
        var result = row.Source.ToResult(row, IsWhatIf, same);
        _written++;
        _statuses[result.Status] = _statuses.GetValueOrDefault(result.Status) + 1;
        WriteObject(result);
        if (row.Failure is not { Error: { } error } failure)
            return;
        if (!failure.IsEnvironmentError)
        {
            if (_errors.Add(error.Code))
                WriteError(ErrorRecordFactory.Create(error, row.Name, row.Source.Place));
        }
        else if (_failed.TryAdd(place, row.Source.Place))
        {
            WriteError(ErrorRecordFactory.Create(error, row.Environment.Name));
        }
    }
}
