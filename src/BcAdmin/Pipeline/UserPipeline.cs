using BcAdmin.Bulk;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Collects the users that are piped to a cmdlet in groups of 100, which are changed together by a <see cref="BulkRun{T}"/>. Each user has its own
/// planner, because PowerShell binds the next object to the same properties.
/// </summary>
internal sealed class UserPipeline(BcConnectedCmdlet cmdlet)
{
    private const int MaxItems = 100;

    private readonly List<BulkItem<UserPlanner>> _items = [];
    private readonly Dictionary<(BcConnection, EnvironmentKey), UserLookup> _lookups = [];
    private CountProgress? _progress;

    /// <summary>Whether -PassThru was specified.</summary>
    public bool WritesObjects { get; init; }

    /// <summary>Whether -Force grants SUPER and SECURITY without a prompt.</summary>
    public bool SkipsPrompts { get; init; }

    /// <summary>Called before the prompt for a change.</summary>
    public Func<BulkEnvironment<UserPlanner>, UserChange, Task> BeforePromptAsync { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Adds details of the cmdlet to a failure.</summary>
    public Func<BcException, BcException> Explain { get; init; } = error => error;

    public Task AddAsync(BcConnection connection, EnvironmentKey environment, string[] users, Func<BcUser, BulkStep> planner) =>
        AddAsync(connection, environment, users, (_, found) => Task.FromResult<IReadOnlyList<BulkStep>>([planner(found)]));

    public async Task AddAsync(BcConnection connection, EnvironmentKey environment, string[] users, UserPlanner planner)
    {
        foreach (var user in users)
            await AddAsync(connection, environment, user, planner);
    }

    public async Task AddAsync(BcConnection connection, EnvironmentKey environment, string user, UserPlanner planner)
    {
        _items.Add(new(connection, environment, user, planner));
        if (_items.Count == MaxItems)
            await RunAsync();
    }

    public async Task EndAsync()
    {
        await RunAsync();
        _progress?.Dispose();
    }

    private async Task RunAsync()
    {
        var items = _items.ToList();
        _items.Clear();
        await new BulkRun<UserPlanner>
        {
            Connect = cmdlet.Automation,
            PlanAsync = PlanAsync,
            ConfirmAsync = ConfirmAsync,
            Begin = Begin,
            CompleteAsync = CompleteAsync,
            Write = Write,
            StopsAtErrors = cmdlet.StopsAtErrors,
        }.RunAsync(items, cmdlet.PipelineStopToken);
    }

    private Task<IReadOnlyList<BulkItem<UserPlanner>>> PlanAsync(BulkEnvironment<UserPlanner> environment)
    {
        var place = (environment.Connection, environment.Key);
        var lookup = _lookups[place] = new UserLookup(
            environment.Automation, environment.Key, _lookups.GetValueOrDefault(place), cmdlet.WriteVerbose, cmdlet.PipelineStopToken);
        return lookup.PlanAsync(environment.Items);
    }

    private async Task<bool> ConfirmAsync(BulkEnvironment<UserPlanner> environment, UserChange change)
    {
        // With -WhatIf, this replaces the check of the service.
        if (cmdlet.IsWhatIf && change.AssignedSet is { } set)
            await _lookups[(environment.Connection, environment.Key)].CheckPermissionSetAsync(set);
        await BeforePromptAsync(environment, change);
        var user = change.User.Describe(environment.Connection);
        return change.Grant is { } grant
            ? cmdlet.ConfirmGrant(grant.RoleId, user, UserChange.Where(grant.Company), change.Action, SkipsPrompts)
            : cmdlet.ShouldProcess(user, change.Action);
    }

    private void Begin(int changes)
    {
        if (changes > 0)
            _progress ??= new CountProgress(cmdlet, "Changing users", null);
    }

    private Task<ChangeResult> CompleteAsync(BulkEnvironment<UserPlanner> environment, ChangeResult settled, CancellationToken cancellationToken)
    {
        _progress!.Step();
        return _lookups[(environment.Connection, environment.Key)].CompleteAsync(settled, WritesObjects, cancellationToken);
    }

    private void Write(BulkItem<UserPlanner> item)
    {
        foreach (var step in item.Steps)
        {
            if (step.Note is { } note)
            {
                if (step.IsWarning)
                    cmdlet.WriteWarning(note);
                else
                    cmdlet.WriteVerbose(note);
            }

            if (step.Error is { } error)
            {
                error.Connection ??= item.Connection;
                cmdlet.WriteError(ErrorRecordFactory.Create(
                    Explain(error), step.Target ?? item.Name, cmdlet: cmdlet, environment: item.Environment));
            }
            else if (WritesObjects && step.Found is { } found)
            {
                Write(found, item.User!);
            }
        }
    }

    private void Write(BcEnvironmentResource found, BcUser user)
    {
        if (found is BcUserPermission permission)
            permission.UserName = user.UserName;
        cmdlet.WriteObject(found);
    }
}
