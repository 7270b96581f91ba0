using System.Globalization;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Environments and operations as the Admin Center API shows them.</summary>
internal static class EnvironmentJson
{
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
            // Leads back to the simulator, so that a client that follows it stays here.
            ["webServiceUrl"] = $"{call.Exchange.BaseAddress}/v2.0/{call.Tenant.Id}/{Uri.EscapeDataString(environment.Name)}",
            ["locationName"] = "North Europe",
            ["geoName"] = "Europe",
            ["ringName"] = environment.RingName,
            ["appInsightsKey"] = null,
            ["SoftDeletedOn"] = Time(environment.SoftDeletedOn),
            ["HardDeletePendingOn"] = Time(environment.HardDeletePendingOn),
            ["DeleteReason"] = environment.DeleteReason,
            ["AppSourceAppsUpdateCadence"] = "Default",
            ["versionDetails"] = new JsonObject
            {
                ["version"] = $"{environment.Version.Major}.{environment.Version.Minor}",
                ["gracePeriodStartDate"] = Time(call.Now.Date.AddMonths(2)),
                ["enforcedUpdatePeriodStartDate"] = Time(call.Now.Date.AddMonths(3)),
            },
        };
        if (call.Version <= LastWithoutOperations)
        {
            json["applicationVersion"] = environment.Version.ToString();
            json["platformVersion"] = $"{environment.Version.Major}.0.0.0";
        }

        return json;
    }

    public static JsonObject Write(Call call, EnvironmentOperation operation)
    {
        // Before v2.18 a delete was called a delete, soft or not.
        var type = operation.Type is "softDelete" && call.Version < FirstWithSoftDelete ? "delete" : operation.Type;
        var status = operation.Status.ToString();
        var json = new JsonObject
        {
            ["id"] = operation.Id.ToString(),
            ["type"] = call.Settings.PascalCaseStatuses ? char.ToUpperInvariant(type[0]) + type[1..] : type,
            ["status"] = call.Settings.PascalCaseStatuses ? status : char.ToLowerInvariant(status[0]) + status[1..],
            ["aadTenantId"] = call.Tenant.Id.ToString(),
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

        var members = call.Settings.OperationMembersNested ? json["parameters"]!.AsObject() : json;
        members["environmentName"] = operation.EnvironmentName;
        members["environmentType"] = operation.Environment.Type.ToString();
        members["productFamily"] = operation.Environment.ApplicationFamily;
        return json;
    }

    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string? Time(DateTime date) => Time(new DateTimeOffset(date, TimeSpan.Zero));
}
