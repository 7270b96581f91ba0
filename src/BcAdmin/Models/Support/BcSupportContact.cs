namespace BcAdmin;

/// <summary>Whom the users of an environment turn to.</summary>
public sealed record BcSupportContact : BcEnvironmentResource
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>Address of a web page; free text.</summary>
    public string? Url { get; init; }

    public override string ToString() => Name ?? Email ?? Url ?? string.Empty;
}

/// <summary>Body of setSupportContact; it replaces all three.</summary>
internal sealed record SetSupportContactRequest(string? Name, string? Email, string? Url);
