namespace BcAdmin.Api;

/// <summary>A path relative to the root of an API, and the objects that it refers to.</summary>
internal sealed record ResourcePath(string Text)
{
    public CallSubject Subject { get; init; } = new();

    public static implicit operator ResourcePath(string text) => new(text);

    /// <summary>A record with a GUID key, such as users(id).</summary>
    public static ResourcePath Record(string set, Guid key) => Record(set, key.ToString(), key.ToString());

    /// <summary>A record with a text key, such as features('key').</summary>
    public static ResourcePath Record(string set, string key) => Record(set, TextKey(key), key);

    /// <summary>
    /// A text as an OData key: quoted, with quotes doubled and other characters escaped. The quotes themselves are not escaped, as in the contract.
    /// </summary>
    public static string TextKey(string key) => PathSegment.Escape(ODataQuery.Literal(key)).Replace("%27", "'", StringComparison.Ordinal);

    /// <summary>Appends a path.</summary>
    public static ResourcePath operator /(ResourcePath path, ResourcePath below) => new($"{path.Text}/{below.Text}")
    {
        Subject = below.Subject.Record is { } record ? path.Subject with { Record = record } : path.Subject,
    };

    /// <summary>Sets the record for a path that contains the key as a segment.</summary>
    public ResourcePath About(string set, string key) => this with { Subject = Subject with { Record = (set, key) } };

    public ResourcePath With(ODataQuery? query) => this with { Text = Text + query };

    public ResourcePath With(UrlQuery query) => this with { Text = Text + query };

    private static ResourcePath Record(string set, string literal, string key) =>
        new($"{set}({literal})") { Subject = new CallSubject { Record = (set, key) } };
}
