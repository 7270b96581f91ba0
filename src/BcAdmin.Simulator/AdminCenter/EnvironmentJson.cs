namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Environments and operations as the Admin Center API shows them.</summary>
internal static class EnvironmentJson
{
    /// <summary>The Azure region of all environments.</summary>
    public const string Geography = "Europe";

    private static readonly Version LastWithoutOperations = new(2, 8);
    private static readonly Version FirstWithSoftDelete = new(2, 18);

    public static JsonObject Write(Call call, BcEnvironment environment)
    {
        var json = new JsonObject
        {
            ["friendlyName"] = environment.FriendlyName,
            ["type"] = environment.Type.ToString(),
            ["name"] = environment.Name,
            ["countryCode"] = environment.CountryCode,
            ["applicationFamily"] = environment.ApplicationFamily,
            ["aadTenantId"] = call.Tenant.Id.ToString(),
            ["status"] = environment.Status.ToString(),
            ["webClientLoginUrl"] = $"https://businesscentral.dynamics.com/{call.Tenant.Id}/{Uri.EscapeDataString(environment.Name)}",
            // Points to the simulator, so that a client that follows it does not call the real service.
            ["webServiceUrl"] = $"{call.Exchange.BaseAddress}/v2.0/{call.Tenant.Id}/{Uri.EscapeDataString(environment.Name)}",
            ["locationName"] = "North Europe",
            ["geoName"] = Geography,
            ["ringName"] = environment.RingName,
            ["appInsightsKey"] = environment.AppInsightsKey,
            ["SoftDeletedOn"] = Time(environment.SoftDeletedOn),
            ["HardDeletePendingOn"] = Time(environment.HardDeletePendingOn),
            ["DeleteReason"] = environment.DeleteReason,
            ["AppSourceAppsUpdateCadence"] = environment.AppUpdateCadence,
            ["versionDetails"] = new JsonObject
            {
                ["version"] = $"{environment.Version.Major}.{environment.Version.Minor}",
                ["gracePeriodStartDate"] = Time(call.Now.Date.AddMonths(2)),
                ["enforcedUpdatePeriodStartDate"] = Time(call.Now.Date.AddMonths(3)),
            },
        };
        if (call.Version <= LastWithoutOperations || call.Settings.ApplicationVersionInAllVersions)
        {
            json["applicationVersion"] = environment.Version.ToString();
            json["platformVersion"] = $"{environment.Version.Major}.0.0.0";
        }

        return json;
    }

    public static JsonObject Write(Call call, EnvironmentOperation operation)
    {
        // Before v2.18, a deletion was called delete, whether soft or not.
        var type = operation.Type is "softDelete" && call.Version < FirstWithSoftDelete ? "delete" : operation.Type;
        var json = new JsonObject
        {
            ["id"] = operation.Id.ToString(),
            ["type"] = WithCasing(call, type),
            ["status"] = WithCasing(call, operation.Status.ToString()),
            ["aadTenantId"] = operation.TenantId.ToString(),
            ["createdOn"] = Time(operation.CreatedOn),
            ["createdBy"] = operation.CreatedBy,
            ["creatorPrincipalType"] = operation.CreatorPrincipalType,
            ["errorMessage"] = operation.ErrorMessage,
            ["parameters"] = operation.Parameters.DeepClone(),
        };
        if (operation.StartedOn is { } started)
            json["startedOn"] = Time(started);
        if (operation.CompletedOn is { } completed)
            json["completedOn"] = Time(completed);

        if (call.Settings.CanBeCanceledInOperations)
            json["canBeCanceled"] = operation.CanBeCanceled;
        var members = call.Settings.OperationMembersNested ? json["parameters"]!.AsObject() : json;
        members["environmentName"] = operation.EnvironmentName;
        var environmentType = operation.Environment.Type.ToString();
        members["environmentType"] = call.Settings.LowerCaseEnvironmentTypes ? environmentType.ToLowerInvariant() : environmentType;
        members["productFamily"] = operation.Environment.ApplicationFamily;
        return json;
    }

    /// <summary>A type or status of an operation in the spelling of the settings.</summary>
    public static string WithCasing(Call call, string word) =>
        (call.Settings.PascalCaseStatuses ? char.ToUpperInvariant(word[0]) : char.ToLowerInvariant(word[0])) + word[1..];

    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string? Time(DateTime date) => Time(new DateTimeOffset(date, TimeSpan.Zero));
}
