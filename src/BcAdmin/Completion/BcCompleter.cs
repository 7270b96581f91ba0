using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BcAdmin.Completion;

/// <summary>What is typed, and what people know it by: an id has a name.</summary>
internal readonly record struct CompletionEntry(string Value, string Label);

/// <summary>Completes the value of a parameter. Each list has a completer of one expression, in Completers.cs.</summary>
public abstract class BcCompleter : IArgumentCompleter
{
    private static readonly Lazy<Dictionary<string, Type>> Cmdlets = new(() => typeof(BcCompleter).Assembly.GetTypes()
        .Select(type => (Type: type, Name: (CmdletAttribute?)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute), inherit: false)))
        .Where(cmdlet => cmdlet.Name is not null)
        .ToDictionary(cmdlet => $"{cmdlet.Name!.VerbName}-{cmdlet.Name.NounName}", cmdlet => cmdlet.Type, StringComparer.OrdinalIgnoreCase));

    private readonly Func<CompletionContext, IEnumerable<CompletionEntry>> _entries;

    private protected BcCompleter(Func<CompletionContext, IEnumerable<CompletionEntry>> entries) => _entries = entries;

    private protected BcCompleter(Func<CompletionContext, IEnumerable<string>> values)
        : this(typed => values(typed).Select(value => new CompletionEntry(value, value)))
    {
    }

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(wordToComplete);
        var (quote, word) = wordToComplete.Length > 0 && wordToComplete[0] is '\'' or '"'
            ? (wordToComplete[0], wordToComplete[1..].TrimEnd(wordToComplete[0]))
            : ('\0', wordToComplete);
        var takesWildcards = TakesWildcards(commandName, parameterName);
        var begin = EscapedName.Unescape(word);
        return _entries(new(fakeBoundParameters))
            .Where(entry => IsBegun(entry.Value) || IsBegun(entry.Label))
            .DistinctBy(entry => entry.Value, StringComparer.OrdinalIgnoreCase)
            .OrderBy(entry => entry.Label, StringComparer.OrdinalIgnoreCase)
            .Select(entry => new CompletionResult(
                Quote(takesWildcards ? WildcardPattern.Escape(entry.Value) : entry.Value, quote),
                entry.Label, CompletionResultType.ParameterValue, entry.Label));

        bool IsBegun(string text) =>
            text.StartsWith(word, StringComparison.OrdinalIgnoreCase) || text.StartsWith(begin, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the value is read as a pattern, so that a bracket in a name has to be escaped.</summary>
    private static bool TakesWildcards(string command, string parameter) => Cmdlets.Value.TryGetValue(command, out var type)
        && type.GetProperty(parameter)?.IsDefined(typeof(SupportsWildcardsAttribute), inherit: true) == true;

    private static string Quote(string value, char quote) => quote switch
    {
        '"' => "\"" + value.Replace("`", "``", StringComparison.Ordinal).Replace("\"", "`\"", StringComparison.Ordinal)
            .Replace("$", "`$", StringComparison.Ordinal) + "\"",
        '\'' => PowerShellText.InSingleQuotes(value),
        _ => PowerShellText.Quote(value),
    };
}
