namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The number of environments and the storage of a tenant, used and allowed.</summary>
internal static class Storage
{
    private static readonly Version FirstWith64Bits = new(2, 26);

    [Operation("getEnvironmentUsedStorage")]
    public static Reply GetEnvironmentUsedStorage(Call call) => Reply.Ok(Write(call, Environments.Find(call)));

    [Operation("listUsedStorage")]
    public static Reply ListUsedStorage(Call call) => Reply.List(Environments.Visible(call).Select(environment => Write(call, environment)));

    [Operation("getQuotas")]
    public static Reply GetQuotas(Call call) => Reply.Ok(new JsonObject
    {
        ["environmentsCount"] = new JsonObject
        {
            ["production"] = call.Tenant.EnvironmentQuota(call.Settings, EnvironmentType.Production),
            ["sandbox"] = call.Tenant.EnvironmentQuota(call.Settings, EnvironmentType.Sandbox),
        },
        ["storageInKilobytes"] = new JsonObject
        {
            ["default"] = call.Tenant.Limits.DefaultStorageKb,
            ["userLicenses"] = call.Tenant.Limits.UserLicenseStorageKb,
            ["additionalCapacity"] = call.Tenant.Limits.AdditionalStorageKb,
            ["total"] = call.Tenant.StorageQuotaKb(call.Settings),
        },
    });

    private static JsonObject Write(Call call, BcEnvironment environment)
    {
        var size = environment.DatabaseKbAt(call.Now);
        var known = !call.Settings.UnknownStorage && (size <= int.MaxValue || call.Version >= FirstWith64Bits);
        return new JsonObject
        {
            ["environmentType"] = environment.Type.ToString(),
            ["environmentName"] = environment.Name,
            ["applicationFamily"] = environment.ApplicationFamily,
            ["databaseStorageInKilobytes"] = known ? size : -1,
        };
    }
}
