using BcAdmin.Pipeline;
using BcAdmin.Tests.Transport;
using CsCheck;

namespace BcAdmin.Tests.Pipeline;

/// <summary>Properties of concurrent processing that hold for any work: the output is that of sequential processing.</summary>
public sealed class ThrottledItemsProperties
{
    /// <summary>The work for an object of the pipeline: it waits and writes repeatedly, and can fail at its end.</summary>
    private sealed record Work(int Number, int[] Latencies, bool Fails);

    private sealed class WorkFailedException : Exception;

    private sealed class NoMoreNeededException : Exception;

    private static readonly Gen<Work[]> Works = Gen.Select(Gen.Int[0, 3].Array[0, 4], Gen.Int[0, 12])
        .Array[0, 40].Select(plans => plans.Select((plan, number) => new Work(number, plan.Item1, plan.Item2 == 0)).ToArray());

    private sealed class Run(int limit)
    {
        private Action _cancel = () => { };
        private int _running;

        public List<string> Written { get; } = [];

        public int MostAtOnce { get; private set; }

        /// <summary>The number of objects that the rest of the pipeline accepts.</summary>
        public int Needed { get; init; } = int.MaxValue;

        /// <summary>Ctrl+C after this number of writes.</summary>
        public int StopAfter { get; init; } = int.MaxValue;

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
            var items = new ThrottledItems(limit, maxAge: null, TimeProvider.System, stop.Token);
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
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            try
            {
                for (var index = 0; index < work.Latencies.Length; index++)
                {
                    for (var turn = 0; turn < work.Latencies[index]; turn++)
                        await Task.Delay(1, stop);
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
}
