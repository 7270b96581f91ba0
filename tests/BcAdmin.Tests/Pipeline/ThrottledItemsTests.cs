using BcAdmin.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Pipeline;

public sealed class ThrottledItemsTests : IDisposable
{
    private sealed class WorkFailedException : Exception;

    private sealed class NoMoreNeededException : Exception;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _written = [];
    private readonly List<string> _discarded = [];

    public void Dispose() => _stop.Dispose();

    /// <summary>Work that the test ends. It ignores a cancellation unless specified otherwise.</summary>
    private sealed class Job(ThrottledItemsTests test, string name, bool stops = false)
    {
        private TaskCompletionSource _end = new();
        private ItemOutput? _output;

        public int Runs { get; private set; }

        public CancellationToken Stop { get; private set; }

        public async Task RunAsync(ItemOutput output, CancellationToken stop)
        {
            (_output, Stop, _end) = (output, stop, new());
            Runs++;
            await (stops ? _end.Task.WaitAsync(stop) : _end.Task);
        }

        /// <summary>Writes the name of the job and the number of the run.</summary>
        public void Write(Action? then = null)
        {
            var text = $"{name}{Runs}";
            _output!.Write(
                () =>
                {
                    test._written.Add(text);
                    then?.Invoke();
                },
                () => test._discarded.Add(text));
        }

        public void End() => _end.SetResult();

        public void Fail(Exception exception) => _end.SetException(exception);
    }

    private ThrottledItems Items(int limit, TimeSpan? maxAge = null) => new(limit, maxAge, _clock, _stop.Token);

    private Job NewJob(string name, bool stops = false) => new(this, name, stops);

    /// <summary>Runs a test on one thread, like a cmdlet.</summary>
    private static void OnOneThread(Func<Task> test) => new PipelinePump().Run(test, () => { });

    /// <summary>Runs everything that does not wait for the test.</summary>
    private static async Task Settle()
    {
        for (var turn = 0; turn < 20; turn++)
            await Task.Yield();
    }

    private static async Task AddEnded(ThrottledItems items, Job job)
    {
        var added = items.AddAsync(job.RunAsync);
        job.Write();
        job.End();
        await added;
    }

    /// <summary>Two objects that run; the output of the second one, which waits for the first, is older than the maximum.</summary>
    private async Task AddWithOutdatedOutput(ThrottledItems items, Job first, Job second)
    {
        await items.AddAsync(first.RunAsync);
        await items.AddAsync(second.RunAsync);
        second.Write();
        _clock.Advance(MaxAge + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_limit_is_the_number_of_objects_that_run_concurrently() => OnOneThread(async () =>
    {
        var (items, a, b, c) = (Items(2), NewJob("a"), NewJob("b"), NewJob("c"));
        Assert.True(items.AddAsync(a.RunAsync).IsCompleted);
        var second = items.AddAsync(b.RunAsync);
        await Settle();
        Assert.False(second.IsCompleted);

        b.End();
        await second;
        var third = items.AddAsync(c.RunAsync);
        await Settle();
        Assert.False(third.IsCompleted);
        a.End();
        await third;
        c.End();
        await items.CompleteAsync();
    });

    [Fact]
    public void Four_objects_per_concurrent_object_wait_for_a_slow_first_object() => OnOneThread(async () =>
    {
        var (items, slow) = (Items(2), NewJob("slow"));
        await items.AddAsync(slow.RunAsync);
        for (var number = 2; number <= 7; number++)
            await AddEnded(items, NewJob($"{number}."));

        var eighth = AddEnded(items, NewJob("8."));
        await Settle();
        Assert.False(eighth.IsCompleted);
        slow.End();
        await eighth;
        Assert.Equal(["2.1", "3.1", "4.1", "5.1", "6.1", "7.1", "8.1"], _written);
    });

    [Fact]
    public void Output_is_written_in_input_order_and_counted() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3), NewJob("a"), NewJob("b"));
        items.Announce(3);
        items.Announce(2);
        Assert.Equal((5, 0), (items.Known, items.Done));
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        b.Write();
        b.End();
        await Settle();
        Assert.Empty(_written);
        Assert.Equal(1, items.Done);

