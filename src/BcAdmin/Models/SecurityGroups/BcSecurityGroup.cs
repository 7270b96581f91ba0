using System.Management.Automation;

namespace BcAdmin;

/// <summary>A security group of Entra that an environment knows, and gives permission sets to. Who is in it is kept in Entra.</summary>
public sealed record BcSecurityGroup : BcEnvironmentResource
{
    /// <summary>Id of the group in Entra.</summary>
    [JsonPropertyName("id")]
    public string SecurityGroupId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>What Business Central calls it.</summary>
    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Name in Entra; empty where Entra did not answer for it.</summary>
    [JsonPropertyName("groupName")]
    public string? Name { get; init; }

    /// <summary>The hidden user that holds the group's permission sets. Version 29 and later.</summary>
    public Guid GroupUserSecurityId { get; init; }

    /// <summary>False where Entra did not answer for the group, so that its name is not to be trusted. Version 29 and later.</summary>
    public bool? RetrievedSuccessfully { get; init; }

    /// <summary>Version of the record, sent back with a change so that nobody else's is overwritten.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Code.Length > 0 ? Code : SecurityGroupId;

    internal string Describe(BcConnection connection) => Messages.SecurityGroupEnvironmentTenant(this, connection);
}
