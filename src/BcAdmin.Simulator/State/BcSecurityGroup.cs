namespace BcAdmin.Simulator.State;

/// <summary>
/// A security group of Microsoft Entra ID that an environment knows. Its members come from Microsoft Entra ID; its permissions belong to a
/// hidden user.
/// </summary>
internal sealed record BcSecurityGroup
{
    /// <summary>Id of the group in Entra.</summary>
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required BcUser HiddenUser { get; init; }

    /// <summary>Security ids of the users that are members.</summary>
    public IReadOnlyList<Guid> Members { get; init; } = [];

    public long RowVersion { get; init; } = State.RowVersion.Next();
}
