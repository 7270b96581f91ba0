namespace BcAdmin;

/// <summary>The support contact for the users of an environment.</summary>
public sealed record BcSupportContact : BcEnvironmentResource
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>The URL of a web page, as free text.</summary>
    public string? Url { get; init; }

    public override string ToString() => Name ?? Email ?? Url ?? string.Empty;
}

/// <summary>The request body of setSupportContact, which replaces all three values.</summary>
internal sealed record SetSupportContactRequest(string? Name, string? Email, string? Url);
