using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Moving an environment to another tenant: one administrator offers it, one of the other tenant accepts it.</summary>
internal static class Transfers
{
    private const string Request = "requestTransferToAnotherEntraTenant";
    private const string Move = "moveToAnotherAadTenant";
    private const double MoveSec = 900;
    private static readonly TimeSpan AcceptWithin = TimeSpan.FromHours(8);
    private static readonly TimeSpan RunWithin = TimeSpan.FromDays(14);

    [Operation("requestEnvironmentTransfer")]
    public static Reply RequestEnvironmentTransfer(Call call)
    {
        var environment = Environments.Find(call);
        var destination = Guid.Parse(call.Text("DestinationEntraTenantId")!);
        if (destination == call.Tenant.Id)
            throw Invalid("DestinationEntraTenantId", "The environment is in that tenant already.");
        var runAt = call.Time("RunAt");
        if (runAt < call.Now || runAt > call.Now + RunWithin)
            throw Invalid("RunAt", "RunAt has to lie within the next two weeks.");
        if (environment.PowerPlatformEnvironmentId is not null)
            throw CannotTransfer($"{environment.Name} is linked to a Power Platform environment; unlink it first.");
        if (call.Tenant.Operations.Exists(operation => operation.Environment == environment && operation is { IsTerminal: false, Type: Request or Move }))
            throw CannotTransfer($"{environment.Name} is on offer already.");
        call.CheckIdle(environment, "invalidStatusCannotTransferEnvironment");

        var expires = call.Now + AcceptWithin;
        var parameters = new JsonObject
        {
            ["sourceEntraTenantId"] = call.Tenant.Id.ToString(),
            ["destinationEntraTenantId"] = destination.ToString(),
            ["sourceEnvironmentName"] = environment.Name,
            ["environmentType"] = environment.Type.ToString(),
            ["productFamily"] = environment.ApplicationFamily,
        };
        if (runAt is not null)
            parameters["runAt"] = EnvironmentJson.Time(runAt);
        parameters["isAcceptedByDestinationEntraTenant"] = false;
        parameters["expiresOn"] = EnvironmentJson.Time(expires);

        var operation = new EnvironmentOperation
        {
            Type = Request,
            TenantId = call.Tenant.Id,
            Environment = environment,
            EnvironmentName = environment.Name,
            CreatedOn = call.Now,
            ExpiresOn = expires,
            DurationSec = 0,
            ListedFrom = call.ListedFrom(),
            CreatedBy = call.Caller.Id,
            CreatorPrincipalType = call.PrincipalType(),
            Parameters = parameters,
            Transfer = new TransferWork(destination, runAt),
            Ended = (_, _) => { },
        };
        call.Tenant.Operations.Add(operation.Queue());
        return Reply.Ok(EnvironmentJson.Write(call, operation));
    }

    [Operation("cancelEnvironmentTransfer")]
    public static Reply CancelEnvironmentTransfer(Call call)
    {
        var environment = Environments.Find(call);
        var operation = call.Tenant.Operations.Find(candidate => candidate.Environment == environment && IsOpen(candidate))
            ?? throw NotFound($"{environment.Name} is not on offer, or its transfer has begun.");

        operation.Cancel(call.Caller.Id, call.Now);
        return Reply.Ok(EnvironmentJson.Write(call, operation));
    }

    [Operation("listOutgoingTransfers")]
    public static Reply ListOutgoingTransfers(Call call) => List(call, call.Tenant, _ => true);

    [Operation("listIncomingTransfers")]
    public static Reply ListIncomingTransfers(Call call) => call.World.FindTenant(call["sourceEntraTenantId"]) is { } source
        ? List(call, source, transfer => transfer.DestinationTenantId == call.Tenant.Id)
        : Reply.List([]);

