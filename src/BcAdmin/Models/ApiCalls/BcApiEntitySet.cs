namespace BcAdmin;

/// <summary>An entity set, singleton, or function import of the Automation API of an environment, which depends on the version.</summary>
public sealed record BcApiEntitySet : BcEnvironmentResource
{
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>EntitySet, Singleton or FunctionImport.</summary>
    public string? Kind { get; init; }

    /// <summary>The path. All paths except companies are relative to a company.</summary>
    public string? Url { get; init; }

    public override string ToString() => Name;
}
