namespace BcAdmin;

/// <summary>
/// An environment that one tenant offers to another. Made of the operation that the offer is (type requestTransferToAnotherEntraTenant).
/// </summary>
/// <remarks>It has a SourceEnvironmentName and no EnvironmentName: in the tenant that it is offered to there is no such environment yet.</remarks>
public sealed record BcEnvironmentTransfer : BcResource
{
    internal BcEnvironmentTransfer(BcOperation offer)
    {
        OperationId = offer.OperationId;
        SourceEnvironmentName = Text(offer, "sourceEnvironmentName") ?? offer.EnvironmentName ?? string.Empty;
        ApplicationFamily = offer.ApplicationFamily ?? BcEnvironment.DefaultFamily;
        EnvironmentType = offer.EnvironmentType;
        SourceTenantId = Id(offer, "sourceEntraTenantId") ?? Id(offer, "sourceAadTenantId");
        DestinationTenantId = Id(offer, "destinationEntraTenantId") ?? Id(offer, "destinationAadTenantId");
        Status = offer.Status;
        CreatedOn = offer.CreatedOn;
        CreatedBy = offer.CreatedBy;
        RunAt = Date(offer, "runAt");
        ExpiresOn = Date(offer, "expiresOn");
        IsAccepted = bool.TryParse(Text(offer, "isAcceptedByDestinationEntraTenant"), out var accepted) ? accepted : null;
        ErrorMessage = offer.ErrorMessage;
    }

    /// <summary>Id of the operation that the offer is.</summary>
    public Guid OperationId { get; }

    /// <summary>Name of the environment in the tenant that offers it.</summary>
    public string SourceEnvironmentName { get; }

    public string ApplicationFamily { get; }

    /// <summary>Production or Sandbox.</summary>
    public string? EnvironmentType { get; }

    /// <summary>Tenant that offers it.</summary>
    public Guid? SourceTenantId { get; }

    /// <summary>Tenant that it is offered to.</summary>
    public Guid? DestinationTenantId { get; }

    /// <summary>queued, scheduled, running, succeeded, failed, canceled or skipped, which means: not accepted in time.</summary>
    public string? Status { get; }

    public DateTimeOffset? CreatedOn { get; }

    public string? CreatedBy { get; }

    /// <summary>When it moves, once it is accepted; empty means at once.</summary>
    public DateTimeOffset? RunAt { get; }

    /// <summary>Until when it must be accepted.</summary>
    public DateTimeOffset? ExpiresOn { get; }

    public bool? IsAccepted { get; }

    public string? ErrorMessage { get; }

    public override string ToString() => SourceEnvironmentName;

    internal bool IsOf(EnvironmentKey environment) =>
        SourceEnvironmentName.Equals(environment.Name, StringComparison.OrdinalIgnoreCase)
            && ApplicationFamily.Equals(environment.Family, StringComparison.OrdinalIgnoreCase);

    private static string? Text(BcOperation offer, string name) =>
        offer.Parameters.TryGetValue(name, out var value) && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text : null;

    private static Guid? Id(BcOperation offer, string name) => Guid.TryParse(Text(offer, name), out var id) ? id : null;

    private static DateTimeOffset? Date(BcOperation offer, string name) =>
        DateTimeOffset.TryParse(Text(offer, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date.Year > 1
            ? date : null;
}

/// <summary>Body of requestEnvironmentTransfer, which the contract spells in Pascal case.</summary>
internal sealed record RequestTransferRequest(
    [property: JsonPropertyName("DestinationEntraTenantId")] Guid DestinationEntraTenantId,
    [property: JsonPropertyName("RunAt")] DateTimeOffset? RunAt);

/// <summary>Body of acceptEnvironmentTransfer, which the contract spells in Pascal case.</summary>
internal sealed record AcceptTransferRequest(
    [property: JsonPropertyName("SourceEnvironmentName")] string SourceEnvironmentName,
    [property: JsonPropertyName("ApplicationFamily")] string ApplicationFamily,
    [property: JsonPropertyName("SourceEntraTenantId")] Guid SourceEntraTenantId,
    [property: JsonPropertyName("DestinationEnvironmentName")] string DestinationEnvironmentName);
