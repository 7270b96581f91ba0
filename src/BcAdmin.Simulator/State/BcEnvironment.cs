namespace BcAdmin.Simulator.State;

internal enum EnvironmentType
{
    Production,
    Sandbox,
}

internal enum EnvironmentStatus
{
    NotReady,
    Removing,
    Preparing,
    Active,
    Upgrading,
    CreatingFailed,
    RemovingFailed,
    SoftDeleting,
    SoftDeletingFailed,
    SoftDeleted,
    Recovering,
    RecoveringFailed,
}

/// <summary>A Business Central environment with the part of its data that the APIs show.</summary>
internal sealed class BcEnvironment
{
    public required string Name { get; set; }

    public required string FriendlyName { get; set; }

    public required string ApplicationFamily { get; init; }

    public required EnvironmentType Type { get; init; }

    public required string CountryCode { get; init; }

    public required string RingName { get; init; }

    /// <summary>major.minor.build.revision.</summary>
    public required Version Version { get; set; }

    public EnvironmentStatus Status { get; set; } = EnvironmentStatus.Active;

    public DateTimeOffset? SoftDeletedOn { get; set; }

    public DateTimeOffset? HardDeletePendingOn { get; set; }

    public string? DeleteReason { get; set; }

    /// <summary>From when the Automation API answers: a new environment is not ready the moment its operation succeeds.</summary>
    public DateTimeOffset ApiReadyOn { get; set; }

    /// <summary>When it became Active, the start of the warm-up that ends at <see cref="ApiReadyOn"/>.</summary>
    public DateTimeOffset ActiveOn { get; set; }

    public List<Company> Companies { get; init; } = [];

    public List<BcUser> Users { get; init; } = [];

    /// <summary>Whether it counts towards the tenant's number of environments.</summary>
    public bool CountsTowardsQuota => Status != EnvironmentStatus.SoftDeleted;

    public Company? FindCompany(Guid id) => Companies.Find(company => company.Id == id);
}

/// <summary>A company of an environment.</summary>
internal sealed record Company
{
    public required Guid Id { get; init; }

    /// <summary>Technical name, at most 30 characters; never changes.</summary>
    public required string Name { get; init; }

    public required string DisplayName { get; set; }

    public string BusinessProfileId { get; set; } = "";

    public bool EvaluationCompany { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset ModifiedAt { get; set; }

    public required Guid ModifiedBy { get; set; }

    public long RowVersion { get; private set; } = State.RowVersion.Next();

    public void Touch(DateTimeOffset now, Guid by)
    {
        ModifiedAt = now;
        ModifiedBy = by;
        RowVersion = State.RowVersion.Next();
    }
}

/// <summary>A user inside an environment; not the same as the person's account in Entra.</summary>
internal sealed record BcUser
{
    public required Guid UserSecurityId { get; init; }

    public required string UserName { get; init; }

    public required string DisplayName { get; init; }

    public required string AuthenticationEmail { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>End of access; null means never.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    public string ContactEmail { get; init; } = "";

    public IReadOnlyList<AssignedPermissionSet> PermissionSets { get; init; } = [];

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>A permission set given to a user. A blank company means every company.</summary>
internal sealed record AssignedPermissionSet(Guid Id, string RoleId, string Company)
{
    public Guid AppId { get; init; }

    public string Scope { get; init; } = "System";

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>Numbers the states of all rows, for their concurrency tokens.</summary>
internal static class RowVersion
{
    private static long s_last = 80_000;

    public static long Next() => Interlocked.Increment(ref s_last);
}
