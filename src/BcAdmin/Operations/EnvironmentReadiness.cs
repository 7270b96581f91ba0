using System.Net;

namespace BcAdmin.Operations;

/// <summary>Waits until an environment can be used. Its APIs can take a while to respond after its operation has succeeded.</summary>
internal static class EnvironmentReadiness
{
    /// <summary>The APIs of an Active environment respond within minutes, unless they have another URL or the connection is blocked.</summary>
    private static readonly TimeSpan MaxStartupTime = TimeSpan.FromMinutes(15);

    /// <summary>Returns the environment when it is Active and its companies can be read, or the caller has no access to its data.</summary>
    public static async Task<BcEnvironment> WaitAsync(
        OperationWaiter waiter, AdminCenterClient admin, AutomationClient inside, EnvironmentKey key, IProgress<WaitState>? progress,
        CancellationToken cancellationToken)
    {
        var active = new WaitFor<BcEnvironment?>(
            null, FindAsync, seen =>
                seen is not null && (seen.HasStatus("Active") || seen.HasFailed),
                seen => seen?.Status ?? Messages.WaitingForEnvironmentStatus, TimedOut);
        var environment = (await waiter.WaitUntilAsync(active, progress, cancellationToken).ConfigureAwait(false))!;
        if (!environment.HasStatus("Active"))
            throw new BcException(ErrorCode.EnvironmentFailed, Messages.EnvironmentEndedWithStatus(key, environment)) { Target = key.Name };

        var isActiveSince = inside.Clock.GetTimestamp();
        var answering = new WaitFor<bool>(false, AnswersAsync, answers => answers, _ => Messages.WaitingForApis, _ => TimedOut(environment));
        await waiter.WaitUntilAsync(answering, progress, cancellationToken).ConfigureAwait(false);
        return environment;

        async Task<BcEnvironment?> FindAsync(CancellationToken token)
        {
            try
            {
                return await admin.GetEnvironmentAsync(key, once: false, token).ConfigureAwait(false);
            }
            catch (BcApiException exception) when (exception.IsNotFound)
            {
                return null;
            }
        }

        async Task<bool> AnswersAsync(CancellationToken token)
        {
            try
            {
                await inside.ProbeAsync(token).ConfigureAwait(false);
                return true;
            }
            catch (BcApiException exception) when (exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return true; // The API responds, but the caller has no access.
            }
            catch (BcApiException exception) when (exception.IsNotFound || exception.IsTransient)
            {
                return inside.Clock.GetElapsedTime(isActiveSince) < MaxStartupTime ? false : throw Silent(exception);
            }
        }

        BcException TimedOut(BcEnvironment? seen) =>
            new(ErrorCode.OperationTimeout, Messages.EnvironmentNotReadyYet(key, seen))
            {
                Target = key.Name,
                Advice = Messages.CheckEnvironmentAgain(key),
            };

        BcException Silent(BcApiException exception) =>
            new(ErrorCode.OperationTimeout, Messages.EnvironmentApisNotResponding(key, exception), exception)
            {
                Target = key.Name,
                Advice = Messages.FindCauseWithTestConnection(key),
            };
    }
}
