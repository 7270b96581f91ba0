namespace BcAdmin;

/// <summary>A Microsoft Entra app that can call the Admin Center API in the tenant.</summary>
public sealed record BcAuthorizedApp : BcResource
{
    /// <summary>Application (client) ID.</summary>
    [JsonPropertyName("appId")]
    public Guid ClientId { get; init; }

    /// <summary>Whether an administrator has consented to the permissions of the app, which is required in addition to the authorization.</summary>
    public bool? IsAdminConsentGranted { get; init; }

    public override string ToString() => ClientId.ToString();
}
