namespace BcAdmin;

/// <summary>A user in a security group, as Entra has it.</summary>
public sealed record BcSecurityGroupMember : BcEnvironmentResource
{
    public string SecurityGroupCode { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? SecurityGroupName { get; init; }

    public Guid UserSecurityId { get; init; }

    /// <summary>From the service in version 29 and later, else looked up.</summary>
    [JsonInclude]
    public string? UserName { get; internal set; }

    /// <summary>Version 29 and later.</summary>
    public string? UserFullName { get; init; }

    public override string ToString() => $"{UserName ?? UserSecurityId.ToString()} in {SecurityGroupCode}";

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
