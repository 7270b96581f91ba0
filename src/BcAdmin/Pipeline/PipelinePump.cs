using System.Collections.Concurrent;

namespace BcAdmin.Pipeline;

/// <summary>
/// Runs an asynchronous piece of a cmdlet and brings every continuation back to the pipeline thread, so that WriteObject, ShouldProcess and the
/// like can be called anywhere in it. While the pipeline thread is busy downstream, nothing more is fetched: backpressure for free.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext, IDisposable
{
    private static readonly AsyncLocal<PipelinePump?> Ambient = new();

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>The pump that the running code was started from, also on a thread of the pool. Null outside of a cmdlet.</summary>
    public static PipelinePump? Running => Ambient.Value;

    /// <summary>Runs <paramref name="work"/> to its end on this thread.</summary>
    /// <param name="work">The asynchronous work.</param>
    /// <param name="onFault">
    /// Called when a posted callback throws (a pipeline that is being stopped throws from any write): must cancel the work, which is then still
    /// waited for, so that nothing goes on behind the back of the pipeline.
    /// </param>
    public static void Run(Func<Task> work, Action onFault)
    {
        var (previous, outer) = (Current, Ambient.Value);
        using var pump = new PipelinePump();
        SetSynchronizationContext(pump);
        Ambient.Value = pump;
        try
        {
            var task = work();
            if (!task.IsCompleted || pump._queue.Count > 0) // lines may have been told by work that ended at once
                pump.Drain(task, onFault);
#pragma warning disable VSTHRD002 // it is completed: this only hands on its exception, as it was
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        finally
        {
            Ambient.Value = outer;
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

    /// <summary>Runs <paramref name="action"/> on the pipeline thread soon, or never when the cmdlet's step has ended: for lines that only tell.</summary>
    public void TryPost(Action action)
    {
        try
        {
            _queue.Add((_ => action(), null));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            // The cmdlet's work has ended. What is left may only tidy up after itself, and needs no pipeline for that.
#pragma warning disable VSTHRD001
            base.Post(d, state);
#pragma warning restore VSTHRD001
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new NotSupportedException("Nothing below a cmdlet may block on the pipeline thread.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Dispose() => _queue.Dispose();

    private void Drain(Task task, Action onFault)
    {
        Exception? fault = null;
        _ = task.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var (callback, state) in _queue.GetConsumingEnumerable())
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
}
