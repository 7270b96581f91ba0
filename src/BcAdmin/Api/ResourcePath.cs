namespace BcAdmin.Api;

/// <summary>A path below the root of an API, and what it is about.</summary>
internal sealed record ResourcePath(string Text)
{
    public CallSubject Subject { get; init; } = new();

    public static implicit operator ResourcePath(string text) => new(text);

    /// <summary>A record by its id, such as users(id).</summary>
    public static ResourcePath Record(string set, Guid key) => Record(set, key.ToString(), key.ToString());

    /// <summary>A record by a text, such as features('key').</summary>
    public static ResourcePath Record(string set, string key) => Record(set, TextKey(key), key);

    /// <summary>
    /// A text as a key: in quotes, which are doubled inside, and the rest escaped. The quotes stay as they are, as the contract writes them.
    /// </summary>
    public static string TextKey(string key) => PathSegment.Escape(ODataQuery.Literal(key)).Replace("%27", "'", StringComparison.Ordinal);

    /// <summary>The path with another one below it.</summary>
    public static ResourcePath operator /(ResourcePath path, ResourcePath below) => new($"{path.Text}/{below.Text}")
    {
        Subject = below.Subject.Record is { } record ? path.Subject with { Record = record } : path.Subject,
    };

    /// <summary>Names the record at the end of a path that has its key as a segment.</summary>
    public ResourcePath About(string set, string key) => this with { Subject = Subject with { Record = (set, key) } };

    public ResourcePath With(ODataQuery? query) => this with { Text = Text + query };

    public ResourcePath With(UrlQuery query) => this with { Text = Text + query };

    private static ResourcePath Record(string set, string literal, string key) =>
        new($"{set}({literal})") { Subject = new CallSubject { Record = (set, key) } };
}
