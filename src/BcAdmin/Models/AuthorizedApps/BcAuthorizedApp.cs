namespace BcAdmin;

/// <summary>An Entra app that may call the Admin Center API in the tenant.</summary>
public sealed record BcAuthorizedApp : BcResource
{
    /// <summary>Application (client) id.</summary>
    [JsonPropertyName("appId")]
    public Guid ClientId { get; init; }

    /// <summary>Whether an administrator has consented to the app's permissions. Authorization alone is not enough.</summary>
    public bool? IsAdminConsentGranted { get; init; }

    public override string ToString() => ClientId.ToString();
}
