using System.Text.Json.Nodes;
using BcAdmin.Simulator.Faults;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Starts the operations that take a while.</summary>
internal static class LongRunning
{
    /// <summary>Simulated seconds between the request and the start.</summary>
    private const double QueueSec = 15;

    /// <summary>Enters a new operation in the tenant's books.</summary>
    /// <param name="call">The call that asks for it.</param>
    /// <param name="type">Type in camelCase.</param>
    /// <param name="environment">The environment that it works on.</param>
    /// <param name="durationSec">Simulated seconds from start to end.</param>
    /// <param name="parameters">What the record shows of the request.</param>
    /// <param name="ended">What the end does, told whether it succeeded and when. Runs under the tenant's lock.</param>
    public static EnvironmentOperation Start(
        this Call call, string type, BcEnvironment environment, double durationSec, JsonObject parameters, Action<bool, DateTimeOffset> ended)
    {
        var failure = call.World.Faults.Strike(call.Operation.Id, isApi: true, fault => fault.Kind == FaultKind.FailOperation);
        var clock = call.World.Clock;
        var start = call.Now + clock.Scaled(QueueSec);
        var operation = new EnvironmentOperation
        {
            Type = type,
            Environment = environment,
            EnvironmentName = environment.Name,
            CreatedOn = call.Now,
            StartsOn = start,
            EndsOn = start + clock.Scaled(durationSec),
            ListedFrom = call.Now + clock.Scaled(call.Settings.OperationListLagSec),
            CreatedBy = call.Caller.Id,
            CreatorPrincipalType = call.Caller.Kind == CallerKind.App ? "App" : "User",
            Parameters = parameters,
            Failure = failure is null ? null : failure.Message ?? $"The simulator was told to let {call.Operation.Id} fail.",
            Ended = ended,
        };
        call.Tenant.Operations.Add(operation);
        return operation;
    }
}
