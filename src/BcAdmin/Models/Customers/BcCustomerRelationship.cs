namespace BcAdmin;

/// <summary>A delegated admin relationship (GDAP) of a partner with a customer.</summary>
public sealed record BcCustomerRelationship
{
    public string RelationshipId { get; init; } = string.Empty;

    /// <summary>The name of the relationship.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary>The tenant ID of the customer. Not named TenantId, so that a piped relationship does not select a connection.</summary>
    public string CustomerTenantId { get; init; } = string.Empty;

    /// <summary>active, approvalPending, created, expired, terminated, or another status.</summary>
    public string Status { get; init; } = string.Empty;

    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>When the relationship became active.</summary>
    public DateTimeOffset? StartedOn { get; init; }

    /// <summary>When the relationship ends or ended.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The duration of an automatic extension; zero if the relationship is not extended.</summary>
    public TimeSpan? AutoExtendDuration { get; init; }

    /// <summary>The names of the roles, or the template ID of a role without a known name.</summary>
    public IReadOnlyList<string> Roles { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>The template IDs of the roles.</summary>
    public IReadOnlyList<string> RoleIds { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    public override string ToString() => DisplayName;
}
