using System.Net;
using BcAdmin.Operations;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Api;

public sealed class OperationWaiterTests
{
    private static readonly BcOperation Running = new() { OperationId = Guid.NewGuid(), Status = "running" };
    private static readonly BcOperation Done = Running with { Status = "Succeeded" };

    private readonly TestClock _clock = new();
    private readonly List<double> _readings = [];
    private readonly DateTimeOffset _start;

    public OperationWaiterTests() => _start = _clock.GetUtcNow();

    /// <summary>Returns <paramref name="answers"/> one after another, and then the last one repeatedly.</summary>
    private async Task<BcOperation> Wait(TimeSpan timeout, params Func<BcOperation?>[] answers)
    {
        var waiter = new OperationWaiter(_clock, timeout);
        return await waiter.WaitAsync(Running, _ =>
        {
            var answer = answers[Math.Min(_readings.Count, answers.Length - 1)];
            _readings.Add((_clock.GetUtcNow() - _start).TotalSeconds);
            return Task.FromResult(answer());
        }, null, CancellationToken.None).WaitAsync(TestWire.TestLimit);
    }

    private static Func<BcOperation?>[] Times(int count, Func<BcOperation?> answer) => [.. Enumerable.Repeat(answer, count)];

    private static BcOperation? Fails(HttpStatusCode? status) => throw new BcApiException(ErrorCode.Of("Test"), "Failed.") { Status = status };

