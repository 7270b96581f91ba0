using System.Collections.Concurrent;

namespace BcAdmin.Pipeline;

/// <summary>
/// Runs asynchronous code of a cmdlet and executes every continuation on the pipeline thread, so that it can call WriteObject, ShouldProcess, and
/// similar methods. While the pipeline thread is blocked downstream, nothing more is requested, which provides backpressure.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    /// <summary>Callbacks that were posted between two steps, for work that continues in a later step.</summary>
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _backlog = [];

    private readonly object _gate = new();

    /// <summary>The state of callbacks that are dropped outside a step.</summary>
    private static readonly object Droppable = new();

    /// <summary>The queue of the current step; null between steps.</summary>
    private BlockingCollection<(SendOrPostCallback Callback, object? State)>? _queue;

    private volatile int _thread;
    private bool _continues;

    /// <summary>
    /// Whether work continues after this step and is resumed by the next one, which then runs the callbacks posted in between. When set to false, the
    /// callbacks in the backlog run outside the pipeline.
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

    /// <summary>Runs <paramref name="work"/> to completion on this thread.</summary>
    /// <param name="work">The asynchronous work.</param>
    /// <param name="onFault">Called if a posted callback throws, as any write does in a pipeline that is being stopped. Must cancel the work, which
    /// is then still awaited, so that nothing continues in the background.</param>
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
            if (!task.IsCompleted || queue.Count > 0) // completed work may have posted messages
                Drain(queue, task, onFault);
#pragma warning disable RS0030, VSTHRD002 // the task is completed, and this rethrows its exception unchanged
            task.GetAwaiter().GetResult();
#pragma warning restore RS0030, VSTHRD002
        }
        finally
        {
            lock (_gate)
            {
                // Callbacks that were posted after the queue was drained are kept for the next step, or dropped if there is none.
                _queue = null;
                while (_continues && queue.TryTake(out var late))
                    _backlog.Enqueue(late);
            }

            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Runs <paramref name="action"/> on the pipeline thread and returns its result, for callbacks on other threads.</summary>
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
    /// Queues <paramref name="action"/> for the pipeline thread, or drops it if the step has ended. For verbose messages and progress.
    /// </summary>
    public void TryPost(Action action) => TryAdd(_ => action(), Droppable);

    public override void Post(SendOrPostCallback d, object? state)
    {
        // After the end of the step, remaining callbacks only clean up, which does not require the pipeline thread.
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
            throw new NotSupportedException(Messages.PipelineThreadMustNotBlock);
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
