namespace BcAdmin;

/// <summary>An error in a configuration file, or an entry that the service cannot apply, with its location in the file.</summary>
public sealed class BcConfigurationException : BcException
{
    internal BcConfigurationException(ErrorCode code, FilePlace place, string message, Exception? innerException = null)
        : base(code, $"{place}: {message}", innerException) => (Place, Reason) = (place, message);

    /// <summary>Full path of the file.</summary>
    public string Path => Place.File;

    /// <summary>Line in the file, from 1.</summary>
    public int Line => Place.Line;

    /// <summary>Column in the line, from 1.</summary>
    public int Column => Place.Column;

    /// <summary>JSON path, such as $.environments[0].apps[2].version.</summary>
    public string DocumentPath => Place.Path;

    internal FilePlace Place { get; }

    /// <summary>The key of the entry; null for an error outside entries.</summary>
    internal string? Entry { get; init; }

    /// <summary>The message without the location.</summary>
    internal string Reason { get; }

    /// <summary>Adds the key of the entry to the failure.</summary>
    internal BcConfigurationException Of(string entry) => new(Error, Place, Reason, InnerException)
    {
        Entry = entry,
        Suggestion = Suggestion,
        Advice = Advice,
        Target = Target,
    };

    /// <summary>Adds the location of the entry to its failure.</summary>
    internal static BcConfigurationException At(FilePlace place, BcException failure) =>
        failure as BcConfigurationException ?? new(failure.Error, place, failure.Text, failure)
        {
            Suggestion = failure.Suggestion,
            Advice = failure.Advice,
            Target = failure.Target,
        };
}

/// <summary>The location of a value in a configuration file.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">JSON path, such as $.environments[0].name.</param>
internal sealed record FilePlace(string File, int Line, int Column, string Path)
{
    /// <summary>Returns the location in the format of compilers, which editors and terminals recognize as a link.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(File)}({Line},{Column}): {Path}");
}
