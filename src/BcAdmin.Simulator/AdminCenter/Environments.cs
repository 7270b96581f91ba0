using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Reading, creating, copying and deleting environments.</summary>
internal static class Environments
{
    private const double CreateSec = 300;
    private const double CopySec = 600;
    private const double DeleteSec = 120;

    /// <summary>Up to this version, create and copy return the environment itself and delete returns no body.</summary>
    private static readonly Version LastWithoutOperations = new(2, 8);

    [Operation("listEnvironments")]
    public static Reply ListEnvironments(Call call) => List(call, Visible(call));

    [Operation("listEnvironmentsByFamily")]
    public static Reply ListEnvironmentsByFamily(Call call)
    {
        var family = Family(call, "applicationTypeDoesNotExist");
        return List(call, Visible(call).Where(environment => string.Equals(environment.ApplicationFamily, family, StringComparison.Ordinal)));
    }

    [Operation("getEnvironment")]
    public static Reply GetEnvironment(Call call)
    {
        var json = EnvironmentJson.Write(call, Find(call));
        if (!call.Settings.GeoNameOfSingleEnvironment)
            json.Remove("geoName");
        return Reply.Ok(call.Settings.WrapSingleEnvironment ? new JsonObject { ["value"] = new JsonArray(json) } : json);
    }

    [Operation("createEnvironment")]
    public static Reply CreateEnvironment(Call call)
    {
        var family = Family(call, "DoesNotExist");
        var name = call["environmentName"];
        CheckName(call, name);

        var type = Enum.Parse<EnvironmentType>(call.Text("environmentType")!);
        var country = Country(call.Text("countryCode")!);
        var ring = call.Text("ringName") ?? Catalog.ProductionRing;
        var versions = Catalog.Versions(ring)
            ?? throw new Refusal(400, "resourceDoesNotExist", Catalog.UnknownRing(ring)) { Target = "ringName" };
        if (type == EnvironmentType.Production && !string.Equals(ring, Catalog.ProductionRing, StringComparison.OrdinalIgnoreCase))
            throw Refusal.InvalidInput("ringName", $"Production environments can only be created on the ring {Catalog.ProductionRing}.");

        var version = call.Text("applicationVersion") is { } wanted ? Version.Parse(wanted) : versions[^1];
        if (!call.Tenant.HasAccessTo(family, country))
            throw new Refusal(400, "applicationFamilyNotAccessible", $"The tenant cannot create environments of the family {family} in {country}.");
        if (!versions.Contains(version))
        {
            throw new Refusal(400, "destinationApplicationServiceNotFound",
                $"No service offers version {version} on the ring {ring}. Available: {string.Join(", ", versions)}.")
            { Target = "applicationVersion" };
        }

        CheckRoom(call, family, name, type);
        var environment = New(name, family, type, country, ring.ToUpperInvariant(), version);
        var companyName = $"CRONUS {country}";
        var company = Company.Create(companyName, companyName, call.Now, call.Caller.ObjectId) with { EvaluationCompany = true };
        var ended = WhenBuilt(call, environment, () => environment.Companies.Add(company));
        var operation = call.Start("create", environment, CreateSec, CreateParameters(environment, source: null), ended);
        return Accepted(call, environment, operation);
    }

    [Operation("copyEnvironment")]
    public static Reply CopyEnvironment(Call call)
    {
        var family = Family(call, "applicationTypeDoesNotExist");
        var source = Find(call, "sourceEnvironmentName");
        var name = call.Text("environmentName")!;
        CheckReserved(call, name);
        var type = Enum.Parse<EnvironmentType>(call.Text("type")!);
        if (type == EnvironmentType.Production && call.Version <= LastWithoutOperations)
            throw Refusal.InvalidInput("type", "This version of the API copies to sandboxes only.");

        CheckRoom(call, family, name, type);
        if (source.Status != EnvironmentStatus.Active)
            throw Refusal.InvalidInput("sourceEnvironmentName", $"Only an active environment can be copied; {source.Name} is {source.Status}.");

        var environment = New(name, family, type, source.CountryCode, source.RingName, source.Version);
        var ended = WhenBuilt(call, environment, () => environment.TakeContent(source, moment: null, call.Now, source.Apps, source.Published));
        var operation = call.Start("copy", environment, CopySec, CreateParameters(environment, source), ended, source: source);
        return Accepted(call, environment, operation);
    }

