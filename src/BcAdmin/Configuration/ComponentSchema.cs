using System.Net.Mail;
using System.Text.RegularExpressions;

namespace BcAdmin.Configuration;

/// <summary>The level at which a component is managed.</summary>
internal enum ComponentLevel
{
    Tenant,

    /// <summary>Settings of an environment in the admin center.</summary>
    Environment,

    /// <summary>The content of an environment, which can be read only if the environment is active.</summary>
    Content,
}

/// <summary>The JSON shape of a component.</summary>
internal enum ComponentShape
{
    /// <summary>A single value.</summary>
    Value,

    /// <summary>An object with properties.</summary>
    Object,

    /// <summary>An array of objects that are identified by a key.</summary>
    List,
}

/// <summary>The type of a value, which determines how it is written, parsed, and compared.</summary>
internal enum ValueKind
{
    Text,

    /// <summary>A text that is compared without case.</summary>
    Code,
    Choice,
    Flag,
    Id,

    /// <summary>An ID or "none".</summary>
    IdOrNone,
    Ids,

    /// <summary>A time in UTC or "never".</summary>
    Date,

    /// <summary>A time of day, such as 22:00.</summary>
    Time,
    Email,

    /// <summary>See <see cref="VersionPolicy"/>.</summary>
    Version,

    /// <summary>A reference to a secret, never the secret itself.</summary>
    Secret,

    /// <summary>A path relative to the folder of the file.</summary>
    File,
}

/// <summary>A property of a component.</summary>
/// <param name="Name">The name in the file, in camelCase.</param>
/// <param name="Description">The description in the JSON schema and in the help.</param>
internal sealed partial record ComponentMember(string Name, ValueKind Kind, string Description)
{
    public const string None = "none";
    public const string Never = "never";

    /// <summary>Whether the property is part of the key of an entry.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether an entry must have the property.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the property is only informational or only used when changes are applied, so that it is not compared.</summary>
    public bool IsNote { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The valid values, for messages.</summary>
    public string Expected => Kind switch
    {
        ValueKind.Choice => Messages.ExpectedChoice(Choices),
        ValueKind.Flag => Messages.ExpectedBoolean,
        ValueKind.Id => "a GUID",
        ValueKind.IdOrNone => Messages.ExpectedGuidOrNone(None),
        ValueKind.Ids => Messages.ExpectedGuidArray,
        ValueKind.Date => Messages.ExpectedDate(Never),
        ValueKind.Time => Messages.ExpectedTime,
        ValueKind.Email => Messages.ExpectedEmailAddress,
        ValueKind.Version => Messages.ExpectedVersionPolicy,
        ValueKind.Secret => Messages.ExpectedSecretReference,
        ValueKind.File => "a path",
        _ => Messages.ExpectedText,
    };

    /// <summary>The value in canonical form; null if it is not valid.</summary>
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
        ValueKind.Text when !IsKey => text, // an empty text is a valid value
        _ => text.Length > 0 ? text : null,
    };

    /// <summary>Whether two canonical values are equivalent.</summary>
    public bool AreEqual(string? one, string? other) => string.Equals(
        one, other,
        Kind is ValueKind.Text or ValueKind.Secret or ValueKind.File && !IsKey ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as it appears in output objects.</summary>
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

    /// <summary>A date without a time zone is interpreted as UTC, so that the file does not depend on the computer.</summary>
    private static string? CanonicalDate(string text) => text.Equals(Never, StringComparison.OrdinalIgnoreCase) ? Never
        : IsoDate().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Text(date) : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^\$\{secret:[^{}]+\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretReference();
}

/// <summary>A component of a configuration. The JSON schema, the file format, and the comparison are derived from it.</summary>
/// <param name="Name">The name in PascalCase, as used with -Component.</param>
/// <param name="Description">The description in the JSON schema and in the help.</param>
internal sealed record ComponentSchema(
    string Name, ComponentLevel Level, ComponentShape Shape, string Description, params ComponentMember[] Members)
{
    private const string Separator = " / ";

    /// <summary>The name of the property in the file.</summary>
    public string MemberName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>Whether -RemoveUnlisted removes entries that are not in the file.</summary>
    public bool CanRemove { get; init; }

    /// <summary>Whether Export-BcConfiguration writes the component. Secrets cannot be read, so they are not exported.</summary>
    public bool IsExported { get; init; } = true;

    /// <summary>Whether the service accepts only user tokens for the component.</summary>
    public bool IsForUsers { get; init; }

    public int IndexOf(string member) => Array.FindIndex(Members, candidate => candidate.Name == member);

    /// <summary>Identifies an entry, also in output. Empty trailing parts are omitted.</summary>
    public string KeyOf(IReadOnlyList<string?> values) => Shape != ComponentShape.List
        ? string.Empty
        : string.Join(Separator, Members.Select((member, index) => (member, Value: values[index] ?? string.Empty))
            .Where(item => item.member.IsKey).Select(item => item.Value)).TrimEnd(' ', '/');
}
