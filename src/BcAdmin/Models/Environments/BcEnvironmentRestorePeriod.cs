namespace BcAdmin;

/// <summary>A span of time that an environment can be restored to any moment of.</summary>
public sealed record BcEnvironmentRestorePeriod : BcEnvironmentResource
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Version of the application that the environment would come back on.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(CorrespondingApplicationPackageVersion);

    public override string ToString() => $"{From:u} - {To:u}";

    [JsonInclude]
    internal string? CorrespondingApplicationPackageVersion { get; init; }
}