        a.Write();
        Assert.Equal(["a1"], _written);
        var complete = items.CompleteAsync();
        await Settle();
        Assert.False(complete.IsCompleted);
        a.End();
        await complete;
        Assert.Equal(["a1", "b1"], _written);
        Assert.Equal((5, 2), (items.Known, items.Done));
    });

    [Fact]
    public void No_objects_are_complete() => OnOneThread(() =>
    {
        var items = Items(1);
        items.ThrowIfFailed();
        Assert.True(items.CompleteAsync().IsCompletedSuccessfully);
        return items.AbandonAsync();
    });

    [Fact]
    public void A_failure_is_reported_after_the_output_of_earlier_objects_and_ends_the_others() => OnOneThread(async () =>
    {
        var (items, a, b, c, failure) = (Items(3), NewJob("a"), NewJob("b"), NewJob("c"), new WorkFailedException());
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        var third = items.AddAsync(c.RunAsync);
        b.Write();
        b.Fail(failure);
        c.Write();
        await third;
        items.ThrowIfFailed();

        var complete = items.CompleteAsync();
        a.Write();
        a.End();
        Assert.Same(failure, await Assert.ThrowsAsync<WorkFailedException>(() => complete));
        Assert.Same(failure, Assert.Throws<WorkFailedException>(items.ThrowIfFailed));
        Assert.Same(failure, await Assert.ThrowsAsync<WorkFailedException>(items.CompleteAsync));
        Assert.True(c.Stop.IsCancellationRequested);
        c.Write();
        Assert.Equal(["a1", "b1"], _written);
        Assert.Equal(["c1", "c1"], _discarded);

        var abandoned = items.AbandonAsync();
        Assert.False(abandoned.IsCompleted);
        c.End();
        await abandoned;
    });

    [Fact]
    public void A_failure_is_reported_to_a_caller_that_waits_to_add_an_object() => OnOneThread(async () =>
    {
        var (items, a, failure) = (Items(1), NewJob("a"), new WorkFailedException());
        var first = items.AddAsync(a.RunAsync);
        a.Fail(failure);
        Assert.Same(failure, await Assert.ThrowsAsync<WorkFailedException>(() => first));
    });

    [Fact]
    public void A_failure_of_the_rest_of_the_pipeline_discards_the_remaining_output() => OnOneThread(async () =>
    {
        var (items, a, b, c, failure) = (Items(4), NewJob("a"), NewJob("b"), NewJob("c"), new NoMoreNeededException());
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        await items.AddAsync(c.RunAsync);
        b.Write(() => throw failure);
        b.Write();
        c.Write();
        c.End();
        a.End();
        await Settle();
        Assert.Same(failure, Assert.Throws<NoMoreNeededException>(items.ThrowIfFailed));
        Assert.Equal(["b1"], _written);
        Assert.Equal(["b1", "c1"], _discarded);
        Assert.True(b.Stop.IsCancellationRequested);
        b.End();
        await items.AbandonAsync();
        Assert.Equal(["b1"], _written);
    });

    [Fact]
    public void Output_that_ends_the_work_on_another_object_is_written_in_order() => OnOneThread(async () =>
    {
        var (items, a, b, c) = (Items(4), NewJob("a"), NewJob("b"), NewJob("c"));
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        await items.AddAsync(c.RunAsync);
        c.Write();
        b.Write(c.End);
        b.Write();
        b.End();
        a.End();
        await items.CompleteAsync();
        Assert.Equal(["b1", "b1", "c1"], _written);
    });

    [Fact]
    public void Abandoned_work_is_canceled_and_its_output_discarded() => OnOneThread(async () =>
    {
        var (items, a, b, c) = (Items(4), NewJob("a", stops: true), NewJob("b"), NewJob("c"));
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        await AddEnded(items, c);
        b.Write();
        var abandoned = items.AbandonAsync();
        Assert.True(a.Stop.IsCancellationRequested && b.Stop.IsCancellationRequested);
        await Settle();
        Assert.False(abandoned.IsCompleted);
        b.Write();
        b.End();
        await abandoned;
        Assert.Empty(_written);
        Assert.Equal(["b1", "c1", "b1"], _discarded);
        Assert.Equal((1, 1, 1), (a.Runs, b.Runs, c.Runs));
    });

    [Fact]
    public void Nothing_is_written_when_abandoned_work_ends_at_once() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(4), NewJob("a"), NewJob("b"));
        await items.AddAsync(a.RunAsync);
        await AddEnded(items, b);
        using var registration = a.Stop.Register(a.End);
        await items.AbandonAsync();
        Assert.Empty(_written);
    });

    [Fact]
    public void A_stop_cancels_all_work_and_is_reported() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3), NewJob("a", stops: true), NewJob("b", stops: true));
        await items.AddAsync(a.RunAsync);
        await items.AddAsync(b.RunAsync);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(items.CompleteAsync);
        await items.AbandonAsync();
        Assert.Equal((1, 1), (a.Runs, b.Runs));
    });

    [Fact]
    public void All_buffered_objects_that_are_too_old_are_read_again_together() => OnOneThread(async () =>
    {
        var (items, a, ended, running, recent) = (Items(5, MaxAge), NewJob("a"), NewJob("ended"), NewJob("running", stops: true), NewJob("recent"));
        await items.AddAsync(a.RunAsync);
        await AddEnded(items, ended);
        await items.AddAsync(running.RunAsync);
        running.Write();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AddEnded(items, recent);
        _clock.Advance(MaxAge);
        a.End();
        await Settle();
        Assert.Equal((2, 2, 1), (ended.Runs, running.Runs, recent.Runs));
        Assert.Equal(["running1"], _discarded);
        Assert.Empty(_written);
        Assert.Equal(2, items.Done); // a and recent

        running.Write();
        running.End();
        ended.Write();
        Assert.Equal(["ended2"], _written);
        ended.End();
        await items.CompleteAsync();
        Assert.Equal(["ended2", "running2", "recent1"], _written);
    });

    [Fact]
    public void A_result_of_exactly_the_maximum_age_is_written() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3, MaxAge), NewJob("a"), NewJob("b"));
        await items.AddAsync(a.RunAsync);
        await AddEnded(items, b);
        _clock.Advance(MaxAge);
        a.End();
        await items.CompleteAsync();
        Assert.Equal(["b1"], _written);
    });

    [Fact]
    public void Results_are_read_again_only_within_the_limit() => OnOneThread(async () =>
    {
        var (items, a, b, c, d) = (Items(2, MaxAge), NewJob("a"), NewJob("b"), NewJob("c"), NewJob("d"));
        await items.AddAsync(a.RunAsync);
        await AddEnded(items, b);
        await AddEnded(items, c);
        var fourth = items.AddAsync(d.RunAsync);
        _clock.Advance(MaxAge + TimeSpan.FromSeconds(1));
        a.End();
        await Settle();
        Assert.Equal((2, 1, 1), (b.Runs, c.Runs, d.Runs));
        b.Write();
        b.End();
        await Settle();
        Assert.Equal((2, 2, 1), (b.Runs, c.Runs, d.Runs));
        c.Write();
        c.End();
        await fourth;
        d.Write();
        d.End();
        await items.CompleteAsync();
        Assert.Equal(["b2", "c2", "d1"], _written);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_object_is_written_directly_after_it_was_started_again(bool stops) => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3, MaxAge), NewJob("a"), NewJob("b", stops));
        await AddWithOutdatedOutput(items, a, b);
        a.End();
        Assert.True(stops || b.Stop.IsCancellationRequested);
        b.Write();
        if (!stops)
            b.End(); // the work has not noticed the cancellation
        await Settle();
        Assert.Equal(2, b.Runs);
        Assert.Equal(1, items.Done);

        b.Write();
        b.Write();
        Assert.Equal(["b2", "b2"], _written.TakeLast(2));
        b.End();
        await items.CompleteAsync();
        Assert.DoesNotContain("b1", _written);
    });

    [Fact]
    public void A_failure_of_work_that_is_started_again_is_not_reported() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3, MaxAge), NewJob("a"), NewJob("b"));
        await AddWithOutdatedOutput(items, a, b);
        a.End();
        b.Fail(new WorkFailedException());
        await Settle();
        items.ThrowIfFailed();
        b.Write();
        b.End();
        await items.CompleteAsync();
        Assert.Equal(["b2"], _written);
    });

    [Fact]
    public void Work_that_was_canceled_to_be_started_again_is_not_started_after_it_was_abandoned() => OnOneThread(async () =>
    {
        var (items, a, b) = (Items(3, MaxAge), NewJob("a"), NewJob("b"));
        await AddWithOutdatedOutput(items, a, b);
        a.End();
        var abandoned = items.AbandonAsync();
        b.End();
        await abandoned;
        Assert.Equal(1, b.Runs);
        Assert.Empty(_written);
    });
}
