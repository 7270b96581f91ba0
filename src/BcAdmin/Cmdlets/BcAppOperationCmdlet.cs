using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts an operation on an app of an environment, and ends with the app.</summary>
public abstract class BcAppOperationCmdlet : BcEnvironmentOperationCmdlet
{
    /// <summary>The list of apps may lag behind the operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

    /// <summary>An uninstalled app stays listed for a minute or so.</summary>
    private static readonly TimeSpan LeaveLag = TimeSpan.FromMinutes(5);

    /// <summary>What this cmdlet has started in each environment and has not seen the end of.</summary>
    private readonly Dictionary<(BcConnection, string), BcAppOperation> _underWay = [];

    /// <summary>
    /// Starts an operation once the one before it in the same environment has ended, with and without -Wait: two that start back to back can deadlock
    /// in the service, and then both fail.
    /// </summary>
    /// <param name="isPutOff">The caller chose a later time himself: such operations do not run now.</param>
    private protected async Task<BcAppOperation> StartAsync(
        BcConnection connection, EnvironmentKey environment, bool isPutOff, Func<Task<BcAppOperation>> start)
    {
        await WaitForEarlierAsync(connection, environment);
        var operation = await start();
        if (!isPutOff || operation.HasStatus("running"))
            _underWay[Place(connection, environment)] = operation;
        return operation;
    }

