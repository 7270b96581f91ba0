namespace BcAdmin;

/// <summary>
/// A customer of a partner. Unlike other objects, it has no connection: its TenantId identifies a tenant to sign in to, so that a cmdlet uses the
/// connection to the customer and not that of the partner.
/// </summary>
public sealed record BcCustomer
{
    /// <summary>The name of the customer's organization.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary>The Microsoft Entra tenant ID of the customer.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The tenant ID of the partner.</summary>
    public string? PartnerTenantId { get; init; }

    /// <summary>The roles that active relationships grant, by name if it is known; only with -Detailed.</summary>
    public IReadOnlyList<string>? Roles { get; init => field = value is null ? null : new ValueList<string>([.. value]); }

    /// <summary>When the last active relationship ends; only with -Detailed.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Whether an active relationship is extended automatically; only with -Detailed.</summary>
    public bool? IsAutoExtended { get; init; }

    /// <summary>The relationships with the customer, active ones first; only with -Detailed.</summary>
    public IReadOnlyList<BcCustomerRelationship>? Relationships
    {
        get;
        init => field = value is null ? null : new ValueList<BcCustomerRelationship>([.. value]);
    }

    public override string ToString() => DisplayName;
}
