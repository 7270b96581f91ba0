namespace BcAdmin;

/// <summary>The Microsoft Entra group whose members can sign in to an environment.</summary>
public sealed record BcEnvironmentSecurityGroup : BcEnvironmentResource
{
    /// <summary>The object ID of the group.</summary>
    [JsonPropertyName("id")]
    public Guid GroupId { get; init; }

    /// <summary>The name of the group; empty if it was deleted.</summary>
    public string? DisplayName { get; init; }

    public override string ToString() => string.IsNullOrEmpty(DisplayName) ? GroupId.ToString() : DisplayName;
}

/// <summary>The request body of setSecurityGroup.</summary>
internal sealed record SetSecurityGroupRequest([property: JsonPropertyName("Value")] Guid Value);
