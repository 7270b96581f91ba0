namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Reading the records of long-running operations.</summary>
internal static class Operations
{
    /// <summary>The simulated seconds that rolling back an update takes.</summary>
    private const double RollBackSec = 900;

    [Operation("listOperations")]
    [Operation("listOperationsOfFamily")]
    public static Reply ListOperations(Call call) => List(call, call.Tenant.Operations);

    [Operation("cancelEnvironmentOperation")]
    public static Reply CancelEnvironmentOperation(Call call, BcEnvironment environment)
    {
        var operation = Find(call);
        if (operation.Environment != environment)
            throw NotFound(call);
        if (operation is not { Type: "update" or "dataUpgrade", Status: OperationStatus.Running })
        {
            throw new Refusal(409, "invalidStatusCannotCancelOperation",
                $"Only an update that is running can be canceled; the operation {operation.Id} ({operation.Type}) is {operation.Status}.")
            { Target = call["operationId"] };
        }

        if (!operation.IsBeingRolledBack)
            operation.RollBack(call.Caller.Id, call.Now + call.World.Clock.Scaled(RollBackSec));
        return Reply.Empty();
    }

    [Operation("listEnvironmentOperations")]
    public static Reply ListEnvironmentOperations(Call call)
    {
        Environments.Family(call, "applicationTypeDoesNotExist");
        var operations = call.Tenant.Operations.Where(operation => IsOf(call, operation)).ToList();
        // A deleted environment has a new name; its operations can still be requested with the old one.
        if (operations.Count == 0)
            Environments.Find(call);
        return List(call, operations);
    }

    [Operation("getOperation")]
    public static Reply GetOperation(Call call) => Reply.Ok(EnvironmentJson.Write(call, Find(call)));

    [Operation("getEnvironmentOperation")]
    public static Reply GetEnvironmentOperation(Call call)
    {
        Environments.Family(call, "applicationTypeDoesNotExist");
        var operation = Find(call);
        return IsOf(call, operation) ? Reply.Ok(EnvironmentJson.Write(call, operation)) : throw NotFound(call);
    }

    // Partners see operations of environments that they can access, and of environments that no longer exist.
    private static Reply List(Call call, IEnumerable<EnvironmentOperation> operations) => Reply.List(operations
        .Where(operation => operation.ListedFrom <= call.Now && IsOpenTo(call, operation)).Reverse()
        .Select(operation => EnvironmentJson.Write(call, operation)));

    private static bool IsOpenTo(Call call, EnvironmentOperation operation) =>
        !call.Tenant.Environments.Contains(operation.Environment) || call.Caller.MaySee(operation.Environment);

    private static bool IsOf(Call call, EnvironmentOperation operation) =>
        string.Equals(operation.Environment.ApplicationFamily, call["applicationFamily"], StringComparison.OrdinalIgnoreCase)
        && (string.Equals(operation.EnvironmentName, call["environmentName"], StringComparison.OrdinalIgnoreCase)
            || string.Equals(operation.Environment.Name, call["environmentName"], StringComparison.OrdinalIgnoreCase));

    private static EnvironmentOperation Find(Call call) =>
        call.Tenant.Operations.Find(operation => operation.Id == call.Id("operationId") && IsOpenTo(call, operation)) ?? throw NotFound(call);

    private static Refusal NotFound(Call call) =>
        new(404, "resourceDoesNotExist", $"There is no operation {call["operationId"]}.") { Target = call["operationId"] };
}
