using System.Globalization;
using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets;

/// <summary>
/// A cmdlet that lets the task scheduler work on a configuration package: adds -Company, and waits for the two tasks.
/// </summary>
public abstract class BcConfigurationPackageCmdlet : BcEnvironmentOperationCmdlet
{
    /// <summary>A task that is not even begun by then will not be: the caller's tasks do not run (automation recipe d).</summary>
    private static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(15);

    /// <summary>Name or id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string Company { get; set; } = string.Empty;

    /// <summary>The service refuses a second task on a package.</summary>
    private protected static void CheckIdle(BcConfigurationPackage package)
    {
        if (package.IsBusy)
        {
            var task = package.Import.IsRunning ? package.Import : package.Apply;
            throw new BcException(ErrorCode.ConfigurationPackageBusy, $"The {task.Name} of configuration package {package} is under way ({task.Status}).")
            {
                Target = package,
                Advice = $"Look again with: {LookUp(package)}. One that stays Scheduled for long is never begun; remove the package and import it as another user.",
            };
        }
    }

    private protected Task<BcConfigurationPackage> WaitForImportAsync(AutomationClient automation, BcConfigurationPackage package) =>
        WaitForTaskAsync(automation, package, seen => seen.Import);

    private protected async Task<BcConfigurationPackage> WaitForApplyAsync(AutomationClient automation, BcConfigurationPackage package)
    {
        var applied = await WaitForTaskAsync(automation, package, seen => seen.Apply);
        if (applied.NumberOfErrors > 0)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"Configuration package {applied} is applied to company {applied.CompanyName}, but {applied.NumberOfErrors} of its {applied.NumberOfRecords} records have errors. ")
                + "The page Config. Package Card in the client shows them.");
        }

        return applied;
    }

    private async Task<BcConfigurationPackage> WaitForTaskAsync(AutomationClient automation, BcConfigurationPackage package, Func<BcConfigurationPackage, ConfigurationPackageTask> task)
    {
        var name = task(package).Name;
        var queuedSince = Context.Clock.GetTimestamp();
        var ended = await WaitAsync(
            $"{char.ToUpperInvariant(name[0])}{name[1..]} of configuration package {package} in company {package.CompanyName}",
            $"the {name} goes on. Look at it with: {LookUp(package)}",
            progress => Waiter.UntilAsync(
                package,
                seen => task(seen).IsCompleted || task(seen).HasFailed,
                seen => task(seen).Status,
                async token =>
                {
                    var seen = await automation.GetConfigurationPackageAsync(package, token);
                    if (!task(seen).IsScheduled)
                        queuedSince = Context.Clock.GetTimestamp();
                    return Context.Clock.GetElapsedTime(queuedSince) < LongestQueue ? seen : throw NotRun(seen, name, ErrorCode.OperationNotStarted, string.Create(CultureInfo.InvariantCulture, $"after {LongestQueue.TotalMinutes:0} minutes"));
                },
                seen => task(seen).IsScheduled
                    ? NotRun(seen, name, ErrorCode.OperationTimeout, string.Create(CultureInfo.InvariantCulture, $"after {TimeoutSec} seconds"))
                    : new BcException(ErrorCode.OperationTimeout, string.Create(CultureInfo.InvariantCulture, $"The {name} of configuration package {seen} is still {task(seen).Status} after {TimeoutSec} seconds. It goes on; only the waiting has ended."))
                    {
                        Target = seen,
                        Advice = $"Look again with: {LookUp(seen)}",
                    },
                progress, PipelineStopToken));

        return task(ended).HasFailed
            ? throw new BcException(ErrorCode.OperationFailed, $"The {name} of configuration package {ended} in company {ended.CompanyName} ended with an error: {(string.IsNullOrWhiteSpace(task(ended).Error) ? "no reason is given" : task(ended).Error)}")
            {
                Target = ended,
            }
            : ended;
    }

    private static BcException NotRun(BcConfigurationPackage package, string name, ErrorCode code, string when) =>
        new(code, $"The {name} of configuration package {package} is still Scheduled {when}: the task scheduler has not begun it.")
        {
            Target = package,
            Advice = "The service runs no such tasks for delegated administrators, nor for apps before version 21.2: remove the package, and import it as a user of the environment or as an app. "
                + $"Otherwise other tasks are before it; look again with: {LookUp(package)}",
        };

    private static string LookUp(BcConfigurationPackage package) => $"Get-BcConfigurationPackage '{package.EnvironmentName}' '{package.CompanyName}' '{package.Code}'";
}
