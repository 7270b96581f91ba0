using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;

namespace BcAdmin.Simulator.Automation;

/// <summary>Role profiles. Nothing in this API gives one to a user.</summary>
internal static class Profiles
{
    private static readonly (string Id, string DisplayName, bool Enabled)[] All =
    [
        ("ACCOUNTANT", "Accountant", true),
        ("BUSINESS MANAGER", "Business Manager", true),
        ("ORDER PROCESSOR", "Sales Order Processor", true),
        ("PURCHASING AGENT", "Purchasing Agent", true),
        ("SECURITY ADMINISTRATOR", "Administration of users, groups and permissions", false),
        ("WAREHOUSE WORKER - WMS", "Warehouse Worker", true),
    ];

    [Operation("listProfiles")]
    public static Reply ListProfiles(Call call) => ODataCollection.Answer(call, All.Select(profile => new JsonObject
    {
        ["profileId"] = profile.Id,
        ["applicationId"] = "437dbf0e-84ff-417a-965d-ed2bb9650972",
        ["scope"] = "Tenant",
        ["source"] = "Base Application",
        ["displayName"] = profile.DisplayName,
        ["enabled"] = profile.Enabled,
    }));
}
