namespace BcAdmin;

/// <summary>Something that the Automation API of an environment offers. What it offers depends on the version.</summary>
public sealed record BcApiEntitySet : BcEnvironmentResource
{
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>EntitySet, Singleton or FunctionImport.</summary>
    public string? Kind { get; init; }

    /// <summary>Its path; all but companies is reached through a company.</summary>
    public string? Url { get; init; }

    public override string ToString() => Name;
}
