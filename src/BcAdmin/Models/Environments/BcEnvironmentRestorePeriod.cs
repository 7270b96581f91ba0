namespace BcAdmin;

/// <summary>A time range to which an environment can be restored.</summary>
public sealed record BcEnvironmentRestorePeriod : BcEnvironmentResource
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>The version of the application that the restored environment would have.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(CorrespondingApplicationPackageVersion);

    public override string ToString() => $"{From:u} - {To:u}";

    [JsonInclude]
    internal string? CorrespondingApplicationPackageVersion { get; init; }
}
