using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace BcAdmin.Completion;

/// <summary>A value that can be completed.</summary>
/// <param name="Value">The text to insert.</param>
/// <param name="Label">The text in lists, which is also matched, such as the name for an ID.</param>
/// <param name="ToolTip">Further information, such as type, version, and state.</param>
internal readonly record struct CompletionEntry(string Value, string? Label = null, string? ToolTip = null)
{
    /// <summary>Joins the parts that have a value, for a tooltip.</summary>
    public static string Join(params ReadOnlySpan<object?> parts)
    {
        var texts = new List<string>();
        foreach (var part in parts)
        {
            if (Convert.ToString(part, CultureInfo.InvariantCulture) is { Length: > 0 } text)
                texts.Add(text);
        }

        return string.Join(", ", texts);
    }
}

/// <summary>The base class of completers for parameter values.</summary>
/// <remarks>
/// PowerShell offers file names if a completer returns null or throws, but not if it returns an empty list. A completer therefore always returns a
/// list.
/// </remarks>
public abstract partial class BcCompleter : IArgumentCompleter
{
    private static readonly Lazy<Dictionary<string, Type>> Cmdlets = new(() => typeof(BcCompleter).Assembly.GetTypes()
        .Select(type => (Type: type, Name: (CmdletAttribute?)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute), inherit: false)))
        .Where(cmdlet => cmdlet.Name is not null)
        .ToDictionary(cmdlet => $"{cmdlet.Name!.VerbName}-{cmdlet.Name.NounName}", cmdlet => cmdlet.Type, StringComparer.OrdinalIgnoreCase));

    private readonly Func<CompletionContext, IEnumerable<CompletionEntry>> _entries;

    private readonly bool _keepsOrder;

    /// <param name="entries">The values.</param>
    /// <param name="keepsOrder">Whether the entries keep their order, such as newest first, instead of being sorted by label.</param>
    private protected BcCompleter(Func<CompletionContext, IEnumerable<CompletionEntry>> entries, bool keepsOrder = false) =>
        (_entries, _keepsOrder) = (entries, keepsOrder);

    private protected BcCompleter(Func<CompletionContext, IEnumerable<string?>> values)
        : this(typed => values(typed).OfType<string>().Select(value => new CompletionEntry(value)))
    {
    }

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(wordToComplete);
        var (quote, word) = Unquote(wordToComplete);
        var takesWildcards = SupportsWildcards(commandName, parameterName);
        var begin = EscapedName.Unescape(word);
        var entries = _entries(new(fakeBoundParameters, begin)).Where(entry => entry.Value.Length > 0)
            .DistinctBy(entry => entry.Value, StringComparer.OrdinalIgnoreCase).ToList();
        var found = entries.Where(entry => IsBegun(entry.Value) || IsBegun(entry.Label ?? string.Empty)).ToList();
        if (found.Count == 0)
            found = entries.Where(entry => Contains(entry.Value) || Contains(entry.Label) || Contains(entry.ToolTip)).ToList();
        if (!_keepsOrder)
            found = [.. found.OrderBy(entry => Label(entry), StringComparer.OrdinalIgnoreCase)];
        return [.. found.Select(entry => new CompletionResult(
            Quote(takesWildcards ? WildcardPattern.Escape(entry.Value) : entry.Value, quote),
            Label(entry), CompletionResultType.ParameterValue, ToolTip(entry)))];

        bool IsBegun(string text) =>
            text.StartsWith(word, StringComparison.OrdinalIgnoreCase) || text.StartsWith(begin, StringComparison.OrdinalIgnoreCase);

        bool Contains(string? text) => begin.Length > 1 && text?.Contains(begin, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static string Label(CompletionEntry entry) => Line(entry.Label) is { Length: > 0 } label ? label : Line(entry.Value)!;

    private static string ToolTip(CompletionEntry entry) => Line(entry.ToolTip) is { Length: > 0 } text
        ? text.StartsWith(Label(entry), StringComparison.OrdinalIgnoreCase) ? text : $"{Label(entry)}: {text}"
        : Label(entry);

    /// <summary>Converts text to one line without control characters, which would corrupt the prompt.</summary>
    private static string? Line(string? text) => text is null ? null : PrintableText.Line(text).Trim();

    /// <summary>Gets the typed quotation mark, and the text after it as PowerShell parses it.</summary>
    private static (char Quote, string Word) Unquote(string typed)
    {
        if (typed.Length == 0 || typed[0] is not ('\'' or '"'))
            return ('\0', typed);
        var word = typed.Length > 1 && typed[^1] == typed[0] ? typed[1..^1] : typed[1..];
        return typed[0] == '\''
            ? ('\'', word.Replace("''", "'", StringComparison.Ordinal))
            : ('"', Escapes().Replace(word, "${letter}").Replace("\"\"", "\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("`(?<letter>[`\"$\u201C\u201D\u201E])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();

    /// <summary>Whether the parameter supports wildcards, so that brackets in a name must be escaped.</summary>
    private static bool SupportsWildcards(string command, string parameter) => Cmdlets.Value.TryGetValue(command, out var type)
        && type.GetProperty(parameter)?.IsDefined(typeof(SupportsWildcardsAttribute), inherit: true) == true;

    private static string Quote(string value, char quote) => quote switch
    {
        '"' => "\"" + SpecialInDoubleQuotes().Replace(value, "`$&") + "\"",
        '\'' => PowerShellText.InSingleQuotes(value),
        _ => PowerShellText.Quote(value),
    };

    /// <summary>
    /// The characters to escape in double quotes, including typographic quotation marks, which PowerShell treats as quotation marks.
    /// </summary>
    [GeneratedRegex("[`\"$\u201C\u201D\u201E]", RegexOptions.NonBacktracking)]
    private static partial Regex SpecialInDoubleQuotes();
}
