using System.Globalization;
using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Completion;
using BcAdmin.Operations;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Users;

/// <summary>
/// Brings permission sets, state and expiry of many users to what rows say: listCompanies, listUsers, listPermissionSets,
/// listCompanyUserPermissions, then postBatch with createUserPermission, updateUser and deleteUserPermission.
/// </summary>
[Cmdlet(VerbsData.Import, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(BcUserImportResult))]
public sealed class ImportBcUserCommand : BcConnectedCmdlet
{
    private readonly List<EnvironmentImport> _imports = [];
    private readonly SortedSet<string> _unknownColumns = new(StringComparer.OrdinalIgnoreCase);
    private int _rows;

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

    /// <summary>Files of rows: .csv (comma or semicolon) or .json.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Brings in people from Microsoft 365 first, as Sync-BcUser does.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    /// <summary>Also takes away permission sets that users hold directly and that no row of theirs names.</summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>All changes of a user or none of them: each user is a transaction of its own, which takes more requests.</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    [Parameter]
    [ValidateRange(1, AutomationClient.LargestBatch)]
    public int BatchSize { get; set; } = 50;

    /// <summary>Between several values of a cell.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ';';

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync()
    {
        if (ParameterSetName == "InputObject")
            Take(new UserRow(InputObject, Delimiter));
        foreach (var file in Path.SelectMany(Files))
        {
            var rows = UserFile.Read(this, file);
            if (rows.Count == 0)
                WriteWarning($"{file} has no rows.");
            foreach (var row in rows)
                Take(new UserRow(row, Delimiter));
        }

        return Task.CompletedTask;
    }

    protected override async Task EndAsync()
    {
        if (_unknownColumns.Count > 0)
            WriteWarning($"Columns without a meaning here are only carried through: {string.Join(", ", _unknownColumns)}.");

        if (Sync)
        {
            foreach (var import in _imports)
                await SyncAsync(import);
        }

        // Each environment has its own limits, so they are read and changed side by side. Questions are asked one after the other in between.
        await Task.WhenAll(_imports.Select(import => GuardAsync(import.Key.Name, () => import.PlanAsync(Automation(import.Connection, import.Key), PipelineStopToken))));
        foreach (var import in _imports.Where(import => import.Plan is not null))
            await GuardAsync(import.Key.Name, () => DecideAsync(import));
        using var progress = new CountProgress(this, "Changing users", _imports.Sum(import => import.Changes.Count));
        await Task.WhenAll(_imports.Select(import => GuardAsync(import.Key.Name, () => ChangeAsync(import, progress))));
    }

    private async Task SyncAsync(EnvironmentImport import)
    {
        UserImport.RefuseApp(import.Connection);
        if (!ShouldProcess($"environment {import.Key} (tenant {import.Connection.Name})", "Bring in people from Microsoft 365"))
            return;

        var automation = Automation(import.Connection, import.Key);
        await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
        {
            if (await UserImport.StartAsync(
                import.Connection, automation, user.UserSecurityId, synchronous: false, WriteVerbose, PipelineStopToken) is { } job)
            {
                var tracker = new OperationTracker(this, import.Connection, TimeSpan.FromSeconds(OperationTracker.DefaultTimeoutSec));
                await tracker.SuccessAsync(job, $"Bringing in people to {import.Key}");
            }

            return; // any user will do
        }
    }

    private void Take(UserRow row)
    {
        var connection = OneConnection();
        var key = new EnvironmentKey(ApplicationFamily, Environment);
        var import = _imports.Find(known => known.Connection == connection && known.Key == key);
        if (import is null)
            _imports.Add(import = new EnvironmentImport(connection, key));
        import.Add(row, ++_rows);
        _unknownColumns.UnionWith(row.Others.Select(column => column.Name));
    }

    /// <summary>Asks for each change. One that is declined, or only planned, is taken out.</summary>
    private Task DecideAsync(EnvironmentImport import)
    {
        if (Exact)
        {
            var surplus = import.AddSurplus();
            if (surplus.Permissions > 0 && !Force && !IsWhatIf
                && !Ask(string.Create(CultureInfo.InvariantCulture, $"-Exact takes {surplus.Permissions} permission sets away from {surplus.Users} users of environment {import.Key} that no row names. Go on?"), "Take permission sets away"))
            {
                import.DropSurplus();
            }
        }

        var grants = import.Rows.SelectMany(row => row.Changes).Where(change => PowerfulPermissionSet.Is(change.Grant?.RoleId)).ToList();
        var isGranted = grants.Count == 0 || !Prompts(Force) || AskDefaultNo(Describe(import, grants), "Grant SUPER or SECURITY");
        foreach (var row in import.Rows)
        {
            var agreed = row.Changes.Where(change => (isGranted || !PowerfulPermissionSet.Is(change.Grant?.RoleId)) && ShouldProcess(change.User.Describe(import.Connection), change.Action)).ToList();
            if (IsWhatIf && row.Changes.Count > 0)
                row.Plan();
            row.Keep(agreed);
        }

        return Task.CompletedTask;
    }

    private static string Describe(EnvironmentImport import, List<UserChange> grants)
    {
        var users = grants.Select(grant => grant.User.UserName).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var names = string.Join(", ", users.Take(10)) + (users.Count > 10 ? ", …" : "");
        return $"The rows grant {string.Join(" and ", grants.Select(grant => grant.Grant!.Value.RoleId.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}, "
            + $"which gives full control of data or permissions, in environment {import.Key} (tenant {import.Connection.Name}).\n"
            + $"Users ({users.Count}): {names}\nDo you want to grant it?";
    }

    private async Task ChangeAsync(EnvironmentImport import, CountProgress progress)
    {
        var written = 0;
        Write();
        if (import.Plan is not null && import.Changes is { Count: > 0 } changes)
        {
            var runner = new UserChangeRunner(Automation(import.Connection, import.Key), import.Connection.Access.MaxConcurrentCalls, BatchSize, Atomic);
            await foreach (var (change, _, error) in runner.RunAsync(changes, PipelineStopToken))
            {
                import.Settle(change, error);
                progress.Step();
                Write();
            }
        }

        // In the order of the input, each as soon as it and all before it are done.
        void Write()
        {
            for (; written < import.Rows.Count && import.Rows[written].IsSettled; written++)
            {
                var row = import.Rows[written];
                WriteObject(row.Result);
                if (row.Error is { } error && import.Plan is not null)
                    WriteError(ErrorRecordFactory.Create(error, row.Result.User));
            }
        }
    }
}
