using System.Management.Automation;

namespace BcAdmin;

/// <summary>A user of an environment: of all its companies. Not the account in Entra, which has another id.</summary>
public sealed record BcUser : BcEnvironmentResource
{
    /// <summary>Id inside of this environment.</summary>
    public Guid UserSecurityId { get; init; }

    public string UserName { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>Enabled or Disabled.</summary>
    public string? State { get; init; }

    /// <summary>End of access; empty means never.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    /// <summary>Empty on versions before 25.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>Such as Full User. Read with -Detailed only.</summary>
    [JsonIgnore]
    public string? LicenseType { get; internal init; }

    /// <summary>The address that the person signs in with. Read with -Detailed only.</summary>
    [JsonIgnore]
    public string? AuthenticationEmail { get; internal init; }

    /// <summary>Client id of a user that is an app. Read with -Detailed only.</summary>
    [JsonIgnore]
    public Guid? ApplicationId { get; internal init; }

    /// <summary>Id of the record, by which its details are found again. Read with -Detailed only.</summary>
    [JsonIgnore]
    public Guid? SystemId { get; internal init; }

    /// <summary>Version of the record, sent back with a change so that nobody else's is overwritten.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => UserName;

    internal BcUser JoinedWith(UserDetails details) => this with
    {
        LicenseType = details.LicenseType,
        AuthenticationEmail = details.AuthenticationEmail,
        ApplicationId = details.ApplicationId == Guid.Empty ? null : details.ApplicationId,
        SystemId = details.Id,
    };

    internal bool HasState(string state) => string.Equals(State, state, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether access ends then. The service rounds a time to a few milliseconds.</summary>
    /// <param name="end">A time, or <see cref="UserUpdate.Never"/>.</param>
    internal bool HasExpiryDate(DateTimeOffset end) =>
        ExpiryDate is { } mine ? (mine - end).Duration() < TimeSpan.FromMilliseconds(10) : end == UserUpdate.Never;

    internal string Describe(BcConnection connection) => Messages.UserEnvironmentTenant(UserName, EnvironmentName, connection);
}

/// <summary>Body of updateUser. What is null is left alone.</summary>
internal sealed record UserUpdate
{
    /// <summary>What the service takes for "never".</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MinValue;

    public string? State { get; init; }

    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? ExpiryDate { get; init; }

    public string? ContactEmail { get; init; }
}
