using System.Text;
using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Contract;

/// <summary>
/// A path of a contract, in plain segments (<c>apps/{appId}/operations</c>) or with OData keys (<c>companies({companyId})</c>).
/// Literals are compared without case, as in the service.
/// </summary>
internal sealed class PathTemplate
{
    private readonly Regex[] _segments;

    public PathTemplate(string template)
    {
        Text = template;
        var segments = template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _segments = [.. segments.Select(ToRegex)];
        Specificity = string.Concat(segments.Select(segment => segment.StartsWith('{') ? '0' : '1'));
        Specificity = Specificity.PadRight(20, '0');
    }

    public string Text { get; }

    /// <summary>One digit for each segment, 1 for a literal: the greater text is the more specific path.</summary>
    public string Specificity { get; }

    public bool TryMatch(IReadOnlyList<string> segments, out Dictionary<string, string> values)
    {
        values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (segments.Count != _segments.Length)
            return false;

        for (var i = 0; i < segments.Count; i++)
        {
            var match = _segments[i].Match(segments[i]);
            if (!match.Success)
                return false;

            foreach (var group in match.Groups.Values.Skip(1))
                values[group.Name] = group.Value.Replace("''", "'", StringComparison.Ordinal);
        }

        return true;
    }

    /// <summary>Whether a path differs only in the format of its keys, such as quotes around a number.</summary>
    public bool FitsButForKeys(IReadOnlyList<string> segments)
    {
        var own = Text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return own.Select(WithoutKey).SequenceEqual(segments.Select(WithoutKey), StringComparer.OrdinalIgnoreCase);
    }

    private static string WithoutKey(string segment) =>
        segment.IndexOf('(', StringComparison.Ordinal) is var key and >= 0 ? segment[..(key + 1)] : segment;

    private static Regex ToRegex(string segment)
    {
        var pattern = new StringBuilder("^");
        var position = 0;
        foreach (var placeholder in Regex.EnumerateMatches(segment, @"\{\w+\}", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            var name = segment.AsSpan(placeholder.Index + 1, placeholder.Length - 2);
            var quoted = placeholder.Index > 0 && segment[placeholder.Index - 1] == '\'';
            var whole = placeholder.Length == segment.Length;
            pattern.Append(Regex.Escape(segment[position..placeholder.Index]))
                .Append("(?<").Append(name).Append('>').Append(whole ? ".+" : quoted ? "(?:[^']|'')+" : "[^(),']+").Append(')');
            position = placeholder.Index + placeholder.Length;
        }

        pattern.Append(Regex.Escape(segment[position..])).Append('$');
        return new Regex(pattern.ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