    [Operation("deleteEnvironment")]
    public static Reply DeleteEnvironment(Call call)
    {
        var environment = Find(call);
        switch (environment.Status)
        {
            case EnvironmentStatus.SoftDeleting or EnvironmentStatus.Removing:
                throw new Refusal(409, "tenantDeletionInProgress", $"{environment.Name} is already being deleted.");
            case EnvironmentStatus.Active when environment.PowerPlatformEnvironmentId is not null:
                throw new Refusal(
                    409, "invalidStatusCannotDeleteTenant", $"{environment.Name} is linked to a Power Platform environment; unlink it first.");
            case EnvironmentStatus.Active:
                call.CheckIdle(environment, "invalidStatusCannotDeleteTenant");
                return Deleted(call, SoftDelete(call, environment));
            case EnvironmentStatus.SoftDeletingFailed or EnvironmentStatus.RecoveringFailed:
                return Deleted(call, SoftDelete(call, environment));
            case EnvironmentStatus.CreatingFailed or EnvironmentStatus.RemovingFailed:
                return Deleted(call, HardDelete(call, environment));
            default:
                throw new Refusal(409, "invalidStatusCannotDeleteTenant", $"{environment.Name} cannot be deleted while it is {environment.Status}.");
        }
    }

    /// <summary>The environment that the path names.</summary>
    /// <exception cref="Refusal">404 environmentNotFound.</exception>
    public static BcEnvironment Find(Call call, string nameParameter = "environmentName") =>
        call.Tenant.FindEnvironment(call["applicationFamily"], call[nameParameter]) is { } environment && call.Caller.MaySee(environment)
        ? environment
        : throw new Refusal(404, "environmentNotFound", $"There is no environment {call[nameParameter]} in the family {call["applicationFamily"]}.")
        {
            Target = $"{call["applicationFamily"]}/{call[nameParameter]}",
        };

    /// <summary>The environments that the caller can see.</summary>
    public static IEnumerable<BcEnvironment> Visible(Call call) => call.Tenant.Environments.Where(call.Caller.MaySee);

    /// <summary>The application family that the path names, in the tenant's spelling.</summary>
    /// <exception cref="Refusal">404 with the code that the operation uses.</exception>
    public static string Family(Call call, string code) =>
        call.Tenant.ApplicationFamilies.Concat(call.Tenant.ApplicationAccess.Where(entry => entry.Value).Select(entry => entry.Key.Family))
            .FirstOrDefault(family => string.Equals(family, call["applicationFamily"], StringComparison.OrdinalIgnoreCase))
        ?? throw new Refusal(404, code, $"There is no application family {call["applicationFamily"]}.") { Target = call["applicationFamily"] };

    /// <summary>Checks a name for a new environment against the contract's rules for it.</summary>
    /// <exception cref="Refusal">400 environmentNameNotValid.</exception>
    public static void CheckName(Call call, string name)
    {
        var contract = call.Operation.Contract;
        var schema = contract.Component("EnvironmentName");
        if (contract.Validator.Validate(JsonValue.Create(name), schema, Direction.Request, $"The environment name '{name}'") is [var violation, ..])
            throw new Refusal(400, "environmentNameNotValid", violation.Message);
        CheckReserved(call, name);
    }

    public static void CheckReserved(Call call, string name)
    {
        var reserved = call.Operation.Contract.Component("EnvironmentName").GetProperty("x-bc-reserved-names");
        if (reserved.EnumerateArray().Any(word => string.Equals(word.GetString(), name, StringComparison.OrdinalIgnoreCase)))
            throw new Refusal(400, "environmentNameNotValid", $"The environment name '{name}' is reserved.");
    }

    /// <summary>Checks that the tenant can have one more environment with this name, now.</summary>
    /// <param name="over">The number of environments above the quota that are tolerated temporarily.</param>
    /// <exception cref="Refusal">
    /// resourceExists, environmentReservationFailed, tenantAlreadyProvisioning, maximumNumberOfEnvironmentsAllowedReached
    /// or maximumStorageCapacityUsageReached.
    /// </exception>
    public static void CheckRoom(Call call, string family, string name, EnvironmentType type, int over = 0)
    {
        CheckNameIsFree(call.Tenant, family, name);

        var running = call.Tenant.Operations.Count(operation => operation is { IsTerminal: false, Type: "create" or "copy" or "pitRestore" });
        if (running >= call.Settings.MaxParallelProvisioning)
            throw new Refusal(409, "tenantAlreadyProvisioning", $"The tenant is already creating {running} environments; try again later.");

        CheckQuota(call, type, over);
        if (call.Tenant.UsedStorageKb(call.Now) >= call.Tenant.StorageQuotaKb(call.Settings))
        {
            throw new Refusal(
                400, "maximumStorageCapacityUsageReached", "The storage of the tenant is used up. Delete environments or data, or buy storage.");
        }
    }

    /// <exception cref="Refusal">resourceExists or environmentReservationFailed.</exception>
    public static void CheckNameIsFree(Tenant tenant, string family, string name)
    {
        if (tenant.FindEnvironment(family, name) is not { } taken)
            return;

        throw taken.Status == EnvironmentStatus.Preparing
            ? new Refusal(409, "environmentReservationFailed", $"The name {name} is already used by an environment that is being created.")
            : new Refusal(409, "resourceExists", $"There is already an environment {taken.Name}.");
    }

