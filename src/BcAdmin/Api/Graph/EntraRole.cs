namespace BcAdmin.Api.Graph;

/// <summary>
/// The built-in roles of Microsoft Entra ID that are granted to partners, by template ID. Template IDs are the same in every tenant.
/// </summary>
internal static class EntraRole
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["62e90394-69f5-4237-9190-012177145e10"] = "Global Administrator",
        ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"] = "Global Reader",
        ["44367163-eba1-44c3-98af-f5787879f96a"] = "Dynamics 365 Administrator",
        ["963797fb-eb3b-4cde-8ce3-5878b3f32a3f"] = "Dynamics 365 Business Central Administrator",
        ["11648597-926c-4cf3-9c36-bcebb0ba8dcc"] = "Power Platform Administrator",
        ["a9ea8996-122f-4c74-9520-8edcd192826c"] = "Fabric Administrator",
        ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] = "Application Administrator",
        ["cf1c38e5-3621-4004-a7cb-879624dced7c"] = "Application Developer",
        ["158c047a-c907-4556-b7ef-446551a6b5f7"] = "Cloud Application Administrator",
        ["c4e39bd9-1100-46d3-8c65-fb160da0071f"] = "Authentication Administrator",
        ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"] = "Privileged Authentication Administrator",
        ["e8611ab8-c189-46e8-94e1-60213ab1f814"] = "Privileged Role Administrator",
        ["b0f54661-2d74-4c50-afa3-1ec803f12efe"] = "Billing Administrator",
        ["7698a772-787b-4ac8-901f-60d6b08affd2"] = "Cloud Device Administrator",
        ["17315797-102d-40b4-93e0-432062caca18"] = "Compliance Administrator",
        ["b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"] = "Conditional Access Administrator",
        ["88d8e3e3-8f55-4a1e-953a-9b9898b8876b"] = "Directory Readers",
        ["9360feb5-f418-4baa-8175-e2a00bac4301"] = "Directory Writers",
        ["8329153b-31d0-4727-b945-745eb3bc5f31"] = "Domain Name Administrator",
        ["29232cdf-9323-42fd-ade2-1d097af3e4de"] = "Exchange Administrator",
        ["fdd7a751-b60b-444a-984c-02652fe8fa1c"] = "Groups Administrator",
        ["95e79109-95c0-4d8e-aee3-d01accf2d47b"] = "Guest Inviter",
        ["729827e3-9c14-49f7-bb1b-9608f156bbb8"] = "Helpdesk Administrator",
        ["3a2c62db-5318-420d-8d74-23affee5d9d5"] = "Intune Administrator",
        ["4d6ac14f-3453-41d0-bef9-a3e0c569773a"] = "License Administrator",
        ["790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"] = "Message Center Reader",
        ["2b745bdf-0803-4d80-aa65-822c4493daac"] = "Office Apps Administrator",
        ["966707d0-3269-4727-9be2-8c3a10f19b9d"] = "Password Administrator",
        ["4a5d8f65-41da-4de4-8968-e035b65339cf"] = "Reports Reader",
        ["194ae4cb-b126-40b2-bd5b-6091b380977d"] = "Security Administrator",
        ["5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"] = "Security Operator",
        ["5d6b6bb7-de71-4623-b4af-96380a352509"] = "Security Reader",
        ["f023fd81-a637-4b56-95fd-791ac0226033"] = "Service Support Administrator",
        ["f28a1f50-f6e7-4571-818b-6a12f2af6b6c"] = "SharePoint Administrator",
        ["69091246-20e8-4a56-aa4d-066075b2a7a8"] = "Teams Administrator",
        ["fe930be7-5e62-47db-91af-98c3a49a38b1"] = "User Administrator",
    };

    private static readonly HashSet<string> Administrators = new(StringComparer.OrdinalIgnoreCase)
    {
        "62e90394-69f5-4237-9190-012177145e10",
        "44367163-eba1-44c3-98af-f5787879f96a",
        "963797fb-eb3b-4cde-8ce3-5878b3f32a3f",
    };

    /// <summary>Whether the role grants access to the Business Central admin center.</summary>
    public static bool AdministersBusinessCentral(string templateId) => Administrators.Contains(templateId);

    /// <summary>The name of a role; the ID if the role is not in the list.</summary>
    public static string NameOf(string templateId) => Names.GetValueOrDefault(templateId, templateId);
}
