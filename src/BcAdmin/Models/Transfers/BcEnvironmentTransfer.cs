namespace BcAdmin;

/// <summary>
/// An environment that one tenant offers to another, created from the operation of the offer (type requestTransferToAnotherEntraTenant).
/// </summary>
/// <remarks>Has a SourceEnvironmentName instead of an EnvironmentName, because the environment does not exist in the destination tenant
/// yet.</remarks>
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

    /// <summary>The ID of the operation of the offer.</summary>
    public Guid OperationId { get; }

    /// <summary>The name of the environment in the source tenant.</summary>
    public string SourceEnvironmentName { get; }

    public string ApplicationFamily { get; }

    /// <summary>Production or Sandbox.</summary>
    public string? EnvironmentType { get; }

    /// <summary>The tenant that offers the environment.</summary>
    public Guid? SourceTenantId { get; }

    /// <summary>The tenant to which the environment is offered.</summary>
    public Guid? DestinationTenantId { get; }

    /// <summary>queued, scheduled, running, succeeded, failed, canceled, or skipped, which means that the offer was not accepted in time.</summary>
    public string? Status { get; }

    public DateTimeOffset? CreatedOn { get; }

    public string? CreatedBy { get; }

    /// <summary>When the environment is transferred after the offer is accepted; null for immediately.</summary>
    public DateTimeOffset? RunAt { get; }

    /// <summary>The time by which the offer must be accepted.</summary>
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

/// <summary>The request body of requestEnvironmentTransfer, which is in Pascal case in the contract.</summary>
internal sealed record RequestTransferRequest(
    [property: JsonPropertyName("DestinationEntraTenantId")] Guid DestinationEntraTenantId,
    [property: JsonPropertyName("RunAt")] DateTimeOffset? RunAt);

/// <summary>The request body of acceptEnvironmentTransfer, which is in Pascal case in the contract.</summary>
internal sealed record AcceptTransferRequest(
    [property: JsonPropertyName("SourceEnvironmentName")] string SourceEnvironmentName,
    [property: JsonPropertyName("ApplicationFamily")] string ApplicationFamily,
    [property: JsonPropertyName("SourceEntraTenantId")] Guid SourceEntraTenantId,
    [property: JsonPropertyName("DestinationEnvironmentName")] string DestinationEnvironmentName);
