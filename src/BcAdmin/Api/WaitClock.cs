namespace BcAdmin.Api;

/// <summary>By which every pause, retry and time limit of the module goes. A test that waits through thousands of failures puts a faster one in its place.</summary>
internal static class WaitClock
{
    public static TimeProvider Current { get; set; } = TimeProvider.System;

    public static Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, Current, cancellationToken);
}
