using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Completion;
using BcAdmin.Pipeline;
using System.Net;

namespace BcAdmin.Cmdlets.Users;

/// <summary>
/// A cmdlet that changes something of users: adds -User. Items of the pipeline are gathered and worked on
/// together: read with a few calls, asked about one after the other, changed in batches, and told about in their order.
/// </summary>
public abstract class BcUserCmdlet : BcEnvironmentCmdlet
{
    private const int MostItems = 100;

    private readonly List<UserItem> _items = [];
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcUser>> _users = [];
    private CountProgress? _progress;

    /// <summary>User name, e-mail address or security id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string User { get; set; } = string.Empty;

    /// <summary>Whether the plan needs what users hold.</summary>
    private protected virtual bool NeedsPermissions => true;

    /// <summary>Whether what came of a step is written.</summary>
    private protected abstract bool WritesResults { get; }

    /// <summary>-Force, on cmdlets that have it.</summary>
    private protected virtual bool SkipsPrompts => false;

    /// <summary>What the cmdlet knows of a failure beyond the service.</summary>
    private protected virtual BcException Explain(BcException error) => error;

    /// <summary>How the steps of an item are found, with the values that the parameters have now: they have other ones when its turn comes.</summary>
    private protected abstract Func<UserItem, Task> Plan();

    protected sealed override Task ProcessAsync()
    {
        var plan = Plan();
        return ChangeAsync(User, async connection =>
        {
            _items.Add(new UserItem(connection, Key, User, plan));
            if (_items.Count == MostItems)
                await WorkAsync();
        });
    }

    protected sealed override async Task EndAsync()
    {
        await WorkAsync();
        _progress?.Dispose();
    }

    /// <summary>A step that takes a change, if it is agreed to. What an item before it is going to change alike is done once, for both.</summary>
    private protected void Change(UserItem item, object target, UserChange change, string? action = null)
    {
        var agreed = item.Group.Same(change);
        if (agreed is null && IsAgreedTo(item, change, action ?? change.Action))
            item.Group.Add(agreed = change);
        if (agreed is not null)
            item.Steps.Add(new UserStep(target) { Change = agreed });
    }

    private bool IsAgreedTo(UserItem item, UserChange change, string action)
    {
        var user = item.User.Describe(item.Connection);
        return change.Grant is { } grant
            ? ConfirmGrant(grant.RoleId, user, UserChange.Where(grant.Company), action, SkipsPrompts)
            : ShouldProcess(user, action);
    }

    /// <summary>A step that takes none, since the state is what is wanted already.</summary>
    private protected void Keep(UserItem item, BcEnvironmentResource found, string reason)
    {
        WriteVerbose(reason);
        item.Steps.Add(new UserStep(item.Name) { Found = found });
    }

    private async Task WorkAsync()
    {
        var items = _items.ToList();
        _items.Clear();
        var groups = items.GroupBy(item => (item.Connection, item.Key))
            .Select(group => new UserGroup(Automation(group.Key.Connection, group.Key.Key), [.. group])).ToList();

        // Each environment has its own limits, so they are read and changed side by side. Questions are asked in between, in the order of the items.
        await Task.WhenAll(groups.Select(FindAsync));
        foreach (var item in items)
        {
            await item.PlanAsync();
            if (StopsAtErrors && item.HasFailed)
                break;
        }

        var written = 0;
        Write();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(PipelineStopToken);
        await Task.WhenAll(groups.Select(async group =>
        {
            try
            {
                await RunAsync(group, Write, stop.Token);
            }
            catch
            {
                await stop.CancelAsync(); // the other environments
                throw;
            }
        }));

        // In the order of the items, each as soon as it and all before it are done.
        void Write()
        {
            for (; written < items.Count && items[written].IsSettled; written++)
                WriteResult(items[written]);
        }
    }

