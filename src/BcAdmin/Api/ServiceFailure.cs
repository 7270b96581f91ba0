using System.Text;
using System.Text.RegularExpressions;

namespace BcAdmin.Api;

/// <summary>
/// The errorMessage of a failed operation. The service returns an English sentence that contains JSON, whose message is in the language of the
/// environment. Only the codes are independent of the language.
/// </summary>
/// <param name="Codes">The code of the error, followed by those of its inner errors. Empty if the text contains no JSON.</param>
/// <param name="Message">The message in the JSON, otherwise the whole text.</param>
internal sealed partial record ServiceFailure(IReadOnlyList<string> Codes, string? Message)
{
    /// <summary>Limits parsing of texts that contain many braces.</summary>
    private const int MaxObjects = 16;

    private const int MaxInnerErrors = 16;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public bool Has(ErrorCode code) => Codes.Contains(code.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The display text: the message with the codes.</summary>
    public override string ToString()
    {
        var unnamed = Codes.Where(code => Message?.Contains(code, StringComparison.OrdinalIgnoreCase) != true).ToList();
        return unnamed.Count == 0 ? Message ?? string.Empty : $"{Message} ({string.Join(", ", Codes)})".TrimStart();
    }

    public static ServiceFailure Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new([], null);

        var tried = 0;
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0 && tried++ < MaxObjects; start = text.IndexOf('{', start + 1))
        {
            if (ParseObject(text[start..]) is { } failure)
                return failure;
        }

        // The service can truncate a long text in the middle of the JSON.
        var codes = Code().Matches(text).Select(match => match.Groups["code"].Value).Take(MaxInnerErrors);
        return new([.. codes], text.Trim());
    }

    private static ServiceFailure? ParseObject(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), Tolerant);
            using var document = JsonDocument.ParseValue(ref reader);
            var codes = new List<string>();
            string? message = null;
            var error = Member(document.RootElement, "error") ?? document.RootElement;
            for (var depth = 0; depth < MaxInnerErrors && error.ValueKind == JsonValueKind.Object; depth++)
            {
                if (Text(error, "code") is { } code)
                    codes.Add(code);
                message ??= Text(error, "message");
                error = Member(error, "innerError") ?? default;
            }

            return codes.Count == 0 ? null : new(codes, message);
        }
        catch (JsonException)
        {
            return null; // a brace in the sentence, or truncated JSON
        }
    }

    private static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return member.Value;
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!.Trim() : null;

    [GeneratedRegex("""(?<!\\)"code"\s*:\s*"(?<code>[\w.-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
