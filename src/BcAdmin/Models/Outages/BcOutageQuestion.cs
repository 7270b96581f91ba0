namespace BcAdmin;

/// <summary>A question of an outage report.</summary>
public sealed record BcOutageQuestion : BcResource
{
    /// <summary>The outage type to which the question belongs.</summary>
    [JsonIgnore]
    public string OutageType { get; internal set; } = string.Empty;

    [JsonPropertyName("id")]
    public string QuestionId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The ID of the question that must be answered with yes before this one applies.</summary>
    public string? ParentId { get; init; }

    /// <summary>The position of the question.</summary>
    public int? Sequence { get; init; }

    public string? QuestionText { get; init; }

    /// <summary>None, Toggle, TextField, or DateTime.</summary>
    public string? QuestionType { get; init; }

    [JsonPropertyName("required")]
    public bool? IsRequired { get; init; }

    /// <summary>The default answer.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The text for true; only for Toggle.</summary>
    public string? OnText { get; init; }

    /// <summary>The text for false; only for Toggle.</summary>
    public string? OffText { get; init; }

    [JsonPropertyName("multiline")]
    public bool? IsMultiline { get; init; }

    public override string ToString() => QuestionId;

    internal bool HasType(string type) => string.Equals(QuestionType, type, StringComparison.OrdinalIgnoreCase);
}
