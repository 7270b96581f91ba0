using System.Management.Automation;

namespace BcAdmin;

/// <summary>A user of an environment and all of its companies. The ID differs from that of the Microsoft Entra account.</summary>
public sealed record BcUser : BcEnvironmentResource
{
    /// <summary>The ID of the user in the environment.</summary>
    public Guid UserSecurityId { get; init; }

    public string UserName { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>Enabled or Disabled.</summary>
    public string? State { get; init; }

    /// <summary>The end of access; null for no end.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    /// <summary>The contact email address; null in versions before 25.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>The license type, such as Full User; only with -Detailed.</summary>
    [JsonIgnore]
    public string? LicenseType { get; internal init; }

    /// <summary>The sign-in address of the user; only with -Detailed.</summary>
    [JsonIgnore]
    public string? AuthenticationEmail { get; internal init; }

    /// <summary>The client ID of a user that is an app; only with -Detailed.</summary>
    [JsonIgnore]
    public Guid? ApplicationId { get; internal init; }

    /// <summary>The ID of the record, which identifies its details; only with -Detailed.</summary>
    [JsonIgnore]
    public Guid? SystemId { get; internal init; }

    /// <summary>ETag of the record, which is sent with a change to detect concurrent changes.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => UserName;

    internal BcUser MergeWith(UserDetails details) => this with
    {
        LicenseType = details.LicenseType,
        AuthenticationEmail = details.AuthenticationEmail,
        ApplicationId = details.ApplicationId == Guid.Empty ? null : details.ApplicationId,
        SystemId = details.Id,
    };

    internal bool HasState(string state) => string.Equals(State, state, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the user has this expiry date. The service rounds the time to a few milliseconds.</summary>
    /// <param name="end">A time, or <see cref="UserUpdate.Never"/>.</param>
    internal bool HasExpiryDate(DateTimeOffset end) =>
        ExpiryDate is { } mine ? (mine - end).Duration() < TimeSpan.FromMilliseconds(10) : end == UserUpdate.Never;

    internal string Describe(BcConnection connection) => Messages.UserDisplayText(UserName, EnvironmentName, connection);
}

/// <summary>The request body of updateUser. Null values are not changed.</summary>
internal sealed record UserUpdate
{
    /// <summary>The value for "never" in the service.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MinValue;

    public string? State { get; init; }

    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? ExpiryDate { get; init; }

    public string? ContactEmail { get; init; }
}
