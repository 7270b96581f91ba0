namespace BcAdmin;

/// <summary>The confidence of <c>ConvertFrom-BcContainerHelper</c> that a replacement does the same as the original.</summary>
public enum BcReplacementConfidence
{
    /// <summary>Not replaced. A comment in the script contains the reason.</summary>
    None,

    /// <summary>The new command does something similar, or the script needs a decision.</summary>
    Low,

    /// <summary>The replacement depends on values that are only known when the script runs.</summary>
    Medium,

    /// <summary>The replacement does the same.</summary>
    High,
}

/// <summary>A change that <c>ConvertFrom-BcContainerHelper</c> makes in a script, or a call that it cannot replace.</summary>
public sealed class BcScriptReplacement
{
    /// <summary>The full path of the script.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The line of the script before the conversion.</summary>
    public int Line { get; init; }

    /// <summary>The text before the conversion.</summary>
    public string Old { get; init; } = string.Empty;

    /// <summary>The text after the conversion. Empty for text that is removed.</summary>
    public string New { get; init; } = string.Empty;

    /// <summary>The confidence of the conversion.</summary>
    public BcReplacementConfidence Confidence { get; init; }

    /// <summary>What to check or do.</summary>
    public string? Note { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(Path)}:{Line}");
}
