namespace BcAdmin.Simulator.Automation;

/// <summary>Role profiles. This API cannot assign one to a user.</summary>
internal static class Profiles
{
    private static readonly Profile[] All = DemoData.Read<Profile[]>("profiles");

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

    private sealed record Profile(string Id, string DisplayName, bool Enabled);
}
