namespace BcAdmin.HelpBuilder;

/// <summary>The problems of the pages, collected so that the author sees all of them at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _lines = [];

    public bool Any => _lines.Count > 0;

    /// <param name="line">Starts at 1, as in editors.</param>
    public void Add(string file, int line, string text) => _lines.Add($"{file}({line}): error: {text}");

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}

/// <summary>The command itself cannot continue; the message is for the developer.</summary>
internal sealed class HelpException(string message) : Exception(message);