    [Operation("acceptEnvironmentTransfer")]
    public static Reply AcceptEnvironmentTransfer(Call call)
    {
        var source = call.World.FindTenant(call.Text("SourceEntraTenantId")!);
        var request = source?.Operations.Find(operation =>
            operation is { Type: Request, Status: OperationStatus.Queued, Transfer: not null } && operation.Transfer.DestinationTenantId == call.Tenant.Id
            && string.Equals(operation.Environment.ApplicationFamily, call.Text("ApplicationFamily"), StringComparison.OrdinalIgnoreCase)
            && string.Equals(operation.Environment.Name, call.Text("SourceEnvironmentName"), StringComparison.OrdinalIgnoreCase));
        if (source is null || request is null)
            throw NotFound($"No environment {call.Text("SourceEnvironmentName")} of the tenant {call.Text("SourceEntraTenantId")} is on offer to this tenant.");

        var name = call.Text("DestinationEnvironmentName")!;
        Environments.CheckReserved(call, name);
        Environments.CheckNameIsFree(call.Tenant, request.Environment.ApplicationFamily, name);

        request.Parameters["isAcceptedByDestinationEntraTenant"] = true;
        request.Finish(OperationStatus.Succeeded, call.Now, null);
        var operation = PlanMove(call, source, request, name);
        source.Operations.Add(operation.Queue());
        return Reply.Ok(EnvironmentJson.Write(call, operation));
    }

    /// <summary>The transfer itself: in the source tenant's books until it has run, in the destination's from then on.</summary>
    private static EnvironmentOperation PlanMove(Call call, Tenant source, EnvironmentOperation request, string name)
    {
        var (environment, destination, settings) = (request.Environment, call.Tenant, call.Settings);
        var start = request.Transfer!.RunAt is { } runAt && runAt > call.Soon() ? runAt : call.Soon();
        EnvironmentOperation? move = null;
        move = new EnvironmentOperation
        {
            Type = Move,
            TenantId = source.Id,
            Environment = environment,
            EnvironmentName = environment.Name,
            CreatedOn = call.Now,
            StartsOn = start,
            DurationSec = MoveSec,
            ListedFrom = call.ListedFrom(),
            // Whoever offered it.
            CreatedBy = request.CreatedBy,
            CreatorPrincipalType = request.CreatorPrincipalType,
            Parameters = new JsonObject
            {
                ["sourceAadTenantId"] = source.Id.ToString(),
                ["sourceEnvironmentName"] = environment.Name,
                ["destinationAadTenantId"] = destination.Id.ToString(),
                ["destinationEnvironmentName"] = name,
                ["runAt"] = EnvironmentJson.Time(start),
            },
            Transfer = request.Transfer,
            Failure = call.OrderedFailure(),
            // Acceptance has reserved nothing: name and quota are looked at when it runs.
            Started = () =>
            {
                environment.Status = EnvironmentStatus.NotReady;
                move!.Failure ??= Obstacle(environment, destination, name, settings);
            },
            Ended = (succeeded, _) =>
            {
                environment.Status = EnvironmentStatus.Active;
                if (!succeeded)
                    return;

                source.Environments.Remove(environment);
                source.Operations.Remove(move!);
                environment.Name = environment.FriendlyName = name;
                move!.EnvironmentName = name;
                environment.Sessions.Clear();
                environment.PendingUpdate = null;
                environment.SelectedUpdate = null;
                destination.Environments.Add(environment);
                destination.Operations.Add(move);
            },
        };
        return move;
    }

    private static string? Obstacle(BcEnvironment environment, Tenant destination, string name, Settings settings)
    {
        if (destination.FindEnvironment(environment.ApplicationFamily, name) is not null)
            return $"The destination has an environment {name} already.";
        return Storage.CountTowardsQuota(destination, environment.Type) >= Storage.EnvironmentQuota(destination, settings, environment.Type)
            ? $"The destination has no room for another environment of type {environment.Type}."
            : null;
    }

    /// <summary>Offers that are not done: waiting for an answer, or accepted and not yet transferred.</summary>
    private static Reply List(Call call, Tenant source, Func<TransferWork, bool> wanted) => Reply.List(source.Operations
        .Where(operation => operation is { Type: Request, Transfer: not null } && wanted(operation.Transfer) && (IsOpen(operation) || IsUnderWay(source, operation)))
        .Select(operation => EnvironmentJson.Write(call, operation)));

    private static bool IsUnderWay(Tenant source, EnvironmentOperation request) =>
        request.Status == OperationStatus.Succeeded && source.Operations.Exists(operation => operation.Transfer == request.Transfer && operation is { IsTerminal: false, Type: Move });

    private static bool IsOpen(EnvironmentOperation operation) => operation is { Type: Request or Move, Status: OperationStatus.Queued };

    private static Refusal Invalid(string target, string message) => new(400, "invalidInput", message) { Target = target };

    private static Refusal NotFound(string message) => new(404, "resourceDoesNotExist", message);

    private static Refusal CannotTransfer(string message) => new(409, "invalidStatusCannotTransferEnvironment", message);
}
