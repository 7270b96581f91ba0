namespace BcAdmin;

/// <summary>A recipient of email notifications about the environments of the tenant.</summary>
public sealed record BcNotificationRecipient : BcResource
{
    [JsonPropertyName("id")]
    public Guid RecipientId { get; init; }

    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string Email { get; init => field = value ?? string.Empty; } = string.Empty;

    public override string ToString() => Email;

    internal bool HasEmail(string email) => Email.Equals(email, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The response of getNotificationSettings.</summary>
internal sealed record NotificationSettings(BcNotificationRecipient[]? Recipients);

/// <summary>The request body of createNotificationRecipient.</summary>
internal sealed record CreateRecipientRequest(string Email, string Name);
