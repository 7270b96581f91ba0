namespace BcAdmin;

/// <summary>A delegated admin relationship (GDAP) of a partner with a customer.</summary>
public sealed record BcCustomerRelationship
{
    public string RelationshipId { get; init; } = string.Empty;

    /// <summary>The name of the relationship.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary>The tenant of the customer. Not named TenantId, so that a piped relationship does not choose a connection.</summary>
    public string CustomerTenantId { get; init; } = string.Empty;

    /// <summary>active, approvalPending, created, expired, terminated, and others.</summary>
    public string Status { get; init; } = string.Empty;

    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>The time when it became active.</summary>
    public DateTimeOffset? StartedOn { get; init; }

    /// <summary>The time when it ends, or ended.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The time by which it is extended when it ends; zero where it is not.</summary>
    public TimeSpan? AutoExtendDuration { get; init; }

    /// <summary>The names of the roles; the template id of a role whose name is not known.</summary>
    public IReadOnlyList<string> Roles { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>The template ids of the roles.</summary>
    public IReadOnlyList<string> RoleIds { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    public override string ToString() => DisplayName;
}
