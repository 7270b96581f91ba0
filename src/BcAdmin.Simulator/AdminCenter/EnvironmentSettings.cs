namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Settings of an environment: Application Insights, access, and how apps are updated.</summary>
internal static class EnvironmentSettings
{
    private static readonly Version FirstWithM365Access = new(21, 1);

    [Operation("setAppInsightsKey")]
    public static Reply SetAppInsightsKey(Call call, BcEnvironment environment)
    {
        call.CheckIdle(environment, "cannotSetAppInsightsKey");
        var key = call.Text("key")!;
        environment.AppInsightsKey = key.Length == 0 ? null : key;
        call.LogModification(environment, new JsonObject { ["setting"] = "applicationInsightsKey" });
        EnvironmentChanges.Restart(call, environment);
        return Reply.Empty();
    }

    [Operation("getSecurityGroup")]
    public static Reply GetSecurityGroup(Call call)
    {
        if (Environments.Find(call).SecurityGroupId is not { } id)
            return Reply.NoContent();

        return Reply.Ok(new JsonObject
        {
            ["id"] = id.ToString(),
            ["displayName"] = call.Tenant.Groups.Find(group => group.Id == id)?.DisplayName ?? "",
        });
    }

    [Operation("setSecurityGroup")]
    public static Reply SetSecurityGroup(Call call, BcEnvironment environment)
    {
        var id = Guid.Parse(call.Text("Value")!);
        if (!call.Tenant.Groups.Exists(group => group.Id == id))
            throw new Refusal(404, "ResourceDoesNotExist", $"There is no group {id} in Microsoft Entra ID.");

        environment.SecurityGroupId = id;
        call.LogModification(environment, new JsonObject { ["securityGroupId"] = id.ToString() });
        return Reply.Empty();
    }

    [Operation("clearSecurityGroup")]
    public static Reply ClearSecurityGroup(Call call, BcEnvironment environment)
    {
        environment.SecurityGroupId = null;
        call.LogModification(environment, new JsonObject { ["securityGroupId"] = null });
        return Reply.Empty();
    }

    [Operation("getPartnerAccess")]
    public static Reply GetPartnerAccess(Call call)
    {
        AdmitGlobalAdministrator(call);
        var access = Environments.Find(call).PartnerAccess;
        return Reply.Ok(new JsonObject
        {
            ["status"] = access.Status,
            ["allowedPartnerTenantIds"] = new JsonArray([.. access.AllowedTenantIds.Select(id => JsonValue.Create(id.ToString()))]),
        });
    }

    [Operation("setPartnerAccess")]
    public static Reply SetPartnerAccess(Call call)
    {
        AdmitGlobalAdministrator(call);
        var environment = Environments.Find(call);
        var status = call.Text("status")!;
        Guid[] tenants = [.. (call.Body["allowedPartnerTenantIds"]?.AsArray() ?? []).Select(id => Guid.Parse(id!.GetValue<string>())).Distinct()];
        if (status == "AllowSelectedPartnerTenants" != tenants.Length > 0)
        {
            throw Refusal.InvalidInput("allowedPartnerTenantIds",
                "allowedPartnerTenantIds requires the status AllowSelectedPartnerTenants, and this status requires at least one tenant.");
        }

        environment.PartnerAccess = new PartnerAccess(status, tenants);
        call.LogModification(environment, new JsonObject { ["partnerAccess"] = call.Body.DeepClone() });
        return Reply.Empty();
    }

    [Operation("getM365LicenseAccess")]
    public static Reply GetM365LicenseAccess(Call call)
    {
        var enabled = WithM365Access(call).M365LicenseAccess;
        return Reply.Ok(new JsonObject { ["enabled"] = call.Settings.M365AccessAsText ? enabled ? "true" : "false" : enabled });
    }

    [Operation("setM365LicenseAccess")]
    public static Reply SetM365LicenseAccess(Call call)
    {
        var environment = WithM365Access(call);
        environment.M365LicenseAccess = bool.Parse(call.Body["enabled"]!.ToString());
        call.LogModification(environment, new JsonObject { ["accessWithM365Licenses"] = environment.M365LicenseAccess });
        return Reply.Empty();
    }

    [Operation("setAppUpdateCadence")]
    public static Reply SetAppUpdateCadence(Call call, BcEnvironment environment)
    {
        environment.AppUpdateCadence = call.Text("value")!;
        call.LogModification(environment, new JsonObject { ["appSourceAppsUpdateCadence"] = environment.AppUpdateCadence });
        return Reply.Empty();
    }

    private static BcEnvironment WithM365Access(Call call)
    {
        var environment = Environments.Find(call);
        return environment.Version >= FirstWithM365Access
            ? environment
            : throw new Refusal(404, "resourceDoesNotExist", $"{environment.Name} requires version {FirstWithM365Access} or later.");
    }

    private static void AdmitGlobalAdministrator(Call call)
    {
        if (call.Caller.Account is not { GlobalAdministrator: true })
            throw new Refusal(403, "Forbidden", "Only Global Administrators of the tenant can read and change partner access.");
    }
}
