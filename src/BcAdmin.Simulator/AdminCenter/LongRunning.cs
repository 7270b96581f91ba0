using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Starts the long-running operations.</summary>
internal static class LongRunning
{
    /// <summary>Simulated seconds between the request and the start.</summary>
    private const double QueueSec = 15;

    /// <summary>Adds a new operation to those of the tenant.</summary>
    /// <param name="durationSec">Simulated seconds from start to end.</param>
    /// <param name="parameters">The request as the record shows it.</param>
    /// <param name="ended">The action for the end: receives whether the operation succeeded, and the time. Runs under the tenant's lock.</param>
    /// <param name="source">The environment that it reads from, if it is a different one.</param>
    public static EnvironmentOperation Start(
        this Call call, string type, BcEnvironment environment, double durationSec, JsonObject parameters, Action<bool, DateTimeOffset> ended,
        Action? started = null, BcEnvironment? source = null)
    {
        var operation = new EnvironmentOperation
        {
            Type = type,
            Request = call.Request(),
            Environment = environment,
            Source = source,
            EnvironmentName = environment.Name,
            StartsOn = call.Soon(),
            DurationSec = durationSec,
            Parameters = parameters,
            Failure = call.InjectedFailure(),
            Started = started,
            Ended = ended,
        };
        call.Tenant.Operations.Add(operation);
        return operation;
    }

    /// <summary>Adds the record of a change that is already complete, as the service logs changes of settings.</summary>
    public static void LogModification(this Call call, BcEnvironment environment, JsonObject parameters)
    {
        var operation = new EnvironmentOperation
        {
            Type = "modify",
            Request = call.Request(),
            Environment = environment,
            EnvironmentName = environment.Name,
            StartsOn = call.Now,
            DurationSec = 0,
            Parameters = parameters,
            Ended = (_, _) => { },
        };
        call.Tenant.Operations.Add(operation);
        operation.Advance(call.Now, call.World.Clock);
        operation.Advance(call.Now, call.World.Clock);
    }

    /// <summary>The start time of an operation that is requested now.</summary>
    public static DateTimeOffset Soon(this Call call) => call.Now + call.World.Clock.Scaled(QueueSec);

    public static OperationRequest Request(this Call call) => new(
        call.Tenant.Id, call.Now, call.Now + call.World.Clock.Scaled(call.Settings.OperationListLagSec), call.Caller.Id, call.Caller.PrincipalType);

    /// <summary>The reason why the operation that the call starts will fail, if a fault specifies one.</summary>
    public static string? InjectedFailure(this Call call, Guid? appId = null)
    {
        if (call.World.Faults.Match(call.Operation.Id, isApi: true, Fits) is not { } fault)
            return null;
        var message = fault.Message ?? $"The simulator is configured to fail {call.Operation.Id}.";
        return fault.ErrorCode?.Split('/') is [var code, .. var inner] ? AppJson.WriteFailure(code, inner.FirstOrDefault(), message) : message;

        bool Fits(Fault candidate) => candidate.Kind == FaultKind.FailOperation && (candidate.AppId is null || candidate.AppId == appId);
    }

    /// <summary>The operation that blocks other operations on an environment: one that runs or will run immediately.</summary>
    public static EnvironmentOperation? OperationUnderWay(this Call call, BcEnvironment environment) =>
        call.Tenant.OpenOperationsOn(environment).FirstOrDefault(operation => operation.IsUnderWay(call.Soon()));

    /// <summary>Checks that an environment is active and has no other operation.</summary>
    /// <exception cref="Refusal">409 with the given code.</exception>
    public static void CheckIdle(this Call call, BcEnvironment environment, string code)
    {
        if (call.OperationUnderWay(environment) is { } operation)
            throw new Refusal(409, code, $"{environment.Name} is busy: the operation {operation.Id} ({operation.Type}) must end first.");
        if (environment.Status != EnvironmentStatus.Active)
            throw new Refusal(409, code, $"This is not possible while {environment.Name} is {environment.Status}.");
    }
}
