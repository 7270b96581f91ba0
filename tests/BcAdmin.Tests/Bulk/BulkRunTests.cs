using System.Net;
using BcAdmin.Bulk;
using BcAdmin.Pipeline;
using BcAdmin.Tests.Transport;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class BulkRunTests : IDisposable
{
    private static readonly EnvironmentKey Sandbox = new(BcEnvironment.DefaultFamily, "Sandbox");

    private readonly BulkService _service = new();

    /// <summary>What happened: plan, review, prompt, begin, and write.</summary>
    private readonly List<string> _log = [];
    private readonly List<BulkItem<BulkStep[]>> _written = [];

    public void Dispose() => _service.Dispose();

    /// <summary>The data of the items are their planned steps.</summary>
    private BulkItem<BulkStep[]> Item(string name, EnvironmentKey environment, params BulkStep[] steps) =>
        new(_service.Connection, environment, name, steps);

    private BulkItem<BulkStep[]> Item(string name, params BulkStep[] steps) => Item(name, Production, steps);

    private static BulkStep Plan(int user, string roleId = "BASIC") => BulkStep.Plan(Grant(User(user), roleId));

    private static BcException Error(string text = "Failed.") => new(ErrorCode.InvalidArgument, text);

    private sealed class Callbacks
    {
        public Func<BulkEnvironment<BulkStep[]>, Task> PlanAsync { get; init; } = _ => Task.CompletedTask;

        public Func<IReadOnlyList<BulkItem<BulkStep[]>>, IReadOnlyList<BulkItem<BulkStep[]>>> Review { get; init; } = items => items;

        public Func<UserChange, bool> Confirm { get; init; } = _ => true;

        public Func<BulkEnvironment<BulkStep[]>, ChangeResult, ChangeResult> Complete { get; init; } = (_, settled) => settled;

        public Action<BulkItem<BulkStep[]>> Write { get; init; } = _ => { };

        public bool StopsAtErrors { get; init; }

        public int? BatchSize { get; init; }

        public bool IsAtomic { get; init; }

        public CancellationToken Stop { get; init; }
    }

    private Task Run(params BulkItem<BulkStep[]>[] items) => Run(new Callbacks(), items);

    private async Task Run(Callbacks callbacks, params BulkItem<BulkStep[]>[] items)
    {
        var run = new BulkRun<BulkStep[]>
        {
            Connect = (connection, environment) =>
            {
                Assert.Same(_service.Connection, connection);
                return _service.In(environment.Name);
            },
            PlanAsync = async environment =>
            {
                _log.Add($"plan {environment.Key}");
                await callbacks.PlanAsync(environment);
                return [.. environment.Items.Select(item => item with { Steps = item.Source })];
            },
            Review = callbacks.Review,
            ConfirmAsync = (environment, change) =>
            {
                _log.Add($"confirm {environment.Key} {change.User}");
                return Task.FromResult(callbacks.Confirm(change));
            },
            Begin = count => _log.Add($"begin {count}"),
            CompleteAsync = (environment, settled, _) => Task.FromResult(callbacks.Complete(environment, settled)),
            Write = item =>
            {
                _log.Add($"write {item.Name}");
                _written.Add(item);
                callbacks.Write(item);
            },
            StopsAtErrors = callbacks.StopsAtErrors,
            BatchSize = callbacks.BatchSize,
            IsAtomic = callbacks.IsAtomic,
        };
        await PipeAsync(() => run.RunAsync(items, callbacks.Stop));
    }

    /// <summary>Runs on one thread, as a cmdlet does.</summary>
    private static Task PipeAsync(Func<Task> run) => Task.Run(() => new PipelinePump().Run(run, () => { })).WaitAsync(TestWire.TestLimit);

    private IEnumerable<string> States => _written.Select(item => $"{item.Name} {string.Join(' ', item.Steps.Select(step => step.State))}".TrimEnd());

    private IEnumerable<string?> Errors => _written.Select(item => item.Failure?.Error!.Message);

    [Fact]
    public async Task Items_are_planned_confirmed_counted_sent_and_written_in_this_order()
    {
        await Run(Item("a", Plan(1)), Item("b", Plan(2)));
        Assert.Equal(["plan Production", "confirm Production USER1", "confirm Production USER2", "begin 2", "write a", "write b"], _log);
        Assert.Equal(["a Changed", "b Changed"], States);
        Assert.Equal(2, _service.Calls.Count);
    }

    [Fact]
    public async Task Environments_are_planned_once_and_items_are_confirmed_and_written_in_the_order_of_the_input()
    {
        await Run(Item("a", Plan(1)), Item("b", Sandbox, Plan(2)), Item("c", new EnvironmentKey("businesscentral", "PRODUCTION"), Plan(3)));
        Assert.Equal(
            [
                "plan Production", "plan Sandbox", "confirm Production USER1", "confirm Sandbox USER2", "confirm Production USER3", "begin 3",
                "write a", "write b", "write c",
            ], _log);
        Assert.Equal(3, _service.Calls.Count);
        Assert.Contains($"Sandbox: POST users({Id(2)})/userPermissions", _service.Calls);
    }

    [Fact]
    public async Task Environments_are_planned_concurrently()
    {
        var both = new TaskCompletionSource();
        await Run(
            new Callbacks
            {
                PlanAsync = environment =>
                {
                    if (environment.Key == Sandbox)
                        both.SetResult();
                    return both.Task;
                },
            },
            Item("a"), Item("b", Sandbox));
        Assert.Equal(["a", "b"], States);
    }

    [Fact]
    public async Task Environments_are_changed_concurrently()
    {
        var both = new TaskCompletionSource();
        _service.On($"POST users({Id(1)})/userPermissions", async body =>
        {
            await both.Task;
            return await Json("{}")(body);
        });
        _service.On($"Sandbox: POST users({Id(2)})/userPermissions", body =>
        {
            both.SetResult();
            return Json("{}")(body);
        });
        await Run(Item("a", Plan(1)), Item("b", Sandbox, Plan(2)));
        Assert.Equal(["a Changed", "b Changed"], States);
    }

    [Fact]
    public async Task If_an_environment_cannot_be_read_its_items_fail_and_the_others_are_changed()
    {
        await Run(
            new Callbacks { PlanAsync = environment => environment.Key == Production ? throw Error("No access.") : Task.CompletedTask },
            Item("a", Plan(1)), Item("b", Sandbox, Plan(2)), Item("c"));
        Assert.Equal(["a Failed", "b Changed", "c Failed"], States);
        Assert.Equal(["No access.", null, "No access."], Errors);
        Assert.Equal([true, null, true], _written.Select(item => item.Failure?.IsEnvironmentError));
    }

    [Fact]
    public async Task The_plan_of_an_environment_is_reviewed_once_before_its_first_prompt()
    {
        await Run(
            new Callbacks
            {
                Review = items =>
                {
                    _log.Add($"review {items.Count}");
                    return [.. items.Select(item => item.Name == "c"
                        ? item with { Steps = [.. item.Steps.Select(step => step with { State = StepState.Declined })] } : item)];
                },
            },
            Item("a", Plan(1)), Item("b", Sandbox, Plan(2)), Item("c", Plan(3)));
        Assert.Equal(["review 2", "confirm Production USER1", "review 1", "confirm Sandbox USER2", "begin 2"], _log[2..7]);
        Assert.Equal(["a Changed", "b Changed", "c Declined"], States);
    }

    [Fact]
    public async Task If_a_review_fails_the_items_without_an_error_of_their_own_fail()
    {
        var reviews = 0;
        await Run(
            new Callbacks { Review = items => ++reviews == 1 ? throw Error("Not interactive.") : items },
            Item("a", BulkStep.Fail(Error("Own error."))), Item("b", Plan(1)), Item("c", Sandbox, Plan(2)));
        Assert.Equal(["Own error.", "Not interactive.", null], Errors);
        Assert.Equal([false, true, null], _written.Select(item => item.Failure?.IsEnvironmentError));
        Assert.Equal(2, reviews);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task Only_planned_steps_are_confirmed_and_sent()
    {
        var kept = Held(User(1), 11, "BASIC");
        await Run(Item("a", BulkStep.Keep("Unchanged.", kept), BulkStep.Skip("Skipped."), BulkStep.Fail(Error())), Item("b"));
        Assert.Equal(["plan Production", "begin 0", "write a", "write b"], _log);
        Assert.Equal(["a Unchanged Skipped Failed", "b"], States);
        Assert.Same(kept, _written[0].Steps[0].Found);
        Assert.Equal(["Unchanged.", "Skipped.", null], _written[0].Steps.Select(step => step.Note));
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task A_declined_change_is_not_sent()
    {
        await Run(new Callbacks { Confirm = change => change.User.UserName == "USER2" }, Item("a", Plan(1)), Item("b", Plan(2)));
        Assert.Equal(["a Declined", "b Changed"], States);
        Assert.Contains("begin 1", _log);
        Assert.Equal([$"POST users({Id(2)})/userPermissions"], _service.Calls);
    }

    [Fact]
    public async Task A_prompt_that_fails_fails_its_step()
    {
        await Run(
            new Callbacks { Confirm = change => change.User.UserName == "USER1" ? throw Error("Not interactive.") : true },
            Item("a", BulkStep.Plan(Grant(User(1)), "target"), Plan(2)), Item("b", Plan(3)));
        Assert.Equal(["a Failed Changed", "b Changed"], States);
        Assert.Equal("target", _written[0].Failure!.Target);
        Assert.False(_written[0].Failure!.IsEnvironmentError);
        Assert.Equal(["Not interactive.", null], Errors);
    }

    [Fact]
    public async Task The_same_change_of_several_items_is_confirmed_and_sent_once()
    {
        await Run(Item("a", Plan(1)), Item("b", Plan(1, "basic")), Item("c", Sandbox, Plan(1)));
        Assert.Equal(2, _log.Count(line => line.StartsWith("confirm", StringComparison.Ordinal)));
        Assert.Contains("begin 2", _log);
        Assert.Equal(["a Changed", "b Changed", "c Changed"], States);
        Assert.Equal(2, _service.Calls.Count);
        Assert.Same(_written[0].Steps[0].Change, _written[1].Steps[0].Change);
        Assert.NotSame(_written[0].Steps[0].Change, _written[2].Steps[0].Change);
    }

    [Fact]
    public async Task A_change_that_was_declined_is_confirmed_again_for_a_later_item()
    {
        var prompts = 0;
        await Run(new Callbacks { Confirm = _ => ++prompts == 2 }, Item("a", Plan(1)), Item("b", Plan(1)));
        Assert.Equal(["a Declined", "b Changed"], States);
    }

    [Fact]
    public async Task Items_are_written_as_soon_as_they_and_all_earlier_ones_are_completed()
    {
        _service.On($"POST users({Id(1)})/userPermissions", body =>
        {
            Assert.Equal("write a", _log[^1]);
            return Json("{}")(body);
        });
        await Run(Item("a", BulkStep.Keep("Unchanged.")), Item("b", Plan(1)), Item("c", BulkStep.Keep("Unchanged.")));
        Assert.Equal(["write a", "write b", "write c"], _log[^3..]);
    }

    [Fact]
    public async Task An_item_is_written_when_all_of_its_changes_are_completed()
    {
        await Run(new Callbacks { BatchSize = 1 }, Item("a", Plan(1), BulkStep.Keep("Unchanged."), Plan(2)), Item("b", Plan(3)));
        Assert.Equal(["a Changed Unchanged Changed", "b Changed"], States);
    }

    [Fact]
    public async Task The_result_of_a_change_is_completed_before_its_item_is_written()
    {
        var found = Held(User(1), 11, "BASIC");
        await Run(
            new Callbacks
            {
                Complete = (environment, settled) =>
                {
                    Assert.Equal("Sandbox", environment.Key.Name);
                    return settled with { Found = found };
                },
            },
            Item("a", Sandbox, Plan(1)));
        Assert.Same(found, _written[0].Steps[0].Found);
    }

    [Fact]
    public async Task A_rejected_change_fails_its_step()
    {
        _service.On("POST $batch", Batch((400, BulkService.Error(message: "No such role.")), (204, null)));
        await Run(new Callbacks { BatchSize = 2 }, Item("a", BulkStep.Plan(Grant(User(1)), "target"), Plan(2)));
        Assert.Equal(["a Failed Changed"], States);
        Assert.Equal(["No such role."], Errors);
        Assert.Equal("target", _written[0].Failure!.Target);
    }

    [Fact]
    public async Task If_an_environment_cannot_be_changed_the_changes_without_a_result_fail()
    {
        var completed = 0;
        await Run(
            new Callbacks { BatchSize = 2, Complete = (_, settled) => ++completed == 2 ? throw Error("Unreadable.") : settled },
            Item("a", Plan(1)), Item("b", Plan(2)), Item("c", BulkStep.Keep("Unchanged.")));
        Assert.Equal(["a Changed", "b Failed", "c Unchanged"], States);
        Assert.Equal([null, "Unreadable.", null], Errors);
    }

    [Fact]
    public async Task If_no_company_is_visible_all_changes_fail()
    {
        _service.Connection.AnyCompany.Clear();
        _service.Companies.Clear();
        await Run(Item("a", Plan(1)), Item("b", Plan(2)));
        Assert.Equal(["CompanyNotFound", "CompanyNotFound"], _written.Select(item => item.Failure!.Error!.Code));
    }

    [Fact]
    public async Task With_ErrorAction_Stop_nothing_is_confirmed_or_written_after_the_first_failure()
    {
        await Run(new Callbacks { StopsAtErrors = true }, Item("a", Plan(1)), Item("b", BulkStep.Fail(Error())), Item("c", Plan(2)));
        Assert.Equal(["a Changed", "b Failed"], States);
        Assert.DoesNotContain("confirm Production USER2", _log);
        Assert.Equal([$"POST users({Id(1)})/userPermissions"], _service.Calls);
    }

    [Fact]
    public async Task Otherwise_the_items_after_a_failure_are_processed()
    {
        await Run(Item("a", BulkStep.Fail(Error())), Item("b", Plan(2)));
        Assert.Equal(["a Failed", "b Changed"], States);
    }

    [Fact]
    public async Task With_ErrorAction_Stop_items_without_a_failure_are_all_processed()
    {
        await Run(new Callbacks { StopsAtErrors = true }, Item("a", Plan(1)), Item("b", Plan(2)));
        Assert.Equal(["a Changed", "b Changed"], States);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(5, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(6, new[] { 2, 2, 2 })]
    [InlineData(12, new[] { 3, 3, 3, 3 })]
    [InlineData(500, new[] { 100, 100, 100, 100, 100 })]
    [InlineData(501, new[] { 1, 100, 100, 100, 100, 100 })]
    public async Task Changes_are_divided_into_equal_batches_for_five_concurrent_calls(int changes, int[] sizes)
    {
        await Run([.. Enumerable.Range(1, changes).Select(user => Item($"{user}", Plan(user)))]);
        Assert.Equal(Enumerable.Range(1, changes).Select(user => $"{user}"), _written.Select(item => item.Name));
        Assert.Equal(sizes, Sizes);
    }

    [Fact]
    public async Task Batches_have_the_specified_size()
    {
        await Run(new Callbacks { BatchSize = 4 }, [.. Enumerable.Range(1, 12).Select(user => Item($"{user}", Plan(user)))]);
        Assert.Equal([4, 4, 4], Sizes);
    }

    private IEnumerable<int> Sizes => _service.Calls.Where(call => call != "POST $batch").Select(_ => 1)
        .Concat(_service.Batches.Select(batch => batch.Length).Order());

    [Fact]
    public async Task The_changes_of_a_user_are_made_in_one_transaction_on_request()
    {
        await Run(new Callbacks { IsAtomic = true }, Item("a", Plan(1)), Item("b", Plan(1, "OTHER")));
        Assert.Equal("snapshot", Assert.Single(_service.Network.Sent).Header("Isolation"));
    }

    [Fact]
    public async Task An_unexpected_failure_in_one_environment_stops_the_others()
    {
        using var service = new BulkService(new TestClock { AdvancesOnWait = false });
        service.On("POST $batch", Batch((429, null), (429, null)));
        service.On($"Sandbox: POST users({Id(1)})/userPermissions", async body =>
        {
            while (service.Clock.Waits.Count == 0)
                await Task.Yield();
            throw new InvalidOperationException("Unexpected.");
        });
        var run = new BulkRun<BulkStep[]>
        {
            Connect = (_, environment) => service.In(environment.Name),
            PlanAsync = environment =>
                Task.FromResult<IReadOnlyList<BulkItem<BulkStep[]>>>([.. environment.Items.Select(item => item with { Steps = item.Source })]),
            ConfirmAsync = (_, _) => Task.FromResult(true),
            Begin = _ => { },
            CompleteAsync = (_, settled, _) => Task.FromResult(settled),
            Write = _written.Add,
            BatchSize = 2,
        };
        var items = new[] { Item("a", Plan(1)), Item("b", Plan(2)), Item("c", Sandbox, Plan(1)) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => PipeAsync(() => run.RunAsync(items, CancellationToken.None)));
        Assert.Empty(_written);
        Assert.Equal(2, service.Calls.Count);
    }

    [Fact]
    public async Task A_cancellation_ends_the_run()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(new Callbacks { Stop = stop.Token }, Item("a", Plan(1))));
        Assert.Empty(_written);
        Assert.Empty(_service.Calls);
    }
}