    /// <summary>Finds the users of the items, and what they hold.</summary>
    private async Task FindAsync(UserGroup group)
    {
        try
        {
            var ids = group.Items.Where(item => Guid.TryParse(item.Name, out _)).Select(item => Guid.Parse(item.Name)).Distinct().ToList();
            var byId = ids.Count > 1 ? await UserReader.UsersAsync(group.Automation, ids, PipelineStopToken) : [];
            var all = group.Items.All(item => Guid.TryParse(item.Name, out _)) ? [] : await UsersAsync(group);
            foreach (var item in group.Items)
            {
                await item.TryAsync(item.Name, async () => item.User = Guid.TryParse(item.Name, out var id)
                    ? byId.GetValueOrDefault(id) ?? await group.Automation.GetUserAsync(id, PipelineStopToken) // which says what is wrong with it
                    : UserFinder.Pick(all, item.Name) ?? throw UserFinder.NotFound(item.Name, group.Key, all));
            }

            if (NeedsPermissions)
                group.Held = await UserReader.HeldAsync(group.Automation, group.Items.Where(item => item.Steps.Count == 0).Select(item => item.User.UserSecurityId), PipelineStopToken);
        }
        catch (BcException exception)
        {
            foreach (var item in group.Items.Where(item => item.Steps.Count == 0))
                item.Steps.Add(new UserStep(item.Name) { Error = exception });
        }
    }

    /// <summary>The list that names are looked up in, read once for all items of the pipeline.</summary>
    private async Task<List<BcUser>> UsersAsync(UserGroup group)
    {
        if (!_users.TryGetValue((group.Connection, group.Key), out var users))
        {
            users = [];
            await foreach (var user in group.Automation.ListUsersAsync(null, PipelineStopToken))
                users.Add(user);
            _users.Add((group.Connection, group.Key), users);
        }

        return users;
    }

    /// <summary>Makes the changes that were agreed to.</summary>
    /// <param name="group">The environment.</param>
    /// <param name="onSettled">Called after each change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task RunAsync(UserGroup group, Action onSettled, CancellationToken cancellationToken)
    {
        if (group.Changes.Count == 0)
            return;
        _progress ??= new CountProgress(this, "Changing users", null);
        try
        {
            // As many batches as may be in flight, alike in size, so that none is waited for alone.
            var parallel = group.Connection.Access.MaxConcurrentCalls;
            var size = Math.Min((group.Changes.Count + parallel - 1) / parallel, AutomationClient.LargestBatch);
            await foreach (var settled in new UserChangeRunner(group.Automation, parallel, size, atomic: false).RunAsync([.. group.Changes], cancellationToken))
            {
                group.Settle(await CompleteAsync(group, settled, cancellationToken));
                _progress.Step();
                onSettled();
            }
        }
        catch (BcException exception)
        {
            group.Fail(exception);
            onSettled();
        }
    }

    /// <summary>Reads what a change has come to where its answer did not say, and keeps the list of users true, so that the next items see it.</summary>
    private async Task<SettledChange> CompleteAsync(UserGroup group, SettledChange settled, CancellationToken cancellationToken)
    {
        var (change, found, error) = settled;
        try
        {
            if (error is BcApiException { IsTransient: false, Status: not HttpStatusCode.Forbidden } && change.AssignedSet is { } set)
                await group.CheckPermissionSetAsync(set, WriteVerbose, cancellationToken); // which says so where the service does not know it
            if (error is not null)
                return settled;
            if (found is null && (WritesResults || change is UserChanged))
            {
                Guid[] id = [change.User.UserSecurityId];
                var users = await UserReader.UsersAsync(group.Automation, id, cancellationToken);
                var held = await UserReader.HeldAsync(group.Automation, id, cancellationToken);
                found = users.TryGetValue(id[0], out var user) ? change.Find(user, held[id[0]]) : null;
            }
        }
        catch (BcException unread)
        {
            return new(change, null, unread);
        }

        if (found is BcUser changed && _users.TryGetValue((group.Connection, group.Key), out var known) && known.FindIndex(user => user.UserSecurityId == changed.UserSecurityId) is >= 0 and var place)
            known[place] = changed;
        return new(change, found, null);
    }

    private void WriteResult(UserItem item)
    {
        foreach (var step in item.Steps)
        {
            if (step.Error is { } error)
            {
                WriteError(ErrorRecordFactory.Create(Explain(error), step.Target));
            }
            else if (WritesResults && step.Found is { } found)
            {
                if (found is BcUserPermission permission)
                    permission.UserName = item.User.UserName;
                WriteObject(found);
            }
        }
    }
}
