namespace BcAdmin;

/// <summary>
/// A customer of a partner. Carries no connection, unlike other objects: its TenantId is a tenant to sign in to, so a cmdlet that it is piped to uses
/// the connection to the customer and never the one of the partner.
/// </summary>
public sealed record BcCustomer
{
    /// <summary>The name of the customer's organization.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary>The Entra id of the customer's tenant.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The tenant of the partner.</summary>
    public string? PartnerTenantId { get; init; }

    /// <summary>The roles that active relationships grant, by name where it is known; only with -Detailed.</summary>
    public IReadOnlyList<string>? Roles { get; init => field = value is null ? null : new ValueList<string>([.. value]); }

    /// <summary>The time when the last active relationship ends; only with -Detailed.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Whether an active relationship is extended when it ends; only with -Detailed.</summary>
    public bool? IsAutoExtended { get; init; }

    /// <summary>The relationships with the customer, active ones first; only with -Detailed.</summary>
    public IReadOnlyList<BcCustomerRelationship>? Relationships
    {
        get;
        init => field = value is null ? null : new ValueList<BcCustomerRelationship>([.. value]);
    }

    public override string ToString() => DisplayName;
}
