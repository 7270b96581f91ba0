namespace BcAdmin;

/// <summary>An app that must be changed before another app can be changed.</summary>
public sealed record BcAppRequirement
{
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    /// <summary>The required version.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>The required action: install, update, or uninstall.</summary>
    public string? Type { get; init; }

    public override string ToString() =>
        string.Join(' ', new[] { Type, Name ?? AppId.ToString(), VersionText }.Where(part => !string.IsNullOrEmpty(part)));

    internal bool HasType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    [JsonInclude, JsonPropertyName("id")]
    internal Guid Id
    {
        get => AppId;
        init => AppId = value;
    }

    [JsonInclude, JsonPropertyName("version")]
    internal string? VersionText { get; init; }
}