    [Fact]
    public async Task Intervals_increase_by_half_up_to_30_seconds()
    {
        Assert.Equal("Succeeded", (await Wait(TimeSpan.FromHours(6), [.. Times(25, () => Running), () => Done])).Status);
        var intervals = _readings.Select((at, index) => at - (index == 0 ? 0 : _readings[index - 1])).ToList();
        Assert.Equal(0.025, intervals[0], 3);
        Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.Equal(Math.Min(30, pair.First * 1.5), pair.Second, 0.002));
        Assert.Equal(30, intervals[^1], 3);
    }

    [Fact]
    public async Task Consecutive_waits_share_the_time_limit()
    {
        var waiter = new OperationWaiter(_clock, TimeSpan.FromMinutes(10));
        await waiter.WaitAsync<BcOperation>(Running, _ =>
            Task.FromResult<BcOperation?>(_clock.GetUtcNow() - _start > TimeSpan.FromMinutes(9) ? Done : Running), null, CancellationToken.None);
        var timeout = await Assert.ThrowsAsync<BcException>(
            () => waiter.WaitAsync<BcOperation>(Running, _ => Task.FromResult<BcOperation?>(Running), null, CancellationToken.None));
        Assert.Equal("OperationTimeout", timeout.Code);
        Assert.Equal(10, (_clock.GetUtcNow() - _start).TotalMinutes, 0.1);
    }

    [Theory]
    [InlineData(3600, 10, 16)]
    [InlineData(5, 4.9, 5.1)]
    public async Task An_operation_known_only_by_its_ID_is_not_found_after_a_short_time(int timeout, double least, double most)
    {
        var waiter = new OperationWaiter(_clock, TimeSpan.FromSeconds(timeout));
        var notFound = new BcException(ErrorCode.OperationNotFound, "Not found.");
        var failure = await Assert.ThrowsAsync<BcException>(() => waiter.WaitAsync<BcOperation>(
            new() { OperationId = Guid.NewGuid() }, _ => Task.FromResult<BcOperation?>(null), null, CancellationToken.None, () => notFound));
        Assert.Same(notFound, failure);
        Assert.InRange((_clock.GetUtcNow() - _start).TotalSeconds, least, most);
    }

    [Fact]
    public async Task An_operation_known_only_by_its_ID_is_awaited_when_it_is_found()
    {
        var (reads, waiter) = (0, new OperationWaiter(_clock, TimeSpan.FromHours(1)));
        var ended = await waiter.WaitAsync<BcOperation>(
            new() { OperationId = Running.OperationId }, _ => Task.FromResult<BcOperation?>(++reads switch { 1 => null, < 30 => Running, _ => Done }),
            null, CancellationToken.None, () => new(ErrorCode.OperationNotFound, "Not found."));
        Assert.Same(Done, ended);
    }

    [Fact]
    public async Task A_temporary_failure_of_the_sign_in_service_does_not_end_the_wait()
    {
        static BcOperation? Outage() => throw new BcException(ErrorCode.Of("SignInUnreachable"), "It cannot be reached.");
        Assert.Same(Done, await Wait(TimeSpan.FromHours(1), Outage, Outage, () => Running, Outage, () => Done));
        await Assert.ThrowsAsync<BcException>(() => Wait(TimeSpan.FromHours(1), Outage));
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("Waiting")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_unknown_status_does_not_end_the_wait(string? status) =>
        Assert.Equal("Succeeded", (await Wait(TimeSpan.FromHours(1), () => Running with { Status = status }, () => Done)).Status);

    [Theory]
    [InlineData("succeeded")]
    [InlineData("Failed")]
    [InlineData("CANCELED")]
    [InlineData("cancelled")]
    [InlineData("Skipped")]
    public async Task Every_final_status_ends_the_wait_in_any_case(string status) =>
        Assert.Equal(status, (await Wait(TimeSpan.FromHours(1), () => Running with { Status = status })).Status);

    [Theory]
    [InlineData("queued")]
    [InlineData("Scheduled")]
    [InlineData("somethingNew")]
    [InlineData(null)]
    public async Task Every_other_status_continues_the_wait(string? status)
    {
        Assert.Same(Done, await Wait(TimeSpan.FromHours(1), () => Running with { Status = status }, () => Done));
        Assert.Equal(2, _readings.Count);
    }

    [Fact]
    public async Task A_completed_operation_is_not_read_again()
    {
        Assert.Same(Done, await new OperationWaiter(_clock, TimeSpan.FromHours(1))
            .WaitAsync<BcOperation>(Done, _ => throw new InvalidOperationException("Read."), null, CancellationToken.None));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task The_wait_ends_at_its_limit_after_a_last_read()
    {
        var failure = await Assert.ThrowsAsync<BcException>(() => Wait(TimeSpan.FromSeconds(100), () => Running));
        Assert.Equal("OperationTimeout", failure.Code);
        Assert.Equal(100, _readings[^1], 3);
        Assert.Equal(100, (_clock.GetUtcNow() - _start).TotalSeconds, 3);
        Assert.Same(Running, failure.Target);
        Assert.Contains("still running after 100 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Wait-BcOperation {Running.OperationId}", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_ends_at_the_last_read_is_not_a_timeout() =>
        Assert.Same(Done, await Wait(TimeSpan.FromSeconds(1), () => Running, () => Done));

    [Fact]
    public async Task A_missing_operation_is_awaited_for_some_time_and_then_reported_as_lost()
    {
        var failure = await Assert.ThrowsAsync<BcException>(() => Wait(TimeSpan.FromHours(6), () => null));
        Assert.Equal("OperationNotFound", failure.Code);
        Assert.Same(Running, failure.Target);
        Assert.InRange(_readings[^1], 300, 331);
    }

    [Fact]
    public async Task An_operation_that_is_listed_late_is_not_lost_and_the_time_restarts_if_it_disappears()
    {
        // 5 minutes are 25 reads: each series is shorter, but both together are longer.
        Assert.Same(Done, await Wait(TimeSpan.FromHours(6), [.. Times(22, () => null), () => Running, .. Times(9, () => null), () => Done]));
        Assert.True(_readings[^1] > 400, $"Only {_readings[^1]} s.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task Reads_may_fail_twice_in_a_row_repeatedly(HttpStatusCode? status)
    {
        Func<BcOperation?>[] twice = [() => Fails(status), () => Fails(status), () => Running];
        Assert.Same(Done, await Wait(TimeSpan.FromHours(6), [.. twice, .. twice, .. twice, () => Done]));
        Assert.Equal(10, _readings.Count);
    }

    [Fact]
    public async Task The_third_consecutive_failure_is_the_error()
    {
        Assert.Equal(
            "Test", (await Assert.ThrowsAsync<BcApiException>(() => Wait(TimeSpan.FromHours(6), () => Fails(HttpStatusCode.BadGateway)))).Code);
        Assert.Equal(3, _readings.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_rejection_fails_immediately(HttpStatusCode status)
    {
        await Assert.ThrowsAsync<BcApiException>(() => Wait(TimeSpan.FromHours(6), () => Fails(status)));
        Assert.Single(_readings);
    }

    [Fact]
    public async Task Progress_is_reported_every_second_and_at_the_end()
    {
        var progress = new Recorder();
        var left = 12;
        await new OperationWaiter(_clock, TimeSpan.FromHours(1)).WaitAsync(
            Running, _ => Task.FromResult<BcOperation?>(--left == 0 ? Done : Running), progress, CancellationToken.None)
                .WaitAsync(TestWire.TestLimit);
        var times = progress.States.Select(state => state.Elapsed.TotalSeconds).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 1.0001));
        Assert.Equal(("running", "Succeeded"), (progress.States[0].Status, progress.States[^1].Status));
    }

    [Fact]
    public async Task A_cancellation_ends_the_wait_immediately()
    {
        using var stop = new CancellationTokenSource();
        var waiter = new OperationWaiter(new TestClock { AdvancesOnWait = false }, TimeSpan.FromHours(1));
        var wait = waiter.WaitAsync(Running, _ => throw new InvalidOperationException("Read."), null, stop.Token);
        Assert.False(wait.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(TestWire.TestLimit));
    }

    [Fact]
    public async Task The_progress_of_an_operation_that_is_not_listed_explains_the_wait()
    {
        var (progress, reads) = (new Recorder(), 0);
        await new OperationWaiter(_clock, TimeSpan.FromHours(1)).WaitAsync(
            Running, _ => Task.FromResult<BcOperation?>(++reads switch { 1 => null, 2 => Running, _ => Done }), progress, CancellationToken.None);
        Assert.Equal(
            ["running", "not in the list of the service yet; waits for up to five minutes", "running", "Succeeded"],
            progress.States.Select(state => state.Status));
    }

    [Fact]
    public async Task The_progress_of_an_operation_known_only_by_its_ID_explains_the_wait_until_it_is_found()
    {
        var (progress, reads) = (new Recorder(), 0);
        await new OperationWaiter(_clock, TimeSpan.FromHours(1)).WaitAsync(
            Running, _ => Task.FromResult<BcOperation?>(++reads switch { 1 or 3 => null, 2 => Running, _ => Done }), progress,
            CancellationToken.None, () => new(ErrorCode.OperationNotFound, "Not found."));
        Assert.Equal(
            [
                "running", "not found yet; searches for about 15 seconds", "running",
                "not in the list of the service yet; waits for up to five minutes", "Succeeded",
            ], progress.States.Select(state => state.Status));
    }

    [Fact]
    public async Task An_operation_known_only_by_its_ID_that_was_found_is_lost_only_after_the_longer_time()
    {
        var reads = 0;
        var failure = await Assert.ThrowsAsync<BcException>(() => new OperationWaiter(_clock, TimeSpan.FromHours(1)).WaitAsync(
            Running, _ => Task.FromResult(++reads == 1 ? Running : null), null, CancellationToken.None,
            () => new(ErrorCode.OperationNotFound, "Not found.")));
        Assert.Equal($"The service no longer knows operation {Running.OperationId}.", failure.Message);
        Assert.InRange((_clock.GetUtcNow() - _start).TotalSeconds, 300, 331);
    }

    [Fact]
    public async Task The_timeout_of_an_operation_without_a_status_names_it_unknown()
    {
        var failure = await Assert.ThrowsAsync<BcException>(() => Wait(TimeSpan.FromSeconds(1), () => Running with { Status = null }));
        Assert.Contains("still unknown after 1 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_pause_consists_of_seconds_and_the_rest()
    {
        await Wait(TimeSpan.FromHours(1), [.. Times(15, () => Running), () => Done]);
        Assert.All(_clock.Waits, wait => Assert.InRange(wait.TotalSeconds, 0.001, 1));
        Assert.Equal(_readings[^1], _clock.Waits.Sum(wait => wait.TotalSeconds), 2);
    }

    private sealed class Recorder : IProgress<WaitState>
    {
        public List<WaitState> States { get; } = [];

        public void Report(WaitState value) => States.Add(value);
    }
}
