using BcAdmin.Cmdlets;

namespace BcAdmin.Operations;

/// <summary>Shows the progress of a wait, starting after two seconds.</summary>
internal sealed class WaitProgress(BcCmdlet cmdlet, string activity) : IProgress<WaitState>, IDisposable
{
    private readonly ProgressBar _bar = new(cmdlet, activity);

    public void Report(WaitState value)
    {
        var (status, elapsed) = (value.Status ?? "waiting", value.Elapsed);
        if (elapsed >= TimeSpan.FromSeconds(1.9))
            _bar.Post($"{status}, {Messages.ElapsedTime(elapsed)}");
    }

    public void Dispose() => _bar.Dispose();
}
