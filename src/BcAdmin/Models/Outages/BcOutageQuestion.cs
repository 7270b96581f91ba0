namespace BcAdmin;

/// <summary>A question that an outage report answers.</summary>
public sealed record BcOutageQuestion : BcResource
{
    /// <summary>The kind of outage that it belongs to.</summary>
    [JsonIgnore]
    public string OutageType { get; internal set; } = string.Empty;

    [JsonPropertyName("id")]
    public string QuestionId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The question that must be answered with yes for this one to be asked.</summary>
    public string? ParentId { get; init; }

    /// <summary>Order of asking.</summary>
    public int? Sequence { get; init; }

    public string? QuestionText { get; init; }

    /// <summary>None, Toggle, TextField or DateTime.</summary>
    public string? QuestionType { get; init; }

    [JsonPropertyName("required")]
    public bool? IsRequired { get; init; }

    /// <summary>The answer when none is given.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>What true means; of a Toggle only.</summary>
    public string? OnText { get; init; }

    /// <summary>What false means; of a Toggle only.</summary>
    public string? OffText { get; init; }

    [JsonPropertyName("multiline")]
    public bool? IsMultiline { get; init; }

    public override string ToString() => QuestionId;

    internal bool HasType(string type) => string.Equals(QuestionType, type, StringComparison.OrdinalIgnoreCase);
}
