using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Api.Automation.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>The rows of an import that are about one environment, from plan to result.</summary>
internal sealed class EnvironmentImport(BcConnection connection, EnvironmentKey key)
{
    private readonly Dictionary<UserChange, RowImport> _rowOf = new(ReferenceEqualityComparer.Instance);

    public BcConnection Connection => connection;

    public EnvironmentKey Key => key;

    public List<RowImport> Rows { get; } = [];

    /// <summary>Null until it was read, and where it could not be.</summary>
    public UserPlan? Plan { get; private set; }

    public IReadOnlyList<UserChange> Changes => [.. Rows.SelectMany(row => row.Changes)];

    public void Add(UserRow row, int number) => Rows.Add(new RowImport(row, number, connection, key));

    /// <summary>Reads the present state and finds what each row takes.</summary>
    public async Task PlanAsync(AutomationClient automation, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await UserPlan.ReadAsync(automation, key, [.. Rows.Select(row => row.Result.User).Distinct(StringComparer.OrdinalIgnoreCase)], cancellationToken);
            foreach (var row in Rows)
                row.PlanWith(plan);
            if (Rows.Exists(row => row.GroupNames.Length > 0))
                await CheckGroupsAsync(automation, cancellationToken);
            Plan = plan;
        }
        catch (BcException exception)
        {
            foreach (var row in Rows)
                row.Fail(exception);
            throw;
        }
    }

    /// <summary>Membership is kept in Entra, so it can be compared only.</summary>
    private async Task CheckGroupsAsync(AutomationClient automation, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<Guid, HashSet<string>>();
        await foreach (var member in automation.ListSecurityGroupMembersAsync(null, null, cancellationToken))
        {
            if (!groups.TryGetValue(member.UserSecurityId, out var names))
                groups.Add(member.UserSecurityId, names = new(StringComparer.OrdinalIgnoreCase));
            names.UnionWith(new[] { member.SecurityGroupCode, member.SecurityGroupName }.OfType<string>());
        }

        foreach (var row in Rows.Where(row => row.User is not null))
        {
            var missing = row.GroupNames.Where(name => groups.GetValueOrDefault(row.User!.UserSecurityId)?.Contains(name) != true).ToList();
            if (missing.Count > 0)
                row.Result.Message = $"Not a member of {string.Join(", ", missing)}: membership is kept in Entra.";
        }
    }

    /// <summary>Adds what -Exact takes away, at the first row of each user.</summary>
    public (int Permissions, int Users) AddSurplus()
    {
        var users = Rows.Where(row => row.User is not null && row.Error is null).DistinctBy(row => row.User!.UserSecurityId).ToList();
        // A user with a row that cannot be read keeps all: that row may have named what seems to be too much.
        var unclear = Rows.Where(row => row.Error is not null).Select(row => row.Result.User).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var row in users.Where(row => !unclear.Contains(row.Result.User)))
            row.Changes.AddRange(Plan!.Surplus(row.User!));
        var taken = users.Select(row => row.Changes.OfType<PermissionTaken>().Count()).Where(count => count > 0).ToList();
        return (taken.Sum(), taken.Count);
    }

    public void DropSurplus()
    {
        foreach (var row in Rows)
            row.Changes.RemoveAll(change => change is PermissionTaken);
    }

    public void Settle(UserChange change, BcException? error)
    {
        if (_rowOf.Count == 0)
        {
            foreach (var row in Rows)
                row.Changes.ForEach(mine => _rowOf[mine] = row);
        }

        _rowOf[change].Settle(change, error);
    }
}

/// <summary>One row: what it takes, and what became of it.</summary>
internal sealed class RowImport
{
    private readonly UserRow _row;
    private readonly List<string> _done = [];
    private int _settled;

    public RowImport(UserRow row, int number, BcConnection connection, EnvironmentKey key)
    {
        _row = row;
        Result = new BcUserImportResult
        {
            Row = number,
            User = row.User,
            PermissionSets = row.PermissionSets,
            Companies = row.Companies,
            AppId = row.AppId,
            Scope = row.Scope,
            State = row.State,
            ExpiryDate = row.ExpiryDate,
            ContactEmail = row.ContactEmail,
            SecurityGroups = row.SecurityGroups,
            EnvironmentName = key.Name,
            TenantId = connection.TenantId,
        };
        var carried = PSObject.AsPSObject(Result);
        foreach (var column in row.Others)
            carried.Properties.Add(new PSNoteProperty(column.Name, column.Value));
    }

    public BcUserImportResult Result { get; }

    public string[] GroupNames => _row.GroupNames;

    public BcUser? User { get; private set; }

    public List<UserChange> Changes { get; private set; } = [];

    public BcException? Error { get; private set; }

    public bool IsSettled => _settled >= Changes.Count;

    public void PlanWith(UserPlan plan)
    {
        try
        {
            Changes = plan.Add(_row.ToWish(), out var user);
            User = user;
        }
        catch (BcException exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Marks it as planned only.</summary>
    public void Plan()
    {
        Result.Status = "Planned";
        Result.Changes = string.Join("; ", Changes.Select(change => change.Action));
    }

    /// <summary>Leaves only the changes that were agreed to.</summary>
    public void Keep(List<UserChange> agreed)
    {
        if (Result.Status != "Planned" && agreed.Count < Changes.Count)
            Result.Message = "Not all of it was agreed to.";
        Changes = agreed;
    }

    public void Settle(UserChange change, BcException? error)
    {
        _settled++;
        if (error is not null)
        {
            Fail(error);
            return;
        }

        _done.Add(change.Action);
        Result.Changes = string.Join("; ", _done);
        if (Error is null)
            Result.Status = "Changed";
    }

    public void Fail(BcException exception)
    {
        Error ??= exception;
        Result.Status = Error.Is(ErrorCode.UserNotFound) ? "NotFound"
            : Error.Is(ErrorCode.AmbiguousUser) || Error.Is(ErrorCode.AmbiguousPermissionSet) ? "Ambiguous"
            : "Failed";
        Result.Message = string.Join(" ", new[] { Error.Message, Error.Advice }.Where(text => !string.IsNullOrEmpty(text)));
    }
}
