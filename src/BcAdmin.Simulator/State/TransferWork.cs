namespace BcAdmin.Simulator.State;

/// <summary>The destination and the time of a transfer. The offer and the transfer that follows it share it.</summary>
internal sealed class TransferWork(Guid destinationTenantId, DateTimeOffset? runAt)
{
    public const string Offer = "requestTransferToAnotherEntraTenant";
    public const string Move = "moveToAnotherAadTenant";
    private const double MoveSec = 900;

    public Guid DestinationTenantId { get; } = destinationTenantId;

    public DateTimeOffset? RunAt { get; } = runAt;

    /// <summary>Whether an offer or a transfer can still be canceled.</summary>
    public static bool IsOpen(EnvironmentOperation operation) => operation is { Type: Offer or Move, Status: OperationStatus.Queued };

    /// <summary>Offers that are not complete: waiting for a response, or accepted and not yet transferred.</summary>
    public static IEnumerable<EnvironmentOperation> OpenOffersOf(Tenant source) =>
        from offer in source.Operations
        where offer is { Type: Offer, Transfer: not null }
        where IsOpen(offer) || (offer.Status == OperationStatus.Succeeded && source.Operations.Exists(move => IsMoveOf(move, offer)))
        select offer;

    /// <summary>The transfer itself: an operation of the source tenant until it has run, and then of the destination.</summary>
    /// <param name="request">The user who offered the environment, and the time of the acceptance.</param>
    /// <param name="name">The name of the environment in the destination.</param>
    public static EnvironmentOperation PlanMove(
        EnvironmentOperation offer, OperationRequest request, Tenant source, Tenant destination, string name, DateTimeOffset start, Settings settings)
    {
        var environment = offer.Environment;
        EnvironmentOperation? move = null;
        move = new EnvironmentOperation
        {
            Type = Move,
            Request = request,
            Environment = environment,
            EnvironmentName = environment.Name,
            StartsOn = start,
            DurationSec = MoveSec,
            Parameters = new JsonObject
            {
                ["sourceAadTenantId"] = source.Id.ToString(),
                ["sourceEnvironmentName"] = environment.Name,
                ["destinationAadTenantId"] = destination.Id.ToString(),
                ["destinationEnvironmentName"] = name,
            },
            Transfer = offer.Transfer,
            // The acceptance does not reserve anything, so name and quota are checked when the transfer runs.
            Started = () =>
            {
                environment.Status = EnvironmentStatus.NotReady;
                move!.Failure ??= FindObstacle(environment, destination, name, settings);
            },
            Ended = (succeeded, _) =>
            {
                environment.Status = EnvironmentStatus.Active;
                if (succeeded)
                    Complete(move!, source, destination, name);
            },
        };
        return move;
    }

    private static bool IsMoveOf(EnvironmentOperation move, EnvironmentOperation offer) =>
        move.Transfer == offer.Transfer && move is { IsTerminal: false, Type: Move };

    private static string? FindObstacle(BcEnvironment environment, Tenant destination, string name, Settings settings)
    {
        if (destination.FindEnvironment(environment.ApplicationFamily, name) is not null)
            return $"The destination already has an environment {name}.";
        return destination.CountTowardsQuota(environment.Type) >= destination.EnvironmentQuota(settings, environment.Type)
            ? $"The destination has no room for another environment of type {environment.Type}."
            : null;
    }

    private static void Complete(EnvironmentOperation move, Tenant source, Tenant destination, string name)
    {
        var environment = move.Environment;
        source.Environments.Remove(environment);
        source.Operations.Remove(move);
        environment.Name = environment.FriendlyName = name;
        move.EnvironmentName = name;
        environment.Sessions.Clear();
        environment.PendingUpdate = null;
        environment.SelectedUpdate = null;
        destination.Environments.Add(environment);
        destination.Operations.Add(move);
    }
}
