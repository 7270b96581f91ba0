namespace BcAdmin;

/// <summary>The Entra group whose members may sign in to an environment.</summary>
public sealed record BcEnvironmentSecurityGroup : BcEnvironmentResource
{
    /// <summary>Object id of the group in Entra.</summary>
    [JsonPropertyName("id")]
    public Guid GroupId { get; init; }

    /// <summary>Empty when the group is gone from Entra.</summary>
    public string? DisplayName { get; init; }

    public override string ToString() => string.IsNullOrEmpty(DisplayName) ? GroupId.ToString() : DisplayName;
}

/// <summary>Body of setSecurityGroup.</summary>
internal sealed record SetSecurityGroupRequest([property: JsonPropertyName("Value")] Guid Value);