    /// <summary>The end of the operation that was started before in the same environment; null where none is under way.</summary>
    private protected async Task<BcAppOperation?> WaitForEarlierAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (!_underWay.TryGetValue(Place(connection, environment), out var earlier))
            return null;
        WriteVerbose($"Waiting for the {Describe(earlier)}: the service handles one app at a time.");
        var ended = await WaitForEndOfAsync(connection, earlier);
        if (!ended.IsSucceeded)
            WriteWarning($"The {Describe(ended)} failed. {Failed(ended).Message}");
        return ended;
    }

    /// <summary>The operation when it has ended, whatever its end.</summary>
    private protected async Task<BcAppOperation> WaitForEndOfAsync(BcConnection connection, BcAppOperation operation)
    {
        var ended = await WaitForAsync(connection, operation, Describe(operation), isGood: _ => true);
        _underWay.Remove(Place(connection, new(operation.ApplicationFamily, operation.EnvironmentName)));
        return ended;
    }

    private static (BcConnection, string) Place(BcConnection connection, EnvironmentKey environment) =>
        (connection, environment.ToString().ToUpperInvariant());

    /// <summary>Writes the operation or, with -Wait, the app that came out of it.</summary>
    /// <param name="isPutOff">The caller chose a later time himself.</param>
    private protected async Task FinishAsync(BcConnection connection, BcAppOperation operation, bool isPutOff)
    {
        if (IsLeftToItself(operation, isPutOff))
            WriteObject(operation);
        else
            WriteObject(await WaitForAppAsync(connection, operation) ?? (object)operation);
    }

    /// <summary>Whether nothing is waited for. What the caller has put off may begin in months: then -Wait warns and gives up.</summary>
    private protected bool IsLeftToItself(BcAppOperation operation, bool isPutOff)
    {
        if (!Wait)
            return true;
        if (!isPutOff || operation.IsCompleted || operation.HasStatus("running"))
            return false;
        WriteWarning($"The {Describe(operation)} is put off as you chose and is not waited for. Look at it with: {OperationWaiter.LookUp(operation)}");
        return true;
    }

    /// <summary>Says that there is nothing to do; -Wait gives what it would have come to.</summary>
    private protected void WriteSkipped(BcApp app)
    {
        WriteVerbose($"Nothing to do: {app.Describe()} is in version {app.VersionText} already.");
        if (Wait)
            WriteObject(app);
    }

    /// <summary>The app once it is listed in the version that the operation aims at; null where nobody knows which app it is.</summary>
    private async Task<BcApp?> WaitForAppAsync(BcConnection connection, BcAppOperation operation)
    {
        operation = await WaitForEndOfAsync(connection, operation);
        if (!operation.IsSucceeded)
        {
            // The service sometimes reports a failure of what went through. The list of apps decides; it had not this version before.
            var failure = Failed(operation);
            var installed = operation.TargetVersion is Version ? await FindAppAsync(connection, operation) : null;
            if (installed is null || !HasReached(installed, operation))
                throw failure;
            WriteWarning($"{failure.Message} All the same {installed.Describe()} is there now.");
            return installed;
        }

        if (operation.AppId == Guid.Empty)
            return null;

        using var progress = new WaitProgress(this, Describe(operation));
        var app = await FindAppAsync(connection, operation);
        return await WaiterFor(ListLag).UntilAsync(
            app,
            seen => seen is not null && HasReached(seen, operation),
            _ => "waiting for the list of apps",
            _ => FindAppAsync(connection, operation),
            seen => new BcException(ErrorCode.OperationTimeout, $"Operation {operation.OperationId} has succeeded, but the environment lists the app {(seen is null ? "not" : $"in version {seen.VersionText}")}.")
            {
                Target = operation,
                Advice = $"Look again with: Get-BcApp '{operation.EnvironmentName}' -AppId {operation.AppId}",
            },
            progress, PipelineStopToken);
    }

    /// <summary>Waits until the environment lists none of these apps any more. Until then the service refuses to install them again.</summary>
    private protected async Task WaitUntilGoneAsync(BcConnection connection, EnvironmentKey environment, IReadOnlyCollection<Guid> ids)
    {
        using var progress = new WaitProgress(this, $"Uninstallation in {environment}");
        await WaiterFor(LeaveLag).UntilAsync(
            await ListedAsync(),
            listed => listed.Count == 0,
            listed => listed.FirstOrDefault()?.State,
            _ => ListedAsync(),
            listed => new BcException(ErrorCode.OperationTimeout, $"The {listed[0].Describe()} is uninstalled, but still listed as {listed[0].State}.")
            {
                Target = listed[0],
                Advice = $"It cannot be installed again until it has left the list: Get-BcApp '{environment.Name}' -AppId {listed[0].AppId}",
            },
            progress, PipelineStopToken);

        async Task<List<BcApp>> ListedAsync()
        {
            var listed = new List<BcApp>();
            await foreach (var app in AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken))
            {
                if (ids.Contains(app.AppId))
                    listed.Add(app);
            }

            return listed;
        }
    }

    /// <summary>A waiter for what the list of apps needs after an operation, within the time that the caller gives.</summary>
    private OperationWaiter WaiterFor(TimeSpan lag)
    {
        var limit = TimeSpan.FromSeconds(TimeoutSec);
        return new(Context.Clock, limit < lag ? limit : lag);
    }

    /// <summary>For questions: what -IncludeDependency comes to.</summary>
    private protected static string WithDependencies(bool included) =>
        included ? ", and install or update the apps that it depends on to their latest compatible version" : string.Empty;

    private Task<BcApp?> FindAppAsync(BcConnection connection, BcAppOperation operation) =>
        AdminCenter(connection).FindAppAsync(new(operation.ApplicationFamily, operation.EnvironmentName), operation.AppId, PipelineStopToken);

    private static bool HasReached(BcApp app, BcAppOperation operation) =>
        operation.TargetVersion is not Version wanted || app.Version is not Version installed || installed >= wanted;

    /// <summary>Nobody agrees to terms by default.</summary>
    private protected static void RequireEula(bool accepted)
    {
        if (!accepted)
        {
            throw new BcException(ErrorCode.EulaNotAccepted, "Whoever installs an app agrees to the terms of its publisher and of Microsoft. Nothing was sent.")
            {
                Advice = "Read the terms, and say -AcceptIsvEula when you agree.",
            };
        }
    }
}
