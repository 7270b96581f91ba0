namespace BcAdmin.HelpBuilder;

/// <summary>What is wrong with the pages, collected so that a writer sees all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _lines = [];

    public bool Any => _lines.Count > 0;

    /// <param name="line">First is 1, as editors count.</param>
    public void Add(string file, int line, string text) => _lines.Add($"{file}({line}): error: {text}");

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}

/// <summary>The command itself cannot go on; the message is for the developer.</summary>
internal sealed class HelpException(string message) : Exception(message);
