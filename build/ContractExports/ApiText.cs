namespace BcAdmin.ContractExports;

/// <summary>The texts about an API that users see where the contract's own texts are too long or are not intended for users.</summary>
/// <param name="Name">The name of its contract file.</param>
/// <param name="Title">At most 30 characters, without the word API. These are the limits of a connector.</param>
/// <param name="Description">30 to 500 characters, for the same reason.</param>
/// <param name="Prefix">The beginning of its paths, before those of the contract.</param>
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

    /// <summary>Parameters in the prefix, which belong to every operation.</summary>
    public IReadOnlyList<string> PrefixParameters => Prefix.Length == 0 ? [] : ["tenantId", "environmentName"];
}
