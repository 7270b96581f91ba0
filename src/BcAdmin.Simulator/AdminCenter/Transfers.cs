namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Transfers an environment to another tenant: an administrator offers it, and an administrator of the other tenant accepts it.</summary>
internal static class Transfers
{
    private static readonly TimeSpan AcceptWithin = TimeSpan.FromHours(8);
    private static readonly TimeSpan RunWithin = TimeSpan.FromDays(14);

    [Operation("requestEnvironmentTransfer")]
    public static Reply RequestEnvironmentTransfer(Call call, BcEnvironment environment)
    {
        var destination = Guid.Parse(call.Text("DestinationEntraTenantId")!);
        if (destination == call.Tenant.Id)
            throw Refusal.InvalidInput("DestinationEntraTenantId", "The environment is already in that tenant.");
        var runAt = call.Time("RunAt");
        if (runAt < call.Now || runAt > call.Now + RunWithin)
            throw Refusal.InvalidInput("RunAt", "RunAt must be within the next two weeks.");
        if (environment.PowerPlatformEnvironmentId is not null)
            throw CannotTransfer($"{environment.Name} is linked to a Power Platform environment; unlink it first.");
        if (call.Tenant.OpenOperationsOn(environment).Any(operation => operation.Transfer is not null))
            throw CannotTransfer($"{environment.Name} already has a transfer request.");
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
            Type = TransferWork.Offer,
            Request = call.Request(),
            Environment = environment,
            EnvironmentName = environment.Name,
            ExpiresOn = expires,
            DurationSec = 0,
            Parameters = parameters,
            Transfer = new TransferWork(destination, runAt),
            Ended = (_, _) => { },
        };
        call.Tenant.Operations.Add(operation.Queue());
        return Reply.Ok(EnvironmentJson.Write(call, operation));
    }

    [Operation("cancelEnvironmentTransfer")]
    public static Reply CancelEnvironmentTransfer(Call call, BcEnvironment environment)
    {
        var operation = call.Tenant.Operations.Find(candidate => candidate.Environment == environment && TransferWork.IsOpen(candidate))
            ?? throw NotFound($"{environment.Name} is not offered, or its transfer has started.");

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
        var environment = source?.FindEnvironment(call.Text("ApplicationFamily")!, call.Text("SourceEnvironmentName")!);
        var offer = source?.Operations.Find(operation =>
            operation is { Type: TransferWork.Offer, Status: OperationStatus.Queued } && operation.Environment == environment
            && operation.Transfer?.DestinationTenantId == call.Tenant.Id);
        if (source is null || offer is null)
        {
            throw NotFound($"No environment {call.Text("SourceEnvironmentName")} of the tenant {call.Text("SourceEntraTenantId")} "
                + "is offered to this tenant.");
        }

        var name = call.Text("DestinationEnvironmentName")!;
        Environments.CheckReserved(call, name);
        Environments.CheckNameIsFree(call.Tenant, offer.Environment.ApplicationFamily, name);

        offer.Parameters["isAcceptedByDestinationEntraTenant"] = true;
        offer.Finish(OperationStatus.Succeeded, call.Now, null);
        // The transfer is an operation of the administrator who offered the environment.
        var request = offer.Request with { CreatedOn = call.Now, ListedFrom = call.Request().ListedFrom };
        var start = offer.Transfer!.RunAt is { } runAt && runAt > call.Soon() ? runAt : call.Soon();
        var operation = TransferWork.PlanMove(offer, request, source, call.Tenant, name, start, call.Settings);
        operation.Parameters["runAt"] = EnvironmentJson.Time(start);
        operation.Failure = call.InjectedFailure();
        source.Operations.Add(operation.Queue());
        return Reply.Ok(EnvironmentJson.Write(call, operation));
    }

    private static Reply List(Call call, Tenant source, Func<TransferWork, bool> wanted) => Reply.List(
        TransferWork.OpenOffersOf(source).Where(offer => wanted(offer.Transfer!)).Select(offer => EnvironmentJson.Write(call, offer)));

    private static Refusal NotFound(string message) => new(404, "resourceDoesNotExist", message);

    private static Refusal CannotTransfer(string message) => new(409, "invalidStatusCannotTransferEnvironment", message);
}
