using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts an operation on an app of an environment, and ends with the app.</summary>
public abstract class BcAppOperationCmdlet : BcEnvironmentOperationCmdlet
{
    /// <summary>The list of apps may lag behind the operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

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
        var activity = Describe(operation);
        try
        {
            operation = await WaitForAsync(connection, operation, activity);
        }
        catch (BcException exception) when (exception is { Code: "OperationFailed", Target: BcAppOperation failed })
        {
            // The service sometimes reports a failure of what went through. The list of apps decides; it had not this version before.
            if (failed.TargetVersion is not Version || await FindAppAsync(connection, failed) is not { } installed || !HasReached(installed, failed))
                throw;
            WriteWarning($"{exception.Message} All the same {installed.Describe()} is there now.");
            return installed;
        }

        if (operation.AppId == Guid.Empty)
            return null;

        using var progress = new WaitProgress(this, activity);
        var app = await FindAppAsync(connection, operation);
        var limit = TimeSpan.FromSeconds(TimeoutSec);
        return await new OperationWaiter(WaitClock.Current, limit < ListLag ? limit : ListLag).UntilAsync(
            app,
            seen => seen is not null && HasReached(seen, operation),
            _ => "waiting for the list of apps",
            _ => FindAppAsync(connection, operation),
            seen => new BcException("OperationTimeout", $"Operation {operation.OperationId} has succeeded, but the environment lists the app {(seen is null ? "not" : $"in version {seen.VersionText}")}.")
            {
                Target = operation,
                Advice = $"Look again with: Get-BcApp '{operation.EnvironmentName}' -AppId {operation.AppId}",
            },
            progress, PipelineStopToken);
    }

    private Task<BcApp?> FindAppAsync(BcConnection connection, BcAppOperation operation) =>
        AdminCenter(connection).FindAppAsync(new(operation.ApplicationFamily, operation.EnvironmentName), operation.AppId, PipelineStopToken);

    private static bool HasReached(BcApp app, BcAppOperation operation) =>
        operation.TargetVersion is not Version wanted || app.Version is not Version installed || installed >= wanted;

    /// <summary>Nobody agrees to terms by default.</summary>
    private protected static void RequireEula(bool accepted)
    {
        if (!accepted)
        {
            throw new BcException("EulaNotAccepted", "Whoever installs an app agrees to the terms of its publisher and of Microsoft. Nothing was sent.")
            {
                Advice = "Read the terms, and say -AcceptIsvEula when you agree.",
            };
        }
    }
}
