namespace BcAdmin;

/// <summary>A user who is a member of a security group in Microsoft Entra ID.</summary>
public sealed record BcSecurityGroupMember : BcEnvironmentResource
{
    public string SecurityGroupCode { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? SecurityGroupName { get; init; }

    public Guid UserSecurityId { get; init; }

    /// <summary>The user name: returned by the service in version 29 and later, otherwise looked up.</summary>
    [JsonInclude]
    public string? UserName { get; internal set; }

    /// <summary>The full name of the user. Version 29 and later.</summary>
    public string? UserFullName { get; init; }

    public override string ToString() => $"{UserName ?? UserSecurityId.ToString()} in {SecurityGroupCode}";

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
