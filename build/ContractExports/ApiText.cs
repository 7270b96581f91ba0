namespace BcAdmin.ContractExports;

/// <summary>What people read about an API where the contract's own texts are too long or not meant for them.</summary>
/// <param name="Name">Of its contract file.</param>
/// <param name="Title">At most 30 characters and without the word API: the limits of a connector.</param>
/// <param name="Description">30 to 500 characters, for the same reason.</param>
/// <param name="Prefix">What its paths begin with, before those of the contract.</param>
internal sealed record ApiText(string Name, string Title, string Description, string Prefix)
{
    public static readonly IReadOnlyList<ApiText> All =
    [
        new(
            "admin-center",
            "Business Central Admin Center",
            "Environments of Dynamics 365 Business Central online with their updates, apps, sessions, storage and settings.",
            ""),
        new(
            "automation",
            "Business Central Automation",
            "Companies, users, permissions, extensions and configuration packages inside an environment of Dynamics 365 Business Central online.",
            "/v2.0/{tenantId}/{environmentName}/api/microsoft/automation/v2.0"),
    ];

    /// <summary>Parameters that stand in the prefix and so belong to every operation.</summary>
    public IReadOnlyList<string> PrefixParameters => Prefix.Length == 0 ? [] : ["tenantId", "environmentName"];
}
