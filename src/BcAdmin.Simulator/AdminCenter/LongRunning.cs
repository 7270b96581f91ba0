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
    /// <param name="started">What the start does.</param>
    /// <param name="source">The environment that it reads from, if it is another one.</param>
    public static EnvironmentOperation Start(
        this Call call, string type, BcEnvironment environment, double durationSec, JsonObject parameters, Action<bool, DateTimeOffset> ended,
        Action? started = null, BcEnvironment? source = null)
    {
        var operation = new EnvironmentOperation
        {
            Type = type,
            TenantId = call.Tenant.Id,
            Environment = environment,
            Source = source,
            EnvironmentName = environment.Name,
            CreatedOn = call.Now,
            StartsOn = call.Soon(),
            DurationSec = durationSec,
            ListedFrom = call.ListedFrom(),
            CreatedBy = call.Caller.Id,
            CreatorPrincipalType = call.PrincipalType(),
            Parameters = parameters,
            Failure = call.OrderedFailure(),
            Started = started,
            Ended = ended,
        };
        call.Tenant.Operations.Add(operation);
        return operation;
    }

    /// <summary>Enters a change that is done already, as the service logs changes of settings.</summary>
    public static void LogModification(this Call call, BcEnvironment environment, JsonObject parameters)
    {
        var operation = new EnvironmentOperation
        {
            Type = "modify",
            TenantId = call.Tenant.Id,
            Environment = environment,
            EnvironmentName = environment.Name,
            CreatedOn = call.Now,
            StartsOn = call.Now,
            DurationSec = 0,
            ListedFrom = call.ListedFrom(),
            CreatedBy = call.Caller.Id,
            CreatorPrincipalType = call.PrincipalType(),
            Parameters = parameters,
            Ended = (_, _) => { },
        };
        call.Tenant.Operations.Add(operation);
        operation.Advance(call.Now, call.World.Clock);
        operation.Advance(call.Now, call.World.Clock);
    }

    /// <summary>When something starts that is asked for now.</summary>
    public static DateTimeOffset Soon(this Call call) => call.Now + call.World.Clock.Scaled(QueueSec);

    public static DateTimeOffset ListedFrom(this Call call) => call.Now + call.World.Clock.Scaled(call.Settings.OperationListLagSec);

    public static string PrincipalType(this Call call) => call.Caller.Kind == CallerKind.App ? "App" : "User";

    /// <summary>Why the operation that the call starts is going to fail, if a fault says so.</summary>
    public static string? OrderedFailure(this Call call, Guid? appId = null)
    {
        var fault = call.World.Faults.Strike(call.Operation.Id, isApi: true, fault => fault.Kind == FaultKind.FailOperation && (fault.AppId is null || fault.AppId == appId));
        if (fault is null)
            return null;
        var message = fault.Message ?? $"The simulator was told to let {call.Operation.Id} fail.";
        return fault.ErrorCode?.Split('/') is [var code, .. var inner] ? AppJson.WriteFailure(code, inner.FirstOrDefault(), message) : message;
    }

    /// <summary>The operation that keeps an environment from others: one that runs or is about to.</summary>
    public static EnvironmentOperation? OperationUnderWay(this Call call, BcEnvironment environment) => call.Tenant.Operations.Find(operation =>
        operation.Environment == environment && !operation.IsTerminal && (operation.Status == OperationStatus.Running || operation.StartsOn <= call.Soon()));

    /// <summary>Makes sure that an environment is active and left alone by other operations.</summary>
    /// <exception cref="Refusal">409 with the given code.</exception>
    public static void CheckIdle(this Call call, BcEnvironment environment, string code)
    {
        if (call.OperationUnderWay(environment) is { } operation)
            throw new Refusal(409, code, $"{environment.Name} is busy: the operation {operation.Id} ({operation.Type}) has to end first.");
        if (environment.Status != EnvironmentStatus.Active)
            throw new Refusal(409, code, $"This is not possible while {environment.Name} is {environment.Status}.");
    }

    /// <summary>Whether the caller holds a permission set inside the environments. An app that only open sign-in lets in holds all.</summary>
    public static bool Holds(this Caller caller, string permissionSet) =>
        (caller.App?.PermissionSets ?? caller.Account?.PermissionSets ?? [permissionSet]).Contains(permissionSet, StringComparer.OrdinalIgnoreCase);
}
