#pragma warning disable VSTHRD001 // the context under test is posted to by its name
using System.Runtime.CompilerServices;
using BcAdmin.Pipeline;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Pipeline;

public sealed class PipelinePumpTests
{
    private static readonly Action Nothing = () => { };

    /// <summary>Runs on a separate thread, like a pipeline; a pump that never ends must fail its test and not block the run.</summary>
    private static void OnPipelineThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TestWire.TestLimit), "The pump did not end.");
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    [Fact]
    public void Every_continuation_runs_on_the_pipeline_thread_in_order() => OnPipelineThread(() =>
    {
        var home = Environment.CurrentManagedThreadId;
        var written = new List<int>();
        new PipelinePump().Run(async () =>
        {
            for (var number = 0; number < 1000; number++)
            {
                await Task.Run(() => Assert.NotEqual(home, Environment.CurrentManagedThreadId));
                Assert.Equal(home, Environment.CurrentManagedThreadId);
                written.Add(number);
            }
        }, Nothing);
        Assert.Equal(Enumerable.Range(0, 1000), written);
    });

    [Fact]
    public void Concurrent_work_writes_from_one_thread() => OnPipelineThread(() =>
    {
        var threads = new List<int>();
        new PipelinePump().Run(() => Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await Task.Yield();
            await Task.Delay(1).ConfigureAwait(true);
            threads.Add(Environment.CurrentManagedThreadId);
        })), Nothing);
        Assert.Equal(50, threads.Count);
        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(threads.Distinct()));
    });

    [Fact]
    public void Work_that_completes_synchronously_needs_no_pumping() => OnPipelineThread(() =>
    {
        var ran = false;
        new PipelinePump().Run(() =>
        {
            ran = true;
            return Task.CompletedTask;
        }, Nothing);
        Assert.True(ran);
    });

    [Fact]
    public void An_exception_is_rethrown_unchanged() => OnPipelineThread(() =>
    {
        var failure = Assert.Throws<BcException>(() => new PipelinePump().Run(FailLaterAsync, Nothing));
        Assert.Equal("Test", failure.Code);
        Assert.Contains(nameof(FailLaterAsync), failure.StackTrace, StringComparison.Ordinal);
        Assert.Throws<BcException>(() => new PipelinePump().Run(() => throw new BcException(ErrorCode.Of("AtOnce"), "Text."), Nothing));
    });

    [Fact]
    public void A_stop_from_another_thread_ends_a_wait_immediately() => OnPipelineThread(() =>
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new PipelinePump().Run(async () =>
        {
            _ = Task.Run(stop.Cancel);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }, stop.Cancel));
    });

    [Fact]
    public void If_writing_fails_the_work_is_canceled_and_awaited() => OnPipelineThread(() =>
    {
        using var stop = new CancellationTokenSource();
        var tidied = false;
        var failure = Assert.Throws<InvalidOperationException>(() => new PipelinePump().Run(async () =>
        {
            // Not awaited, like a line of a log that is posted during a call.
            SynchronizationContext.Current!.Post(_ => throw new InvalidOperationException("The pipeline is stopped."), null);
            try
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }
            finally
            {
                tidied = true;
            }
        }, stop.Cancel));
        Assert.Equal("The pipeline is stopped.", failure.Message);
        Assert.True(tidied);
    });

    [Fact]
    public void The_first_failure_of_several_posts_is_the_error() => OnPipelineThread(() =>
    {
        using var stop = new CancellationTokenSource();
        var faults = 0;
        var failure = Assert.Throws<InvalidOperationException>(() => new PipelinePump().Run(async () =>
        {
            for (var number = 1; number <= 3; number++)
            {
                var text = $"{number}";
                SynchronizationContext.Current!.Post(_ => throw new InvalidOperationException(text), null);
            }

            await Task.Delay(Timeout.Infinite, stop.Token);
        }, () =>
        {
            faults++;
            stop.Cancel();
        }));
        Assert.Equal(("1", 3), (failure.Message, faults));
    });

    [Fact]
    public void A_post_after_the_end_runs_elsewhere_and_a_log_line_is_dropped() => OnPipelineThread(() =>
    {
        var pump = new PipelinePump();
        SynchronizationContext? late = null;
        pump.Run(async () =>
        {
            await Task.Yield();
            late = SynchronizationContext.Current;
        }, Nothing);

        using var ran = new ManualResetEventSlim();
        late!.Post(_ => ran.Set(), null);
        Assert.True(ran.Wait(TestWire.TestLimit), "The continuation was lost.");

        var told = false;
        pump.TryPost(() => told = true);
        pump.Run(async () => await Task.Yield(), Nothing);
        Assert.False(told);
    });

    [Fact]
    public void Lines_that_were_posted_before_the_end_are_written() => OnPipelineThread(() =>
    {
        var home = Environment.CurrentManagedThreadId;
        var lines = new List<int>();
        var pump = new PipelinePump();
        pump.Run(() => Task.Run(() =>
        {
            for (var number = 0; number < 100; number++)
                pump.TryPost(() => lines.Add(Environment.CurrentManagedThreadId));
        }), Nothing);
        Assert.Equal(Enumerable.Repeat(home, 100), lines);
    });

    [Fact]
    public void Callbacks_from_other_threads_run_on_the_pipeline_thread() => OnPipelineThread(() =>
    {
        var home = Environment.CurrentManagedThreadId;
        var pump = new PipelinePump();
        pump.Run(async () =>
        {
            var there = await Task.Run(async () => await pump.InvokeAsync(() => Environment.CurrentManagedThreadId));
            var here = await pump.InvokeAsync(() => Environment.CurrentManagedThreadId);
            Assert.Equal((home, home), (there, here));
        }, Nothing);
    });

    [Fact]
    public void A_failed_callback_fails_both_its_caller_and_the_pipeline() => OnPipelineThread(() =>
    {
        Exception? told = null;
        var pump = new PipelinePump();
        Assert.Throws<InvalidOperationException>(() => pump.Run(
            () => Task.Run(async () =>
                told = await Record.ExceptionAsync(() => pump.InvokeAsync<int>(
                    () => throw new InvalidOperationException("No script."))).ConfigureAwait(false)),
            Nothing));
        Assert.Equal("No script.", told?.Message);
    });

    [Fact]
    public void A_nested_call_restores_the_context() => OnPipelineThread(() =>
    {
        var before = SynchronizationContext.Current;
        var (outer, inner) = (new CallContext(), new CallContext());
        Assert.Null(CallContext.Running);
        outer.Run(async () =>
        {
            await Task.Yield();
            inner.Run(async () =>
            {
                await Task.Yield();
                Assert.Same(inner, CallContext.Running);
            }, Nothing);
            Assert.Same(outer, CallContext.Running);
            Assert.Same(outer.Pump, SynchronizationContext.Current);
            await Task.Yield();
        }, Nothing);
        Assert.Null(CallContext.Running);
        Assert.Same(before, SynchronizationContext.Current);
    });

    [Fact]
    public void Blocking_on_the_pipeline_thread_is_an_error() => OnPipelineThread(() =>
    {
        var pump = new PipelinePump();
        pump.Run(async () =>
        {
            var ran = false;
            pump.Send(_ => ran = true, null);
            Assert.True(ran);
            await Task.Run(() => Assert.Throws<NotSupportedException>(() => pump.Send(_ => { }, null)));
        }, Nothing);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailLaterAsync()
    {
        await Task.Yield();
        throw new BcException(ErrorCode.Of("Test"), "Text.");
    }
}
