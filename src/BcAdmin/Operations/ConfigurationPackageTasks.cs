using BcAdmin.Cmdlets;

namespace BcAdmin.Operations;

/// <summary>Waits for the import or application of a configuration package, which the task scheduler of the environment runs.</summary>
internal sealed class ConfigurationPackageTasks(BcOperationCmdlet cmdlet, BcConnection connection, AutomationClient automation)
{
    /// <summary>
    /// A task that has not started within this time will not start, because the task scheduler does not run the tasks of the caller (automation
    /// recipe d).
    /// </summary>
    private static readonly TimeSpan MaxQueueTime = TimeSpan.FromMinutes(15);

    private readonly OperationTracker _tracker = cmdlet.Track(connection);

    /// <summary>Throws if a task is running, because the service rejects a second task on a package.</summary>
    /// <exception cref="BcException">ConfigurationPackageBusy.</exception>
    public static void CheckIdle(BcConfigurationPackage package)
    {
        if (!package.IsBusy)
            return;
        var task = package.Import.IsRunning ? package.Import : package.Apply;
        throw new BcException(ErrorCode.ConfigurationPackageBusy, Messages.ConfigurationPackageTaskRunning(task, package))
        {
            Target = package,
            Advice =
                Messages.CheckConfigurationPackageTask(LookUp(package)),
        };
    }

    public Task<BcConfigurationPackage> WaitForImportAsync(BcConfigurationPackage package) => WaitAsync(package, seen => seen.Import);

    public async Task<BcConfigurationPackage> WaitForApplyAsync(BcConfigurationPackage package)
    {
        var applied = await WaitAsync(package, seen => seen.Apply);
        if (applied.NumberOfErrors > 0)
        {
            var records = Messages.RecordsWithErrors(applied);
            cmdlet.WriteWarning(Messages.ConfigurationPackageAppliedWithErrors(applied, records));
        }

        return applied;
    }

    private async Task<BcConfigurationPackage> WaitAsync(BcConfigurationPackage package, Func<BcConfigurationPackage, ConfigurationPackageTask> task)
    {
        var name = task(package).Name;
        var queuedSince = cmdlet.Context.Clock.GetTimestamp();
        var ended = await _tracker.WaitUntilAsync(
            Messages.ConfigurationPackageTaskActivity(name, package),
            Messages.ConfigurationPackageTaskContinues(name, LookUp(package)),
            new WaitFor<BcConfigurationPackage>(
                package, ReadAsync, seen => task(seen).IsCompleted || task(seen).HasFailed,
                seen => task(seen).Status, TimedOut));
        if (!task(ended).HasFailed)
            return ended;
        var reason = string.IsNullOrWhiteSpace(task(ended).Error) ? Messages.NoReasonGiven : task(ended).Error;
        throw new BcException(ErrorCode.OperationFailed,
            Messages.ConfigurationPackageTaskFailed(name, ended, reason))
        {
            Target = ended,
        };

        async Task<BcConfigurationPackage> ReadAsync(CancellationToken token)
        {
            var seen = await automation.GetConfigurationPackageAsync(package, token);
            if (!task(seen).IsScheduled)
                queuedSince = cmdlet.Context.Clock.GetTimestamp();
            return cmdlet.Context.Clock.GetElapsedTime(queuedSince) < MaxQueueTime
                ? seen
                : throw NotStarted(seen, name, ErrorCode.OperationNotStarted,
                    string.Create(CultureInfo.InvariantCulture, $"{MaxQueueTime.TotalMinutes:0} minutes"));
        }

        BcException TimedOut(BcConfigurationPackage seen)
        {
            var time = string.Create(CultureInfo.InvariantCulture, $"{cmdlet.TimeoutSec} seconds");
            return task(seen).IsScheduled
                ? NotStarted(seen, name, ErrorCode.OperationTimeout, time)
                : new BcException(ErrorCode.OperationTimeout,
                    Messages.ConfigurationPackageTaskTimedOut(name, seen, task, time))
                {
                    Target = seen,
                    Advice = Messages.CheckWithCommand(LookUp(seen)),
                };
        }
    }

    private static BcException NotStarted(BcConfigurationPackage package, string name, ErrorCode code, string time) =>
        new(code, Messages.ConfigurationPackageTaskNotStarted(name, package, time))
        {
            Target = package,
            Advice =
                Messages.ScheduledTaskCallerNotSupported(LookUp(package)),
        };

    private static SuggestedCommand LookUp(BcConfigurationPackage package) =>
        Commands.GetConfigurationPackage.In(package).With(package.CompanyName).With(package.Code);
}
