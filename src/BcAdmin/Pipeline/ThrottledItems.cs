using System.Runtime.ExceptionServices;

namespace BcAdmin.Pipeline;

/// <summary>
/// The objects of the pipeline that a cmdlet with -ThrottleLimit works on at once. The results come in the order of the input: the first object
/// writes directly, the others when it is their turn. A result that has waited too long by then is read again. All of this runs on the pipeline
/// thread, so nothing is locked.
/// </summary>
/// <param name="limit">How many objects are worked on at once.</param>
/// <param name="maxAge">How long a result may wait; null: as long as it takes.</param>
/// <param name="clock">Measures the waiting.</param>
/// <param name="stop">Ends all work.</param>
internal sealed class ThrottledItems(int limit, TimeSpan? maxAge, TimeProvider clock, CancellationToken stop)
{
    /// <summary>
    /// How many objects, for each that is worked on, may be begun or done and not written: the first can take much longer than the others.
    /// </summary>
    private const int WindowFactor = 4;

    /// <summary>In the order of the input, until they are written in full.</summary>
    private readonly Queue<Item> _items = new();

    private TaskCompletionSource _changed = NewSignal();
    private ExceptionDispatchInfo? _failure;
    private int _running;
    private int _written;
    private bool _isWriting;

    /// <summary>How many objects are done, whether or not they were written.</summary>
    public int Done => _written + _items.Count(item => item.IsDone);

    /// <summary>How many objects are known, whether or not they were begun.</summary>
    public int Known { get; private set; }

    /// <summary>More objects follow.</summary>
    public void Announce(int count) => Known += count;

    /// <summary>Begins to work on an object, writes what can be written, and returns when the next object can begin.</summary>
    /// <param name="work">Called again for a result that waited too long.</param>
    public async Task AddAsync(Func<ItemOutput, CancellationToken, Task> work)
    {
        var item = new Item(work);
        _items.Enqueue(item);
        Begin(item);
        WriteReady();
        while (_failure is null && (_running >= limit || _items.Count >= limit * WindowFactor))
            await _changed.Task;
        ThrowIfFailed();
    }

    /// <summary>Writes all that is left.</summary>
    public async Task CompleteAsync()
    {
        while (_failure is null && _items.Count > 0)
            await _changed.Task;
        ThrowIfFailed();
    }

    /// <summary>Waits for the end of all work, of which nothing is written any more.</summary>
    public Task AbandonAsync()
    {
        Abandon();
        return Task.WhenAll(_items.Select(item => item.Task));
    }

    /// <summary>Throws what an object whose turn it was, or the pipeline behind the cmdlet, has thrown.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    private void Begin(Item item) => item.Task = RunAsync(item);

    private async Task RunAsync(Item item)
    {
        _running++;
        do
        {
            await item.RunAsync(clock, stop);
        }
        while (item.MustRunAgain);
        _running--;

        WriteReady();
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private void WriteReady()
    {
        if (_isWriting)
            return;
        _isWriting = true;
        try
        {
            while (_failure is null && _items.TryPeek(out var first))
            {
                if (!first.Output.IsOpen)
                {
                    if (first.Output.IsOlderThan(maxAge))
                        ReadAgain();
                    first.Output.Open();
                }

                if (!first.IsDone)
                    return;
                _items.Dequeue();
                _written++;
                if (first.Failure is { } failure)
                    Fail(failure);
            }
        }
        catch (Exception exception)
        {
            Fail(ExceptionDispatchInfo.Capture(exception));
        }
        finally
        {
            _isWriting = false;
        }
    }

    /// <summary>Nothing is written after a failure, also not by work that goes on until the pipeline has noticed.</summary>
    private void Fail(ExceptionDispatchInfo failure)
    {
        _failure = failure;
        Abandon();
    }

    private void Abandon()
    {
        foreach (var item in _items)
            item.Abandon();
    }

    /// <summary>Begins again with everything that has waited too long; otherwise each would be read again alone when its turn comes.</summary>
    private void ReadAgain()
    {
        foreach (var item in _items.Where(item => item.Output.IsOlderThan(maxAge)).ToList())
        {
            if (!item.IsDone)
                item.RunAgain();
            else if (_running < limit || item == _items.Peek())
                Begin(item);
        }
    }

    /// <summary>Continuations do not run inside of SetResult: they come as steps of their own.</summary>
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Item(Func<ItemOutput, CancellationToken, Task> work)
    {
        private CancellationTokenSource? _cancel;
        private bool _isAbandoned;

        public ItemOutput Output { get; private set; } = null!;

        public Task Task { get; set; } = Task.CompletedTask;

        public bool IsDone { get; private set; }

        public bool MustRunAgain { get; private set; }

        public ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>Never fails: the failure is kept until it is the item's turn.</summary>
        public async Task RunAsync(TimeProvider clock, CancellationToken stop)
        {
            var isOpen = MustRunAgain && Output.IsOpen;
            (IsDone, MustRunAgain, Failure, Output) = (false, false, null, new ItemOutput(clock));
            if (isOpen)
                Output.Open();
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _cancel = cancel;
            try
            {
                await work(Output, cancel.Token);
            }
            catch (OperationCanceledException) when (MustRunAgain && !stop.IsCancellationRequested)
            {
                // What it has read is not written, so nothing is lost.
            }
            catch (Exception exception)
            {
                Failure = ExceptionDispatchInfo.Capture(exception);
            }

            _cancel = null;
            IsDone = !MustRunAgain;
            if (_isAbandoned)
                Abandon();
        }

        public void RunAgain()
        {
            MustRunAgain = true;
            Output.Discard();
            _cancel!.Cancel();
        }

        public void Abandon()
        {
            _isAbandoned = true;
            MustRunAgain = false;
            Output.Discard();
            _cancel?.Cancel();
        }
    }
}
