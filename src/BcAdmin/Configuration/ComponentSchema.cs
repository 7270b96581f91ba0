using System.Net.Mail;
using System.Text.RegularExpressions;

namespace BcAdmin.Configuration;

/// <summary>Where a component belongs.</summary>
internal enum ComponentLevel
{
    Tenant,

    /// <summary>Settings of an environment, in the admin center.</summary>
    Environment,

    /// <summary>The content of an environment, which only an active one answers for.</summary>
    Content,
}

/// <summary>How a file writes a component.</summary>
internal enum ComponentShape
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>An object with values.</summary>
    Object,

    /// <summary>An array of objects, which have keys.</summary>
    List,
}

/// <summary>The type of a value, which decides how it is written, read, and compared.</summary>
internal enum ValueKind
{
    Text,

    /// <summary>A text whose casing has no meaning.</summary>
    Code,
    Choice,
    Flag,
    Id,

    /// <summary>An id or "none".</summary>
    IdOrNone,
    Ids,

    /// <summary>A time in UTC or "never".</summary>
    Date,

    /// <summary>A time of the day, such as 22:00.</summary>
    Time,
    Email,

    /// <summary>See <see cref="VersionPolicy"/>.</summary>
    Version,

    /// <summary>A reference to a secret, never a value.</summary>
    Secret,

    /// <summary>A path, relative to the folder of the file.</summary>
    File,
}

/// <summary>A value that a component can have.</summary>
/// <param name="Name">As in the file, in camelCase.</param>
/// <param name="Description">For the JSON schema and the help.</param>
internal sealed partial record ComponentMember(string Name, ValueKind Kind, string Description)
{
    public const string None = "none";
    public const string Never = "never";

    /// <summary>Part of the key of an entry.</summary>
    public bool IsKey { get; init; }

    /// <summary>An entry without it is not valid.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Only for readers of the file or for the work, and never compared.</summary>
    public bool IsNote { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What the file may have, for messages.</summary>
    public string Expected => Kind switch
    {
        ValueKind.Choice => Messages.One(Choices),
        ValueKind.Flag => Messages.TrueFalse,
        ValueKind.Id => "a GUID",
        ValueKind.IdOrNone => Messages.GUID(None),
        ValueKind.Ids => Messages.ArrayGUIDs,
        ValueKind.Date => Messages.DateSuchT22Z(Never),
        ValueKind.Time => Messages.TimeSuch,
        ValueKind.Email => Messages.EmailAddress,
        ValueKind.Version => Messages.ExpectedVersionPolicy,
        ValueKind.Secret => Messages.ReferenceSecretSuchSecretApplicationInsights,
        ValueKind.File => "a path",
        _ => Messages.TextNotEmpty,
    };

    /// <summary>The value in its one canonical form; null for one that is not valid.</summary>
    public string? Canonical(string text) => Kind switch
    {
        ValueKind.Choice => Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)),
        ValueKind.Flag => bool.TryParse(text, out var flag) ? flag ? "true" : "false" : null,
        ValueKind.Id => Guid.TryParse(text, out var id) ? id.ToString() : null,
        ValueKind.IdOrNone => text.Equals(None, StringComparison.OrdinalIgnoreCase) ? None : Guid.TryParse(text, out var id) ? id.ToString() : null,
        ValueKind.Ids => CanonicalIds(text),
        ValueKind.Date => CanonicalDate(text),
        ValueKind.Time => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Text(time) : null,
        ValueKind.Email => MailAddress.TryCreate(text, out var mail) && mail.Address == text ? text : null,
        ValueKind.Version => VersionPolicy.TryParse(text) is { } policy ? policy.ToString() : null,
        ValueKind.Secret => SecretReference().IsMatch(text) ? text : null,
        ValueKind.Text when !IsKey => text, // an empty text is a value
        _ => text.Length > 0 ? text : null,
    };

    /// <summary>Whether two canonical values mean the same.</summary>
    public bool AreEqual(string? one, string? other) => string.Equals(
        one, other,
        Kind is ValueKind.Text or ValueKind.Secret or ValueKind.File && !IsKey ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as objects show it.</summary>
    public object? Show(string? value) => value is not null && Kind == ValueKind.Flag ? value == "true" : value;

    public static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Text(IEnumerable<Guid> ids) =>
        string.Join(", ", ids.Select(id => id.ToString()).Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal));

    private static string? CanonicalIds(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(parts, part => Guid.TryParse(part, out _)) ? Text(parts.Select(Guid.Parse)) : null;
    }

    /// <summary>A date without a zone is UTC, so that the file means the same on every computer.</summary>
    private static string? CanonicalDate(string text) => text.Equals(Never, StringComparison.OrdinalIgnoreCase) ? Never
        : IsoDate().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Text(date) : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^\$\{secret:[^{}]+\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretReference();
}

/// <summary>A part of a configuration: the JSON schema, the files, and the comparison follow from it.</summary>
/// <param name="Name">In PascalCase, as -Component takes it.</param>
/// <param name="Description">For the JSON schema and the help.</param>
internal sealed record ComponentSchema(
    string Name, ComponentLevel Level, ComponentShape Shape, string Description, params ComponentMember[] Members)
{
    private const string Separator = " / ";

    /// <summary>The member of the file.</summary>
    public string MemberName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>Whether -RemoveUnlisted removes entries that the file does not name.</summary>
    public bool CanRemove { get; init; }

    /// <summary>Whether Export-BcConfiguration writes it: a secret cannot be read.</summary>
    public bool IsExported { get; init; } = true;

    /// <summary>Whether the service accepts the calls of users only.</summary>
    public bool IsForUsers { get; init; }

    public int IndexOf(string member) => Array.FindIndex(Members, candidate => candidate.Name == member);

    /// <summary>Identifies an entry, and shows it to the user. Parts that are empty at its end are left out.</summary>
    public string KeyOf(IReadOnlyList<string?> values) => Shape != ComponentShape.List
        ? string.Empty
        : string.Join(Separator, Members.Select((member, index) => (member, Value: values[index] ?? string.Empty))
            .Where(item => item.member.IsKey).Select(item => item.Value)).TrimEnd(' ', '/');
}
