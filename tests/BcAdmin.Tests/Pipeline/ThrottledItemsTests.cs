using BcAdmin.Pipeline;
using BcAdmin.Tests.Transport;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Pipeline;

public sealed class ThrottledItemsTests
{
    /// <summary>The work for an object of the pipeline: it waits and writes repeatedly, and can fail at its end.</summary>
    private sealed record Work(int Number, int[] Latencies, bool Fails);

    private sealed class WorkFailedException : Exception;

    private sealed class NoMoreNeededException : Exception;

    private static readonly Gen<Work[]> Works = Gen.Select(Gen.Int[0, 3].Array[0, 4], Gen.Int[0, 12])
        .Array[0, 40].Select(plans => plans.Select((plan, number) => new Work(number, plan.Item1, plan.Item2 == 0)).ToArray());

    private sealed class Run(int limit, TimeSpan? maxAge = null, TimeProvider? clock = null)
    {
        private Action _cancel = () => { };
        private int _running;

        public List<string> Written { get; } = [];

        public int MostAtOnce { get; private set; }

        public int Begun { get; private set; }

        /// <summary>The number of objects that the rest of the pipeline accepts.</summary>
        public int Needed { get; init; } = int.MaxValue;

        /// <summary>Ctrl+C after this number of writes.</summary>
        public int StopAfter { get; init; } = int.MaxValue;

        public Func<Work, int, CancellationToken, Task> Wait { get; init; } = async (work, index, stop) =>
        {
            for (var turn = 0; turn < work.Latencies[index]; turn++)
                await Task.Delay(1, stop);
        };

        /// <summary>Like a cmdlet: a step of the pump for each object, and one for the end.</summary>
        public Exception? Pipe(IEnumerable<Work> works)
        {
            Exception? failure = null;
            var thread = new Thread(() => failure = Record.Exception(() => PipeHere(works))) { IsBackground = true };
            thread.Start();
            Assert.True(thread.Join(TestWire.TestLimit), "The pipeline did not end.");
            Assert.Equal(0, _running);
            return failure;
        }

        private void PipeHere(IEnumerable<Work> works)
        {
            using var stop = new CancellationTokenSource();
            _cancel = stop.Cancel;
            var pump = new PipelinePump { Continues = true };
            var items = new ThrottledItems(limit, maxAge, clock ?? TimeProvider.System, stop.Token);
            foreach (var work in works)
                Step(() => items.AddAsync((output, stopItem) => DoAsync(work, output, stopItem)));
            Step(items.CompleteAsync);

            void Step(Func<Task> step)
            {
                try
                {
                    pump.Run(step, _cancel);
                    items.ThrowIfFailed();
                }
                catch
                {
                    _cancel();
                    pump.Run(items.AbandonAsync, () => { });
                    throw;
                }
            }
        }

        private async Task DoAsync(Work work, ItemOutput output, CancellationToken stop)
        {
            Begun++;
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            try
            {
                for (var index = 0; index < work.Latencies.Length; index++)
                {
                    await Wait(work, index, stop);
                    var text = $"{work.Number}.{index}";
                    output.Write(() => Write(text));
                }

                if (work.Fails)
                    throw new WorkFailedException();
            }
            finally
            {
                _running--;
            }
        }

        private void Write(string text)
        {
            Written.Add(text);
            if (Written.Count == StopAfter)
                _cancel();
            if (Written.Count >= Needed)
                throw new NoMoreNeededException();
        }
    }

    /// <summary>The output of sequential processing.</summary>
    private static List<string> InTurn(IEnumerable<Work> works)
    {
        var written = new List<string>();
        foreach (var work in works)
        {
            written.AddRange(work.Latencies.Select((_, index) => $"{work.Number}.{index}"));
            if (work.Fails)
                break;
        }

        return written;
    }

    [Fact]
    public void The_output_is_the_same_as_in_sequential_processing() => Gen.Select(Works, Gen.Int[1, 9]).Sample((works, limit) =>
    {
        var run = new Run(limit);
        var failure = run.Pipe(works);
        Assert.Equal(InTurn(works), run.Written);
        Assert.Equal(works.Any(work => work.Fails), failure is WorkFailedException);
        Assert.InRange(run.MostAtOnce, 0, limit);
    }, iter: 300);

    [Fact]
    public void Work_that_is_no_longer_needed_ends() => Gen.Select(Works, Gen.Int[1, 9], Gen.Int[1, 20]).Sample((works, limit, needed) =>
    {
        var expected = InTurn(works);
        var run = new Run(limit) { Needed = needed };
        var failure = run.Pipe(works);
        Assert.Equal(expected.Take(needed), run.Written);
        Assert.Equal(expected.Count >= needed, failure is NoMoreNeededException);
    }, iter: 300);

    [Fact]
    public void A_stop_ends_all_work_and_writes_the_first_part_of_the_output() =>
        Gen.Select(Works, Gen.Int[1, 9], Gen.Int[1, 20]).Sample((works, limit, stopAfter) =>
        {
            var run = new Run(limit) { StopAfter = stopAfter };
            run.Pipe(works);
            Assert.Equal(InTurn(works).Take(run.Written.Count), run.Written);
        }, iter: 300);

    [Fact]
    public void The_first_object_is_written_before_the_others_are_complete()
    {
        var held = new TaskCompletionSource();
        var run = new Run(4) { Needed = 1, Wait = (work, _, stop) => work.Number == 0 ? Task.Yield().AsTask() : held.Task.WaitAsync(stop) };
        Assert.IsType<NoMoreNeededException>(run.Pipe(Enumerable.Range(0, 4).Select(number => new Work(number, [0], false))));
        Assert.Equal(["0.0"], run.Written);
    }

    /// <summary>Object 0 takes a long time; objects 1 to 3 were read too long before and are read again.</summary>
    [Fact]
    public void A_result_that_has_waited_too_long_is_read_again()
    {
        var clock = new FakeTimeProvider();
        var others = 0;
        var allRead = new TaskCompletionSource();
        var run = new Run(4, TimeSpan.FromSeconds(15), clock)
        {
            Wait = async (work, _, stop) =>
            {
                if (work.Number > 0)
                {
                    if (++others == 3)
                        allRead.SetResult();
                    return;
                }

                await allRead.Task.WaitAsync(stop);
                await Task.Yield();
                clock.Advance(TimeSpan.FromSeconds(16));
            },
        };
        Assert.Null(run.Pipe(Enumerable.Range(0, 4).Select(number => new Work(number, [0], false))));
        Assert.Equal(["0.0", "1.0", "2.0", "3.0"], run.Written);
        Assert.Equal(7, run.Begun);
    }

    [Fact]
    public void A_slow_first_object_limits_the_number_of_waiting_objects()
    {
        var held = new TaskCompletionSource();
        var (taken, takenMeanwhile) = (0, 0);
        var run = new Run(2)
        {
            Wait = async (work, _, stop) =>
            {
                if (work.Number > 0)
                    return;
                await held.Task.WaitAsync(stop);
                takenMeanwhile = taken;
            },
        };
        Assert.Null(run.Pipe(Enumerable.Range(0, 50).Select(number =>
        {
            taken++;
            if (taken == 8) // four for each that runs; the first is one of them
                _ = Task.Delay(50).ContinueWith(_ => held.SetResult(), TaskScheduler.Default);
            return new Work(number, [0], false);
        })));
        Assert.Equal(50, run.Written.Count);
        Assert.Equal(8, takenMeanwhile);
    }
}

internal static class YieldExtensions
{
    public static async Task AsTask(this System.Runtime.CompilerServices.YieldAwaitable yield) => await yield;
}