    /// <exception cref="Refusal">maximumNumberOfEnvironmentsAllowedReached.</exception>
    public static void CheckQuota(Call call, EnvironmentType type, int over = 0)
    {
        var quota = call.Tenant.EnvironmentQuota(call.Settings, type);
        if (call.Tenant.CountTowardsQuota(type) >= quota + over)
        {
            throw new Refusal(
                400, "maximumNumberOfEnvironmentsAllowedReached",
                $"The tenant has reached its quota of {quota} environment{(quota == 1 ? "" : "s")} of type {type}.");
        }
    }

    private static Reply List(Call call, IEnumerable<BcEnvironment> environments) =>
        Reply.List(environments.Select(environment => EnvironmentJson.Write(call, environment)));

    public static string Country(string code)
    {
        if (string.IsNullOrWhiteSpace(code))
            throw Refusal.InvalidInput("countryCode", "countryCode must not be blank.");

        return Catalog.FindCountry(code)
            ?? throw new Refusal(400, "destinationApplicationServiceNotFound", $"No service hosts the country '{code}'.") { Target = "countryCode" };
    }

    /// <summary>A new environment in creation, with the apps that all environments have.</summary>
    public static BcEnvironment New(string name, string family, EnvironmentType type, string country, string ring, Version version)
    {
        var environment = new BcEnvironment
        {
            Name = name,
            FriendlyName = name,
            ApplicationFamily = family,
            Type = type,
            CountryCode = country,
            RingName = ring,
            Version = version,
            Status = EnvironmentStatus.Preparing,
        };
        environment.Preinstall();
        return environment;
    }

    private static JsonObject CreateParameters(BcEnvironment environment, BcEnvironment? source) => new()
    {
        ["sourceEnvironmentName"] = source?.Name ?? "",
        ["sourceEnvironmentType"] = source?.Type.ToString() ?? "",
        ["destinationEnvironmentName"] = environment.Name,
        ["destinationEnvironmentType"] = environment.Type.ToString(),
        ["applicationVersion"] = environment.Version.ToString(),
        ["countryCode"] = environment.CountryCode,
    };

    /// <summary>Adds the environment to the tenant and returns the action for the end of its creation.</summary>
    public static Action<bool, DateTimeOffset> WhenBuilt(Call call, BcEnvironment environment, Action fill)
    {
        call.Tenant.Environments.Add(environment);
        var warmup = call.World.Clock.Scaled(call.Settings.EnvironmentWarmupSec);
        return (succeeded, at) =>
        {
            if (!succeeded)
            {
                environment.Status = EnvironmentStatus.CreatingFailed;
                return;
            }

            fill();
            environment.CompleteCreation(at, warmup);
        };
    }

    private static Reply Accepted(Call call, BcEnvironment environment, EnvironmentOperation operation) =>
        call.Version <= LastWithoutOperations
            ? Reply.Created(EnvironmentJson.Write(call, environment))
            : Reply.Accepted(EnvironmentJson.Write(call, operation));

    private static Reply Deleted(Call call, EnvironmentOperation operation) =>
        call.Version <= LastWithoutOperations || call.Settings.EmptyBodyOn202Delete
            ? new Reply(202)
            : Reply.Accepted(EnvironmentJson.Write(call, operation));

    private static EnvironmentOperation SoftDelete(Call call, BcEnvironment environment)
    {
        environment.Status = EnvironmentStatus.SoftDeleting;
        var parameters = new JsonObject
        {
            ["softDeletedOn"] = EnvironmentJson.Time(call.Now),
            ["hardDeletePendingOn"] = EnvironmentJson.Time(call.Now + BcEnvironment.KeptAfterDelete),
            ["deleteReason"] = "requestedByAdmin",
        };
        var digits = call.Settings.DeletedNameDigits;
        return call.Start("softDelete", environment, DeleteSec, parameters, (succeeded, at) =>
        {
            if (succeeded)
                environment.SoftDelete(at, digits);
            else
                environment.Status = EnvironmentStatus.SoftDeletingFailed;
        });
    }

    private static EnvironmentOperation HardDelete(Call call, BcEnvironment environment)
    {
        environment.Status = EnvironmentStatus.Removing;
        var parameters = new JsonObject
        {
            ["environmentName"] = environment.Name,
            ["environmentType"] = environment.Type.ToString(),
            ["productFamily"] = environment.ApplicationFamily,
            ["countryCode"] = environment.CountryCode,
            ["applicationVersion"] = environment.Version.ToString(),
        };
        var tenant = call.Tenant;
        return call.Start("delete", environment, DeleteSec, parameters, (succeeded, _) =>
        {
            if (succeeded)
                tenant.Environments.Remove(environment);
            else
                environment.Status = EnvironmentStatus.RemovingFailed;
        });
    }
}
