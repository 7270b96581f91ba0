using System.Runtime.ExceptionServices;

namespace BcAdmin.Pipeline;

/// <summary>
/// The pipeline objects that a cmdlet with -ThrottleLimit processes concurrently. Results are written in input order: the output of the first object
/// is written directly, and that of others is buffered. A buffered result that becomes too old is read again. Everything runs on the pipeline thread,
/// so no locks are required.
/// </summary>
/// <param name="limit">The maximum number of objects that are processed concurrently.</param>
/// <param name="maxAge">The maximum age of a buffered result; null for no limit.</param>
/// <param name="clock">The clock that measures the age.</param>
/// <param name="stop">Cancels all work.</param>
internal sealed class ThrottledItems(int limit, TimeSpan? maxAge, TimeProvider clock, CancellationToken stop)
{
    /// <summary>
    /// The maximum number of started or buffered objects per concurrently processed object. The first object can take much longer than the others.
    /// </summary>
    private const int WindowFactor = 4;

    /// <summary>The objects in input order, until their output is complete.</summary>
    private readonly Queue<Item> _items = new();

    private TaskCompletionSource _changed = NewSignal();
    private ExceptionDispatchInfo? _failure;
    private int _running;
    private int _written;
    private bool _isWriting;
    private bool _isAbandoned;

    /// <summary>The number of completed objects, including buffered ones.</summary>
    public int Done => _written + _items.Count(item => item.IsDone);

    /// <summary>The number of known objects, including those that were not started.</summary>
    public int Known { get; private set; }

    /// <summary>Adds objects that follow to the number of known objects.</summary>
    public void Announce(int count) => Known += count;

    /// <summary>Starts the work on an object, writes available output, and returns when the next object can be started.</summary>
    /// <param name="work">The work. Called again if the result becomes too old.</param>
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

    /// <summary>Writes all remaining output.</summary>
    public async Task CompleteAsync()
    {
        while (_failure is null && _items.Count > 0)
            await _changed.Task;
        ThrowIfFailed();
    }

    /// <summary>Waits for all work to end without writing its output.</summary>
    public Task AbandonAsync()
    {
        _isAbandoned = true;
        Abandon();
        return Task.WhenAll(_items.Select(item => item.Task));
    }

    /// <summary>Throws the exception of the current object or of a downstream command, if there was one.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    private void Begin(Item item) => item.Task = RunAsync(item);

    private async Task RunAsync(Item item)
    {
        _running++;
        do
        {
            await item.RunAsync(clock, stop);
        }
        while (item.MustRestart);
        _running--;

        WriteReady();
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private void WriteReady()
    {
        if (_isWriting || _isAbandoned)
            return;
        _isWriting = true;
        try
        {
            while (_failure is null && _items.TryPeek(out var first))
            {
                if (!first.Output.IsOpen)
                {
                    if (first.Output.IsOlderThan(maxAge))
                        RestartOutdated();
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

    /// <summary>Suppresses all output after a failure, including that of work that continues until the pipeline stops.</summary>
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

    /// <summary>Restarts all buffered objects that are too old. Otherwise, each one would be read again separately when it is written.</summary>
    private void RestartOutdated()
    {
        foreach (var item in _items.Where(item => item.Output.IsOlderThan(maxAge)).ToList())
        {
            if (!item.IsDone)
                item.Restart();
            else if (_running < limit) // This includes the first object, because the one before it has just ended.
                Begin(item);
        }
    }

    /// <summary>Creates a signal whose continuations do not run in SetResult but as separate steps.</summary>
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Item(Func<ItemOutput, CancellationToken, Task> work)
    {
        private CancellationTokenSource? _cancel;

        public ItemOutput Output { get; private set; } = null!;

        public Task Task { get; set; } = Task.CompletedTask;

        public bool IsDone { get; private set; }

        public bool MustRestart { get; private set; }

        public ExceptionDispatchInfo? Failure { get; private set; }

        /// <summary>Runs the work. An exception is stored until the output of the object is written.</summary>
        public async Task RunAsync(TimeProvider clock, CancellationToken stop)
        {
            var isOpen = MustRestart && Output.IsOpen;
            (IsDone, MustRestart, Failure, Output) = (false, false, null, new ItemOutput(clock));
            if (isOpen)
                Output.Open();
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _cancel = cancel;
            try
            {
                await work(Output, cancel.Token);
            }
            catch (Exception exception)
            {
                Failure = ExceptionDispatchInfo.Capture(exception);
            }

            // The output and the failure of work that must be restarted are replaced.
            _cancel = null;
            IsDone = !MustRestart;
        }

        public void Restart()
        {
            MustRestart = true;
            Output.Discard();
            _cancel!.Cancel();
        }

        public void Abandon()
        {
            MustRestart = false;
            Output.Discard();
            _cancel?.Cancel();
        }
    }
}
