using System.Net;
using BcAdmin.Bulk;
using BcAdmin.Tests.Transport;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserChangeRunnerTests : IDisposable
{
    private const string SameKey = "Internal_EntityWithSameKeyExists";

    private readonly BulkService _service = new();

    public void Dispose() => _service.Dispose();

    private static string PathOf(int user) => $"POST users({Id(user)})/userPermissions";

    /// <summary>A grant for each of the users, which exist.</summary>
    private UserChange[] Grants(int count)
    {
        _service.Users.AddRange(Enumerable.Range(1, count).Select(number => User(number)));
        return [.. _service.Users.Select(user => Grant(user))];
    }

    private void HasAlready(int user) => _service.Permissions.Add(Held(User(user), 100 + user, "BASIC"));

    private async Task<List<ChangeResult>> Run(IReadOnlyList<UserChange> changes, int size = 100, bool atomic = false, int parallel = 1)
    {
        var results = new List<ChangeResult>();
        await ReadAsync().WaitAsync(TestWire.TestLimit);
        return results;

        async Task ReadAsync()
        {
            await foreach (var result in new UserChangeRunner(_service.Automation, parallel, size, atomic).RunAsync(changes, CancellationToken.None))
                results.Add(result);
        }
    }

    /// <summary>The number of calls in each request that changes something.</summary>
    private IEnumerable<int> Sizes
    {
        get
        {
            var batch = 0;
            return [.. _service.Calls.Where(call => !call.StartsWith("GET", StringComparison.Ordinal))
                .Select(call => call == "POST $batch" ? _service.Batches[batch++].Length : 1)];
        }
    }

    private static IEnumerable<int> UsersOf(IEnumerable<ChangeResult> results) =>
        results.Select(result => int.Parse($"{result.Change.User.UserSecurityId}"[..8], System.Globalization.NumberStyles.HexNumber, null));

    private static void AssertDone(IEnumerable<ChangeResult> results, params int[] users)
    {
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal(users, UsersOf(results));
    }

    private static IEnumerable<Reply> Times(int count, Reply reply) => Enumerable.Repeat(reply, count);

    [Fact]
    public async Task One_change_is_sent_as_an_individual_call()
    {
        var result = Assert.Single(await Run(Grants(1)));
        Assert.Equal([PathOf(1)], _service.Calls);
        Assert.Null(result.Error);
        Assert.Null(result.Found);
    }

    [Fact]
    public async Task Several_changes_are_sent_as_one_batch_that_continues_after_errors()
    {
        AssertDone(await Run(Grants(2)), 1, 2);
        Assert.Equal(["POST $batch"], _service.Calls);
        Assert.Equal([PathOf(1), PathOf(2)], _service.Batches.Single());
        Assert.Equal("odata.continue-on-error", _service.Network.Sent.Single().Header("Prefer"));
        Assert.Null(_service.Network.Sent.Single().Header("Isolation"));
    }

    [Fact]
    public async Task Batches_have_the_specified_size()
    {
        AssertDone(await Run(Grants(5), size: 2), 1, 2, 3, 4, 5);
        Assert.Equal([2, 2, 1], Sizes);
    }

    [Fact]
    public async Task Nothing_is_sent_for_no_changes()
    {
        Assert.Empty(await Run([]));
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task The_error_is_clear_if_no_company_is_visible()
    {
        _service.Connection.AnyCompany.Clear();
        _service.Companies.Clear();
        Assert.Equal("CompanyNotFound", (await Assert.ThrowsAsync<BcException>(() => Run(Grants(2)))).Code);
    }

    [Fact]
    public async Task The_specified_number_of_batches_runs_concurrently()
    {
        var parallel = Environment.ProcessorCount + 1; // More than the default of .NET.
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();
        Reply held = async body =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            if (now == parallel)
                full.TrySetResult();
            await full.Task;
            Interlocked.Decrement(ref running);
            return await Batch((204, null), (204, null))(body);
        };
        _service.On("POST $batch", Times(parallel, held));
        Assert.Equal(2 * parallel, (await Run(Grants(2 * parallel), size: 2, parallel: parallel)).Count);
        Assert.Equal(parallel, most);
    }

    [Fact]
    public async Task The_object_in_the_response_is_part_of_the_result()
    {
        _service.On("POST $batch", Batch((201, $$"""{"id":"{{Id(11)}}","roleId":"BASIC"}"""), (200, "[]"), (204, null), (200, "\"text\"")));
        var results = await Run(Grants(4));
        AssertDone(results, 1, 2, 3, 4);
        var found = Assert.IsType<BcUserPermission>(results[0].Found);
        Assert.Equal((Id(11), "Production"), (found.UserPermissionId, found.EnvironmentName));
        Assert.All(results.Skip(1), result => Assert.Null(result.Found));
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public async Task A_call_of_a_batch_is_successful_with_the_status_codes_from_200_to_299(int status, bool isDone)
    {
        _service.On("POST $batch", Batch((status, null), (204, null)));
        var results = await Run(Grants(2));
        Assert.Equal(isDone, results[0].Error is null);
        Assert.Null(results[1].Error);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task A_rejected_call_fails_individually()
    {
        _service.On("POST $batch", Batch((204, null), (400, Error("BadRequest", "No such role.")), (204, null)));
        var results = await Run(Grants(3));
        Assert.Equal([null, "BadRequest", null], results.Select(result => result.Error?.Code));
        Assert.Equal("No such role.", results[1].Error!.Message);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task A_rejected_individual_call_fails_without_a_repetition()
    {
        _service.On(PathOf(1), Reject(HttpStatusCode.BadRequest, "BadRequest", "No such role."));
        Assert.Equal("No such role.", Assert.Single(await Run(Grants(1))).Error!.Message);
        Assert.Single(_service.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task An_individual_call_that_the_transport_has_already_repeated_fails(HttpStatusCode status)
    {
        _service.On(PathOf(1), Reject(status));
        Assert.Equal(status, ((BcApiException)Assert.Single(await Run(Grants(1))).Error!).Status);
        Assert.Single(_service.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task If_a_batch_is_rejected_all_of_its_changes_fail(HttpStatusCode status)
    {
        _service.On("POST $batch", Reject(status));
        var results = await Run(Grants(3), size: 2);
        Assert.Equal([status, status, null], results.Select(result => (result.Error as BcApiException)?.Status));
        Assert.Equal([2, 1], Sizes);
    }

    [Fact]
    public async Task A_change_that_was_already_made_is_done()
    {
        _service.On("POST $batch", Batch((400, Error(SameKey)), (204, null)));
        AssertDone(await Run(Grants(2)), 1, 2);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task An_individual_change_that_was_already_made_is_done()
    {
        _service.On(PathOf(1), Reject(HttpStatusCode.BadRequest, SameKey));
        AssertDone(await Run(Grants(1)), 1);
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "Unavailable")]
    [InlineData(401, "Unauthorized")]
    [InlineData(400, "Internal_TenantUnavailable")]
    [InlineData(500, "Internal_TenantUnavailable")]
    public async Task Only_calls_that_were_not_processed_are_sent_again(int status, string code)
    {
        _service.On("POST $batch", Batch((204, null), (status, Error(code)), (204, null), (status, Error(code))));
        AssertDone(await Run(Grants(4)), 1, 3, 2, 4);
        Assert.Equal(["POST $batch", "POST $batch"], _service.Calls);
        Assert.Equal([PathOf(2), PathOf(4)], _service.Batches[1]);
    }

    [Theory]
    [InlineData(500, "Internal_ServerError")]
    [InlineData(502, "BadGateway")]
    public async Task A_call_with_an_unknown_result_is_sent_again_only_if_it_was_not_processed(int status, string code)
    {
        var grants = Grants(4);
        HasAlready(2);
        _service.On("POST $batch", Batch((204, null), (status, Error(code)), (status, Error(code)), (429, null)));
        var results = await Run(grants);
        AssertDone(results, 1, 2, 4, 3);
        Assert.Equal(Id(102), ((BcUserPermission)results[1].Found!).UserPermissionId);
        Assert.Equal([PathOf(4), PathOf(3)], _service.Batches[1]);
        Assert.Equal(4, _service.Calls.Count);
    }

    [Fact]
    public async Task A_missing_response_is_an_unknown_result()
    {
        var grants = Grants(3);
        HasAlready(2);
        _service.On("POST $batch", Batch((204, null)));
        var results = await Run(grants);
        AssertDone(results, 1, 2, 3);
        Assert.Equal(["POST $batch", PathOf(3)], _service.Calls.Where(call => !call.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_response_that_is_missing_repeatedly_is_the_error()
    {
        _service.On("POST $batch", Times(8, Batch()));
        var results = await Run(Grants(2));
        Assert.All(results, result => Assert.Equal("UnexpectedResponse", result.Error!.Code));
        Assert.All(results, result => Assert.Equal("The service did not answer all calls of a batch.", result.Error!.Message));
    }

    [Fact]
    public async Task After_a_lost_response_only_what_was_not_changed_is_sent_again()
    {
        var grants = Grants(3);
        HasAlready(1);
        _service.On("POST $batch", Lost);
        var results = await Run(grants);
        AssertDone(results, 1, 2, 3);
        Assert.NotNull(results[0].Found);
        Assert.Equal([PathOf(2), PathOf(3)], _service.Batches[1]);
        Assert.Single(_service.Clock.Waits);
    }

    [Fact]
    public async Task A_lost_response_to_an_individual_change_that_was_made_is_not_an_error()
    {
        var grants = Grants(1);
        HasAlready(1);
        _service.On(PathOf(1), Lost);
        Assert.Equal(Id(101), ((BcUserPermission)Assert.Single(await Run(grants)).Found!).UserPermissionId);
        Assert.Empty(_service.Clock.Waits);
    }

    [Fact]
    public async Task A_change_of_a_user_that_no_longer_exists_is_sent_again()
    {
        _service.On(PathOf(1), Lost, Reject(HttpStatusCode.NotFound, "Internal_RecordNotFound"));
        Assert.Equal("UserNotFound", Assert.Single(await Run([Grant(User(1))])).Error!.Code);
        Assert.Equal(2, Sizes.Count());
    }

    [Fact]
    public async Task If_the_users_cannot_be_read_the_lost_response_is_the_error()
    {
        _service.On("POST $batch", Lost).On("GET users", Reject(HttpStatusCode.Forbidden, "Forbidden"));
        var results = await Run(Grants(2));
        Assert.All(results, result => Assert.Equal("ConnectionLost", result.Error!.Code));
        Assert.Equal(2, results.Count);
        Assert.Equal([2], Sizes);
    }

    [Fact]
    public async Task A_change_is_sent_eight_times_with_increasing_delays()
    {
        _service.On(PathOf(1), Times(20, Lost));
        Assert.Equal("ConnectionLost", Assert.Single(await Run(Grants(1))).Error!.Code);
        Assert.Equal(8, Sizes.Count());
        double[] most = [0.5, 1, 2, 4, 8, 16, 30];
        Assert.Equal(most.Length, _service.Clock.Waits.Count);
        Assert.All(most.Zip(_service.Clock.Waits), pair => Assert.InRange(pair.Second.TotalSeconds, pair.First / 2, pair.First));
    }

    [Fact]
    public async Task The_delays_are_random()
    {
        _service.On(PathOf(1), Times(8, Lost));
        await Run(Grants(1));
        Assert.Contains(_service.Clock.Waits.Zip([0.5, 1, 2, 4, 8, 16, 30]), pair => pair.First.TotalSeconds < 0.99 * pair.Second);
    }

    [Fact]
    public async Task Progress_resets_the_number_of_failures()
    {
        // Each response confirms one more change: more failures than the limit, but never two without progress.
        var grants = Grants(12);
        for (var left = 12; left > 1; left--)
            _service.On("POST $batch", Batch([(204, null), .. Enumerable.Repeat((429, (string?)null), left - 1)]));
        AssertDone(await Run(grants), [.. Enumerable.Range(1, 12)]);
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], Sizes);
        Assert.All(_service.Clock.Waits, wait => Assert.InRange(wait.TotalSeconds, 0.125, 0.25));
    }

    [Fact]
    public async Task A_completed_part_resets_the_number_of_failures()
    {
        _service.On("POST $batch", Reject(HttpStatusCode.NotFound));
        for (var user = 1; user <= 10; user++)
            _service.On(PathOf(user), Lost);
        AssertDone(await Run(Grants(10)), [.. Enumerable.Range(1, 10)]);
        Assert.Equal(21, Sizes.Count());
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task After_a_timeout_the_batch_is_halved(HttpStatusCode status)
    {
        _service.On("POST $batch", Reject(status));
        AssertDone(await Run(Grants(5)), 1, 2, 3, 4, 5);
        Assert.Equal([5, 2, 3], Sizes);
    }

    [Fact]
    public async Task After_a_timeout_of_calls_of_a_batch_these_are_halved()
    {
        _service.On("POST $batch", Batch((504, null), (504, null), (504, null), (400, null), (204, null)));
        var results = await Run(Grants(5));
        Assert.Equal([4, 5, 1, 2, 3], UsersOf(results));
        Assert.Equal([5, 1, 2], Sizes);
    }

    [Fact]
    public async Task Other_lost_responses_do_not_halve_the_batch()
    {
        _service.On("POST $batch", Reject(HttpStatusCode.BadGateway));
        AssertDone(await Run(Grants(4)), 1, 2, 3, 4);
        Assert.Equal([4, 4], Sizes);
    }

    [Fact]
    public async Task One_change_is_not_halved()
    {
        _service.On(PathOf(1), Reject(HttpStatusCode.GatewayTimeout));
        AssertDone(await Run(Grants(1)), 1);
        Assert.Equal([1, 1], Sizes);
    }

    [Fact]
    public async Task After_eight_timeouts_everything_that_is_left_fails()
    {
        _service.On("POST $batch", Times(20, Reject(HttpStatusCode.GatewayTimeout)));
        _service.On(PathOf(1), Times(20, Reject(HttpStatusCode.GatewayTimeout)));
        var results = await Run(Grants(8));
        Assert.Equal([8, 4, 2, 1, 1, 1, 1, 1], Sizes);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], UsersOf(results));
        Assert.All(results, result => Assert.Equal(HttpStatusCode.GatewayTimeout, ((BcApiException)result.Error!).Status));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    [InlineData(HttpStatusCode.NotImplemented)]
    public async Task If_batches_are_not_supported_all_changes_are_sent_individually_in_order(HttpStatusCode status)
    {
        _service.On("POST $batch", Reject(status));
        AssertDone(await Run(Grants(5), size: 3), 1, 2, 3, 4, 5);
        Assert.Equal(["POST $batch", PathOf(1), PathOf(2), PathOf(3), PathOf(4), PathOf(5)], _service.Calls);
    }

    [Fact]
    public async Task A_user_that_does_not_exist_does_not_mean_that_batches_are_not_supported()
    {
        _service.On(PathOf(1), Reject(HttpStatusCode.NotFound, "Internal_RecordNotFound"));
        var results = await Run([Grant(User(1)), Grant(User(2)), Grant(User(3))], size: 1);
        Assert.Equal(["UserNotFound", null, null], results.Select(result => result.Error?.Code));
        Assert.Equal(3, _service.Calls.Count);
    }

    [Fact]
    public async Task A_transaction_contains_the_changes_of_one_user()
    {
        var (one, two, three) = (User(1), User(2), User(3));
        AssertDone(await Run([Grant(one), Grant(two), Grant(one, "OTHER"), Grant(three)], atomic: true), 1, 1, 2, 3);
        Assert.Equal(["POST $batch", PathOf(2), PathOf(3)], _service.Calls);
        Assert.Equal("snapshot", _service.Network.Sent[0].Header("Isolation"));
        Assert.Null(_service.Network.Sent[0].Header("Prefer"));
    }

    private UserChange[] Transaction()
    {
        _service.Users.Add(User(1));
        return [Grant(User(1), "FIRST"), Grant(User(1), "BASIC"), Grant(User(1), "LAST")];
    }

    private static IEnumerable<string> SetsOf(IEnumerable<ChangeResult> results) =>
        results.Select(result => ((PermissionAdded)result.Change).RoleId);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task If_a_call_of_a_transaction_is_rejected_all_of_its_changes_fail_with_this_error(int place)
    {
        (int, string?)[] answers = [(204, null), (204, null), (204, null)];
        answers[place] = (400, Error("BadRequest", "No such role."));
        _service.On("POST $batch", Batch(answers));
        var results = await Run(Transaction(), atomic: true);
        Assert.Equal(["FIRST", "BASIC", "LAST"], SetsOf(results));
        Assert.All(results, result => Assert.Equal("No such role.", result.Error!.Message));
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task The_objects_of_a_transaction_are_part_of_the_results()
    {
        _service.On("POST $batch", Batch(Enumerable.Range(11, 3).Select(id => (201, (string?)$$"""{"id":"{{Id(id)}}"}"""))));
        Assert.Equal([Id(11), Id(12), Id(13)],
            (await Run(Transaction(), atomic: true)).Select(result => ((BcUserPermission)result.Found!).UserPermissionId));
    }

    [Fact]
    public async Task A_throttled_transaction_is_sent_again_completely()
    {
        _service.On("POST $batch", Batch((204, null), (429, null)));
        Assert.Equal(["FIRST", "BASIC", "LAST"], SetsOf(await Run(Transaction(), atomic: true)));
        Assert.Equal(["POST $batch", "POST $batch"], _service.Calls);
        Assert.Equal([3, 3], Sizes);
        Assert.Single(_service.Clock.Waits);
    }

    [Theory]
    [InlineData(500, "Internal_ServerError")]
    [InlineData(400, SameKey)]
    public async Task A_transaction_with_an_unknown_result_is_sent_again_without_the_changes_that_exist(int status, string code)
    {
        HasAlready(1);
        _service.On("POST $batch", Batch((204, null), (status, Error(code)), (204, null)));
        var results = await Run(Transaction(), atomic: true);
        Assert.Equal(["BASIC", "FIRST", "LAST"], SetsOf(results));
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal(Id(101), ((BcUserPermission)results[0].Found!).UserPermissionId);
        Assert.Equal([3, 2], Sizes);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.NotImplemented)]
    public async Task A_transaction_is_not_divided_if_batches_are_not_supported(HttpStatusCode status)
    {
        _service.On("POST $batch", Reject(status));
        Assert.All(await Run(Transaction(), atomic: true), result => Assert.Equal(status, ((BcApiException)result.Error!).Status));
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task A_transaction_is_not_halved()
    {
        _service.On("POST $batch", Reject(HttpStatusCode.GatewayTimeout));
        Assert.Equal(3, (await Run(Transaction(), atomic: true)).Count);
        Assert.Equal([3, 3], Sizes);
    }

    [Fact]
    public async Task An_unexpected_failure_ends_the_run()
    {
        _service.On("POST $batch", _ => throw new InvalidOperationException("Unexpected."));
        Assert.Equal("Unexpected.", (await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Grants(2)))).Message);
    }

    [Fact]
    public async Task Nothing_more_is_sent_when_the_caller_stops_reading()
    {
        using var service = new BulkService(new TestClock { AdvancesOnWait = false });
        service.On("POST $batch", Batch((204, null), (429, null)));
        await foreach (var _ in new UserChangeRunner(service.Automation, 1, 100, atomic: false).RunAsync(Grants(2), CancellationToken.None))
        {
            Assert.True(SpinWait.SpinUntil(() => service.Clock.Waits.Count == 1, TestWire.TestLimit));
            break;
        }

        service.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(service.Calls);
    }

    [Fact]
    public async Task A_cancellation_ends_the_run()
    {
        using var stop = new CancellationTokenSource();
        using var service = new BulkService(new TestClock { AdvancesOnWait = false });
        service.On("POST $batch", Batch((429, null), (429, null)));
        var reading = ReadAsync();
        Assert.True(SpinWait.SpinUntil(() => service.Clock.Waits.Count == 1, TestWire.TestLimit));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TestWire.TestLimit));
        Assert.Single(service.Calls);

        async Task ReadAsync()
        {
            await foreach (var result in new UserChangeRunner(service.Automation, 1, 100, atomic: false).RunAsync(Grants(2), stop.Token))
                Assert.Fail($"{result}");
        }
    }
}
