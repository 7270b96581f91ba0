namespace BcAdmin.Simulator.State;

/// <summary>A delegated admin relationship (GDAP) of a partner with a customer, as the partner's tenant has it.</summary>
internal sealed record DelegatedAdminRelationship
{
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    public required Guid CustomerId { get; init; }

    public required string CustomerName { get; init; }

    /// <summary>created, approvalPending, active, expired, terminated, and others.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    /// <summary>Null before the customer has approved the relationship.</summary>
    public DateTimeOffset? ActivatedOn { get; init; }

    public required int DurationDays { get; init; }

    /// <summary>Whether it is extended by 180 days when it ends.</summary>
    public bool AutoExtend { get; init; }

    /// <summary>Template ids of the roles in the customer's tenant.</summary>
    public IReadOnlyList<Guid> Roles { get; init; } = [];

    public DateTimeOffset? EndsOn => ActivatedOn?.AddDays(DurationDays);

    public bool IsActive => Status is "active" or "expiring";
}
