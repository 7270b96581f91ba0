using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// A Microsoft Entra security group that is set up in an environment to grant permission sets. Its members are managed in Microsoft Entra ID.
/// </summary>
public sealed record BcSecurityGroup : BcEnvironmentResource
{
    /// <summary>ID of the group in Microsoft Entra ID.</summary>
    [JsonPropertyName("id")]
    public string SecurityGroupId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The code of the group in Business Central.</summary>
    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The name in Microsoft Entra ID; empty if Microsoft Entra ID did not return the group.</summary>
    [JsonPropertyName("groupName")]
    public string? Name { get; init; }

    /// <summary>The hidden user to which the permission sets of the group are assigned. Version 29 and later.</summary>
    public Guid GroupUserSecurityId { get; init; }

    /// <summary>False if Microsoft Entra ID did not return the group, so that its name is not reliable. Version 29 and later.</summary>
    public bool? RetrievedSuccessfully { get; init; }

    /// <summary>ETag of the record, which is sent with a change to detect concurrent changes.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Code.Length > 0 ? Code : SecurityGroupId;

    internal string Describe(BcConnection connection) => Messages.SecurityGroupTarget(this, connection);
}
