namespace BcAdmin;

/// <summary>Who from outside of the tenant may administer an environment.</summary>
public sealed record BcEnvironmentPartnerAccess : BcEnvironmentResource
{
    internal const string SelectedPartners = "AllowSelectedPartnerTenants";
    private const string AllPartners = "AllowAllPartnerTenants";

    /// <summary>Disabled, AllowAllPartnerTenants or AllowSelectedPartnerTenants.</summary>
    [JsonPropertyName("status")]
    public string? Access { get; init; }

    /// <summary>The partners' tenants; only with AllowSelectedPartnerTenants.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> PartnerTenantId => new ValueList<Guid>(AllowedPartnerTenantIds ?? []);

    public override string ToString() => Access ?? string.Empty;

    [JsonInclude]
    internal Guid[]? AllowedPartnerTenantIds { get; init; }

    internal bool AllowsAll => AllPartners.Equals(Access, StringComparison.OrdinalIgnoreCase);

    internal bool Is(string access, IReadOnlyCollection<Guid> partners) =>
        string.Equals(Access, access, StringComparison.OrdinalIgnoreCase) && PartnerTenantId.ToHashSet().SetEquals(partners);
}

/// <summary>Body of setPartnerAccess. Tenants are left out unless some are selected.</summary>
internal sealed record SetPartnerAccessRequest(string Status, IReadOnlyCollection<Guid>? AllowedPartnerTenantIds);
