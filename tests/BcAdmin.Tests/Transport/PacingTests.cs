using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using BcAdmin.Transport;
using BcAdmin.Transport.Resilience;

namespace BcAdmin.Tests.Transport;

public sealed class PacingTests
{
    [Fact]
    public async Task Five_calls_run_concurrently_and_the_others_follow_in_order()
    {
        using var network = new GatedHandler();
        using var invoker = Pace(network, maxConcurrentCalls: 5, maxCallsInWindow: 1000, TimeSpan.FromMinutes(5));

        var calls = Enumerable.Range(0, 20).Select(number => invoker.SendAsync(Get(number), default)).ToList();
        Assert.True(SpinWait.SpinUntil(() => network.Running == 5, TimeSpan.FromSeconds(2)));
        network.Open();
        await Task.WhenAll(calls).WaitAsync(TestWire.TestLimit);

        Assert.Equal(5, network.MostRunning);
        Assert.Equal(Enumerable.Range(0, 20), network.Order.Order());
        Assert.Equal([0, 1, 2, 3, 4], network.Order.Take(5).Order());
    }

    [Fact]
    public async Task A_full_window_delays_the_next_call_until_it_has_moved()
    {
        using var network = new GatedHandler();
        network.Open();
        using var invoker = Pace(network, maxConcurrentCalls: 5, maxCallsInWindow: 3, TimeSpan.FromMilliseconds(500));

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => invoker.SendAsync(Get(number), default)));
        var waits = new ConcurrentQueue<WireWait?>();
        var request = Get(4);
        request.Options.Set(Wire.Waits, waits.Enqueue);
        var lines = new ConcurrentQueue<string>();
        request.Options.Set(Wire.Log, lines.Enqueue);
        var fourth = invoker.SendAsync(request, default);
        Assert.False(fourth.IsCompleted);
        await fourth.WaitAsync(TestWire.TestLimit);

        Assert.Equal(WireWaitReason.CallLimit, waits.First()!.Reason);
        Assert.InRange(waits.First()!.Length!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        Assert.Null(waits.Last());
        Assert.All(lines, line => Assert.Equal("Waiting for a place: the limit of calls in five minutes is reached", line));

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(350), $"The fourth call was sent after {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_long_wait_is_reported_and_can_be_canceled()
    {
        using var network = new GatedHandler();
        using var invoker = Pace(network, maxConcurrentCalls: 1, maxCallsInWindow: 100, TimeSpan.FromMinutes(5));
        var first = invoker.SendAsync(Get(1), default);
        using var stop = new CancellationTokenSource();
        var lines = new ConcurrentQueue<string>();
        var waits = new ConcurrentQueue<WireWait?>();
        var request = Get(2);
        request.Options.Set(Wire.Log, lines.Enqueue);
        request.Options.Set(Wire.Waits, waits.Enqueue);

        var second = invoker.SendAsync(request, stop.Token);
        Assert.True(SpinWait.SpinUntil(() => !lines.IsEmpty, TimeSpan.FromSeconds(2)));
        Assert.Equal("Waiting for a place: other calls of this connection are running", Assert.Single(lines));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TestWire.TestLimit));
        Assert.Equal([new WireWait(WireWaitReason.OtherCalls), null], waits);

        network.Open();
        await first.WaitAsync(TestWire.TestLimit);
        await invoker.SendAsync(Get(3), default).WaitAsync(TestWire.TestLimit); // the canceled call has released its slot
        Assert.Equal([1, 3], network.Order);
    }

    [Fact]
    public async Task A_closed_connection_sends_nothing()
    {
        var pacing = new PacingHandler(1, 100, TimeSpan.FromMinutes(5), new TestClock()) { InnerHandler = new ScriptedHandler() };
        pacing.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => new HttpMessageInvoker(pacing).SendAsync(Get(1), default));
    }

    [Fact]
    public async Task A_call_that_waits_for_a_retry_occupies_no_slot()
    {
        using var network = new ScriptedHandler();
        network.Answer(HttpStatusCode.TooManyRequests).Answer(HttpStatusCode.OK, times: 2);
        var clock = new TestClock { AdvancesOnWait = false };
        using var retry = new RetryHandler(TimeSpan.FromMinutes(5), clock)
        {
            InnerHandler = new PacingHandler(1, 100, TimeSpan.FromMinutes(5), clock) { InnerHandler = network },
        };
        using var invoker = new HttpMessageInvoker(retry);

        var refused = invoker.SendAsync(Get(1), default);
        Assert.True(SpinWait.SpinUntil(() => clock.Waits.Count == 1, TimeSpan.FromSeconds(2)));
        using var other = await invoker.SendAsync(Get(2), default).WaitAsync(TestWire.TestLimit);
        Assert.False(refused.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        await refused.WaitAsync(TestWire.TestLimit);
    }

    private static HttpMessageInvoker Pace(HttpMessageHandler network, int maxConcurrentCalls, int maxCallsInWindow, TimeSpan window) =>
        new(new PacingHandler(maxConcurrentCalls, maxCallsInWindow, window, new TestClock()) { InnerHandler = network });

    private static HttpRequestMessage Get(int number) => new(HttpMethod.Get, $"{TestWire.Api}/{number}");

    /// <summary>Blocks every call until it is opened, and counts.</summary>
    private sealed class GatedHandler : HttpMessageHandler
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _counting = new();
        private int _running;

        public ConcurrentQueue<int> Order { get; } = new();

        public int Running => Volatile.Read(ref _running);

        public int MostRunning { get; private set; }

        public void Open() => _gate.SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_counting)
            {
                _running++;
                MostRunning = Math.Max(MostRunning, _running);
                Order.Enqueue(int.Parse(request.RequestUri!.AbsolutePath[1..], System.Globalization.CultureInfo.InvariantCulture));
            }

            await _gate.Task.WaitAsync(cancellationToken);
            await Task.Yield();
            lock (_counting)
                _running--;
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
