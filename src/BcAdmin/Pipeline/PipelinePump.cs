using System.Collections.Concurrent;

namespace BcAdmin.Pipeline;

/// <summary>
/// Runs an asynchronous piece of a cmdlet and brings every continuation back to the pipeline thread, so that WriteObject, ShouldProcess and the
/// like can be called anywhere in it. While the pipeline thread is busy downstream, nothing more is fetched: backpressure for free.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    /// <summary>What came between two steps, while work goes on that a later step takes up again.</summary>
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _backlog = [];

    private readonly object _gate = new();

    /// <summary>The state of what only a step of the pipeline may run.</summary>
    private static readonly object Droppable = new();


    /// <summary>Of the step that is running; null between steps.</summary>
    private BlockingCollection<(SendOrPostCallback Callback, object? State)>? _queue;

    private volatile int _thread;
    private bool _continues;

    /// <summary>
    /// Whether work of this step goes on after it, to be taken up by the next one: what comes in between then waits for that step. When it becomes
    /// false, what has waited ends outside the pipeline.
    /// </summary>
    public bool Continues
    {
        get => _continues;
        set
        {
            List<(SendOrPostCallback Callback, object? State)> left;
            lock (_gate)
            {
                _continues = value;
                left = value ? [] : [.. _backlog.Where(waiting => waiting.State != Droppable)];
                _backlog.Clear();
            }

            foreach (var (callback, state) in left)
                Post(callback, state);
        }
    }

    /// <summary>Runs <paramref name="work"/> to its end on this thread.</summary>
    /// <param name="work">The asynchronous work.</param>
    /// <param name="onFault">
    /// Called when a posted callback throws (a pipeline that is being stopped throws from any write): must cancel the work, which is then still
    /// waited for, so that nothing goes on behind the back of the pipeline.
    /// </param>
    public void Run(Func<Task> work, Action onFault)
    {
        var previous = Current;
        using var queue = new BlockingCollection<(SendOrPostCallback Callback, object? State)>();
        _thread = Environment.CurrentManagedThreadId;
        lock (_gate)
        {
            while (_backlog.TryDequeue(out var waiting))
                queue.Add(waiting);
            _queue = queue;
        }

        SetSynchronizationContext(this);
        try
        {
            var task = work();
            if (!task.IsCompleted || queue.Count > 0) // work that ended at once may have posted lines
                Drain(queue, task, onFault);
#pragma warning disable RS0030, VSTHRD002 // it is completed: this only hands on its exception, as it was
            task.GetAwaiter().GetResult();
#pragma warning restore RS0030, VSTHRD002
        }
        finally
        {
            lock (_gate)
            {
                // What came after the last look at the queue is for the next step, or nobody needs it.
                _queue = null;
                while (_continues && queue.TryTake(out var late))
                    _backlog.Enqueue(late);
            }

            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Runs <paramref name="action"/> on the pipeline thread and gives its result; for callbacks that arrive on another thread.</summary>
    public Task<T> InvokeAsync<T>(Func<T> action)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            return Task.FromResult(action());

        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ =>
        {
            try
            {
                result.SetResult(action());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
                throw;
            }
        }, null);
        return result.Task;
    }

    /// <summary>
    /// Runs <paramref name="action"/> on the pipeline thread soon; drops it when the cmdlet's step has ended. For verbose lines and progress.
    /// </summary>
    public void TryPost(Action action) => TryAdd(_ => action(), Droppable);

    public override void Post(SendOrPostCallback d, object? state)
    {
        // After the end of the step, what is left may only tidy up after itself, and needs no pipeline for that.
        if (!TryAdd(d, state))
        {
#pragma warning disable VSTHRD001
            base.Post(d, state);
#pragma warning restore VSTHRD001
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new NotSupportedException(Messages.NothingBelowCmdletMayBlockPipeline);
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private bool TryAdd(SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            if (_queue is { IsAddingCompleted: false } queue)
            {
                queue.Add((callback, state));
                return true;
            }

            if (_continues)
                _backlog.Enqueue((callback, state));
            return _continues;
        }
    }

    private void Drain(BlockingCollection<(SendOrPostCallback Callback, object? State)> queue, Task work, Action onFault)
    {
        Exception? fault = null;
        _ = work.ContinueWith(_ => End(queue), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var (callback, state) in queue.GetConsumingEnumerable())
        {
            try
            {
                callback(state);
            }
            catch (Exception exception)
            {
                fault ??= exception;
                onFault();
            }
        }

        if (fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    private void End(BlockingCollection<(SendOrPostCallback Callback, object? State)> queue)
    {
        lock (_gate)
            queue.CompleteAdding();
    }
}
