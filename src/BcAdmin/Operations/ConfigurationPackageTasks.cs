using BcAdmin.Cmdlets;

namespace BcAdmin.Operations;

/// <summary>Waits for the two tasks of a configuration package, which the task scheduler of the environment runs: import and application.</summary>
internal sealed class ConfigurationPackageTasks(BcOperationCmdlet cmdlet, BcConnection connection, AutomationClient automation)
{
    /// <summary>A task that has not started by then never starts: the tasks of this caller do not run (automation recipe d).</summary>
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(15);

    private readonly OperationTracker _tracker = cmdlet.Track(connection);

    /// <summary>The service refuses a second task on a package.</summary>
    /// <exception cref="BcException">ConfigurationPackageBusy.</exception>
    public static void CheckIdle(BcConfigurationPackage package)
    {
        if (!package.IsBusy)
            return;
        var task = package.Import.IsRunning ? package.Import : package.Apply;
        throw new BcException(ErrorCode.ConfigurationPackageBusy, $"The {task.Name} of configuration package {package} is running ({task.Status}).")
        {
            Target = package,
            Advice =
                $"Check it with: {LookUp(package)}. A task that stays Scheduled does not start; remove the package and import it as another user.",
        };
    }

    public Task<BcConfigurationPackage> WaitForImportAsync(BcConfigurationPackage package) => WaitAsync(package, seen => seen.Import);

    public async Task<BcConfigurationPackage> WaitForApplyAsync(BcConfigurationPackage package)
    {
        var applied = await WaitAsync(package, seen => seen.Apply);
        if (applied.NumberOfErrors > 0)
        {
            var records = string.Create(CultureInfo.InvariantCulture, $"{applied.NumberOfErrors} of its {applied.NumberOfRecords} records");
            cmdlet.WriteWarning($"Configuration package {applied} is applied to company {applied.CompanyName}, but {records} have errors. "
                + "The page Config. Package Card in the client shows them.");
        }

        return applied;
    }

    private async Task<BcConfigurationPackage> WaitAsync(BcConfigurationPackage package, Func<BcConfigurationPackage, ConfigurationPackageTask> task)
    {
        var name = task(package).Name;
        var queuedSince = cmdlet.Context.Clock.GetTimestamp();
        var ended = await _tracker.UntilAsync(
            $"{char.ToUpperInvariant(name[0])}{name[1..]} of configuration package {package} in company {package.CompanyName}",
            $"the {name} continues. Check it with: {LookUp(package)}",
            new WaitFor<BcConfigurationPackage>(
                package, ReadAsync, seen => task(seen).IsCompleted || task(seen).HasFailed,
                seen => task(seen).Status, TimedOut));
        if (!task(ended).HasFailed)
            return ended;
        var reason = string.IsNullOrWhiteSpace(task(ended).Error) ? "no reason is given" : task(ended).Error;
        throw new BcException(ErrorCode.OperationFailed,
            $"The {name} of configuration package {ended} in company {ended.CompanyName} failed: {reason}")
        {
            Target = ended,
        };

        async Task<BcConfigurationPackage> ReadAsync(CancellationToken token)
        {
            var seen = await automation.GetConfigurationPackageAsync(package, token);
            if (!task(seen).IsScheduled)
                queuedSince = cmdlet.Context.Clock.GetTimestamp();
            return cmdlet.Context.Clock.GetElapsedTime(queuedSince) < LongestQueue
                ? seen
                : throw NotStarted(seen, name, ErrorCode.OperationNotStarted,
                    string.Create(CultureInfo.InvariantCulture, $"{LongestQueue.TotalMinutes:0} minutes"));
        }

        BcException TimedOut(BcConfigurationPackage seen)
        {
            var time = string.Create(CultureInfo.InvariantCulture, $"{cmdlet.TimeoutSec} seconds");
            return task(seen).IsScheduled
                ? NotStarted(seen, name, ErrorCode.OperationTimeout, time)
                : new BcException(ErrorCode.OperationTimeout,
                    $"The {name} of configuration package {seen} is still {task(seen).Status} after {time}. It continues.")
                {
                    Target = seen,
                    Advice = $"Check it with: {LookUp(seen)}",
                };
        }
    }

    private static BcException NotStarted(BcConfigurationPackage package, string name, ErrorCode code, string time) =>
        new(code, $"The {name} of configuration package {package} is still Scheduled after {time}: the task scheduler has not started it.")
        {
            Target = package,
            Advice =
                "The service does not run such tasks for delegated administrators, or for apps before version 21.2. Remove the package, and import "
                + "it as "
                + $"a user of the environment or as an app. Otherwise other tasks run first; check it with: {LookUp(package)}",
        };

    private static SuggestedCommand LookUp(BcConfigurationPackage package) =>
        Commands.GetConfigurationPackage.In(package).With(package.CompanyName).With(package.Code);
}
