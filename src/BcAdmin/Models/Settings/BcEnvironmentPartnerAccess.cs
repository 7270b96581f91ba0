namespace BcAdmin;

/// <summary>The access of partner tenants to the administration of an environment.</summary>
public sealed record BcEnvironmentPartnerAccess : BcEnvironmentResource
{
    internal const string SelectedPartners = "AllowSelectedPartnerTenants";
    private const string AllPartners = "AllowAllPartnerTenants";

    /// <summary>Disabled, AllowAllPartnerTenants, or AllowSelectedPartnerTenants.</summary>
    [JsonPropertyName("status")]
    public string? Access { get; init; }

    /// <summary>The tenant IDs of the partners; only with AllowSelectedPartnerTenants.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> PartnerTenantId => new ValueList<Guid>(AllowedPartnerTenantIds ?? []);

    public override string ToString() => Access ?? string.Empty;

    [JsonInclude]
    internal Guid[]? AllowedPartnerTenantIds { get; init; }

    internal bool AllowsAll => AllPartners.Equals(Access, StringComparison.OrdinalIgnoreCase);

    internal bool Is(string access, IReadOnlyCollection<Guid> partners) =>
        string.Equals(Access, access, StringComparison.OrdinalIgnoreCase) && PartnerTenantId.ToHashSet().SetEquals(partners);
}

/// <summary>The request body of setPartnerAccess. The tenants are omitted unless Status is AllowSelectedPartnerTenants.</summary>
internal sealed record SetPartnerAccessRequest(string Status, IReadOnlyCollection<Guid>? AllowedPartnerTenantIds);
