using System.Text;

namespace BcAdmin.Configuration;

/// <summary>A value in a configuration file together with its position, which JsonElement does not provide.</summary>
internal sealed record ConfigurationNode(JsonTokenType Kind, string Text, FilePlace Place)
{
    public IReadOnlyList<(string Name, FilePlace Place, ConfigurationNode Value)> Members { get; init; } = [];

    public IReadOnlyList<ConfigurationNode> Items { get; init; } = [];

    /// <summary>The description of the value for messages.</summary>
    public string Description => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        JsonTokenType.True or JsonTokenType.False => Text,
        JsonTokenType.Number => Messages.NumberValue(Text),
        _ => $"'{(Text.Length <= 60 ? Text : Text[..60] + "…")}'",
    };

    public ConfigurationNode? this[string member] =>
        Members.FirstOrDefault(candidate => candidate.Name == member).Value;

    /// <summary>Reads JSON with comments and trailing commas.</summary>
    /// <exception cref="BcConfigurationException">InvalidConfiguration: the text is not JSON.</exception>
    public static ConfigurationNode Parse(string file, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var places = new Places(file, utf8);
        var reader = new Utf8JsonReader(utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
        try
        {
            reader.Read();
            var root = Read(ref reader, "$", places);
            reader.Read(); // Anything but comments after the value is an error.
            return root;
        }
        catch (JsonException failure)
        {
            var reason = failure.Message.Split(" LineNumber:")[0];
            throw new BcConfigurationException(
                ErrorCode.InvalidConfiguration, places.At((int)(failure.LineNumber ?? 0), (int)(failure.BytePositionInLine ?? 0), "$"),
                Messages.ConfigurationFileNotValidJson(reason), failure);
        }
        catch (InvalidOperationException failure)
        {
            throw new BcConfigurationException(
                ErrorCode.InvalidConfiguration, places.At((int)reader.TokenStartIndex, "$"), Messages.ConfigurationTextEncodingInvalid, failure);
        }
    }

    private static ConfigurationNode Read(ref Utf8JsonReader reader, string path, Places places)
    {
        var place = places.At((int)reader.TokenStartIndex, path);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<(string, FilePlace, ConfigurationNode)>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var namePlace = places.At((int)reader.TokenStartIndex, $"{path}.{name}");
                    reader.Read();
                    members.Add((name, namePlace, Read(ref reader, namePlace.Path, places)));
                }

                return new(JsonTokenType.StartObject, string.Empty, place) { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<ConfigurationNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"), places));
                return new(JsonTokenType.StartArray, string.Empty, place) { Items = items };
            case JsonTokenType.String:
                return new(JsonTokenType.String, reader.GetString()!, place);
            default:
                return new(reader.TokenType, Encoding.UTF8.GetString(reader.ValueSpan), place);
        }
    }

    /// <summary>Converts byte offsets to lines and columns.</summary>
    private sealed class Places
    {
        private readonly string _file;
        private readonly byte[] _text;
        private readonly List<int> _lines = [0];

        public Places(string file, ReadOnlySpan<byte> text)
        {
            (_file, _text) = (file, text.ToArray());
            for (var index = 0; index < _text.Length; index++)
            {
                if (_text[index] == '\n')
                    _lines.Add(index + 1);
            }
        }

        public FilePlace At(int offset, string path)
        {
            var line = _lines.BinarySearch(offset);
            line = line >= 0 ? line : ~line - 1;
            return At(line, offset - _lines[line], path);
        }

        public FilePlace At(int line, int bytes, string path)
        {
            line = Math.Min(line, _lines.Count - 1);
            var start = _lines[line];
            return new(_file, line + 1, Encoding.UTF8.GetCharCount(_text, start, Math.Min(bytes, _text.Length - start)) + 1, path);
        }
    }
}
