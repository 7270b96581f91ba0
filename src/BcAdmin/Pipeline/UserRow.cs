using System.Collections;
using System.Management.Automation;
using System.Net.Mail;
using BcAdmin.Bulk;

namespace BcAdmin.Pipeline;

/// <summary>A row of an import. Cells are text, or lists if the source supports lists.</summary>
/// <param name="source">The row.</param>
/// <param name="delimiter">The delimiter of values in a cell.</param>
/// <param name="number">The line of a .csv file, the entry of a .json file, or the number of the pipeline object.</param>
/// <param name="place">The file with the number, or the number, for messages.</param>
internal sealed class UserRow(PSObject source, char delimiter, int number, string place)
{
    private static readonly string[] UserColumns = ["User", "UserSecurityId", "UserName", "Email"];

    /// <summary>Column names for users in other systems.</summary>
    private static readonly string[] OtherUserColumns =
        ["UserPrincipalName", "UPN", "Mail", "EmailAddress", "E-mail", "Login", "LoginName", "Account", "SamAccountName", "Name", "DisplayName"];

    /// <summary>The columns with values to apply or to compare.</summary>
    private static readonly string[] ValueColumns =
        ["PermissionSets", "PermissionSet", "RoleId", "State", "ExpiryDate", "ContactEmail", "SecurityGroups"];

    private static readonly string[] InputColumns =
    [
        .. UserColumns, .. ValueColumns, "Companies", "Company", "AppId", "Scope", "Environment", "EnvironmentName", "ApplicationFamily", "TenantId",
        "TenantName", "Tenant", "Connection",
    ];

    /// <summary>The columns of which a row has one.</summary>
    private static readonly string[][] Alternatives =
    [
        ["PermissionSets", "PermissionSet", "RoleId"], ["Companies", "Company"], ["Environment", "EnvironmentName"],
        ["TenantId", "TenantName", "Tenant", "Connection"],
    ];

    /// <summary>The columns that only the results of an import have.</summary>
    private static readonly string[] ResultColumns = ["Row", "Status", "Changes", "Message"];

    /// <summary>The columns of Export-BcUser that are for information.</summary>
    private static readonly string[] InformationColumns = ["DisplayName"];

    /// <summary>The location of the row, for messages.</summary>
    public string Place => place;

    // Cells are read here, on the thread of the pipeline: a property of the row can be a script.
    public string User { get; } = Cell(source, delimiter, UserColumns);

    public string PermissionSets { get; } = Cell(source, delimiter, "PermissionSets", "PermissionSet", "RoleId");

    public string Companies { get; } = Cell(source, delimiter, "Companies", "Company");

    public string AppId { get; } = Cell(source, delimiter, "AppId");

    public string Scope { get; } = Cell(source, delimiter, "Scope");

    public string State { get; } = Cell(source, delimiter, "State");

    public string ExpiryDate { get; } = Cell(source, delimiter, "ExpiryDate");

    public string ContactEmail { get; } = Cell(source, delimiter, "ContactEmail");

    public string SecurityGroups { get; } = Cell(source, delimiter, "SecurityGroups");

    public bool HasUser => HasUserColumn(source);

    /// <summary>Whether the row has a column with values to apply or to compare, which can be blank.</summary>
    public bool HasValues => HasValueColumn(source);

    /// <summary>The names of columns that are probably mistakes.</summary>
    public IEnumerable<string> UnrecognizedColumns =>
        Others.Select(column => column.Name).Except(InformationColumns, StringComparer.OrdinalIgnoreCase);

    /// <summary>The columns that are copied to the result.</summary>
    private IEnumerable<PSPropertyInfo> Others => source.Properties.Where(property =>
        property is { IsGettable: true, MemberType: PSMemberTypes.NoteProperty }
        && !InputColumns.Contains(property.Name, StringComparer.OrdinalIgnoreCase)
        && !ResultColumns.Contains(property.Name, StringComparer.OrdinalIgnoreCase));

    private string[] Cells => [User, PermissionSets, Companies, AppId, Scope, State, ExpiryDate, ContactEmail, SecurityGroups];

    /// <exception cref="BcException">InvalidArgument: the value of a cell is not valid.</exception>
    public DesiredUser ToDesiredUser()
    {
        if (Cells.FirstOrDefault(cell => cell.Contains(TextFile.Replacement, StringComparison.Ordinal)) is { } lost)
        {
            throw new BcException(
                ErrorCode.InvalidArgument,
                Messages.ValueHasReplacementCharacter(Truncate(lost)))
            {
                Target = lost,
                Advice = Messages.SpecifyCsvEncoding,
            };
        }

        if (!HasUserColumn(source))
            throw WithoutUserColumn(source, Messages.UserRowSubject);
        if (User.Length == 0)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.RowHasNoUser)
            {
                Advice = Messages.FillUserColumn,
            };
        }

        return new DesiredUser
        {
            User = User,
            PermissionSets = Split(PermissionSets),
            Companies = Split(Companies),
            AppId = AppId.Length == 0 ? null : Guid.TryParse(AppId, out var id) ? id : throw InvalidCell("AppId", AppId, "a GUID"),
            Scope = OneOf("Scope", Scope, "System", "Tenant"),
            State = OneOf("State", State, "Enabled", "Disabled"),
            ExpiryDate = ReadExpiryDate(),
            ContactEmail = ReadContactEmail(),
            SecurityGroups = Split(SecurityGroups),
        };
    }

    /// <summary>Whether the row was read with another delimiter than that of its file, so that all values are in one column.</summary>
    public bool IsNotSplit => DelimiterOf(source) is not null;

    /// <summary>The absent input column of which a column is a typing error; null for other columns, such as Contact or App.</summary>
    public string? SuggestionFor(string column) =>
        SuggestionFor(column, source) is { } known && Math.Abs(known.Length - column.Length) <= 1 ? known : null;

    public static bool HasUserColumn(PSObject row) => UserColumns.Any(column => row.Properties[column] is not null);

    public static bool HasValueColumn(PSObject row) => ValueColumns.Any(column => row.Properties[column] is not null);

    /// <summary>Creates the error for input from which nothing can be applied, and suggests the column that was probably intended.</summary>
    public static BcException WithoutValueColumn(PSObject row, string input) => new(ErrorCode.InvalidData, Messages.InputWithoutValueColumn(input))
    {
        Target = input,
        Suggestion = row.Properties.Select(property => SuggestionFor(property.Name, row)).FirstOrDefault(name => name is not null),
        Advice = Messages.AddColumnWithValues,
    };

    public BcException WithoutValueColumn(string input) => WithoutValueColumn(source, input);

    /// <summary>Creates the error for rows that were read with another delimiter than that of their file.</summary>
    public BcException NotSplit()
    {
        var (column, delimiter) = (source.Properties.First().Name, DelimiterOf(source)!.Value);
        return new(ErrorCode.InputKeyMissing, Messages.RowsHaveSingleColumn(column, delimiter))
        {
            Target = column,
            Advice = Messages.ImportCsvWithDelimiter(delimiter),
        };
    }

    /// <summary>Creates the error for columns whose names are probably misspelled.</summary>
    /// <param name="columns">The names, with the names that were probably intended.</param>
    public static BcException Misspelled(IReadOnlyList<KeyValuePair<string, string?>> columns) =>
        new(ErrorCode.InvalidData, Messages.UnknownColumns(columns))
        {
            Target = columns[0].Key,
            Suggestion = columns is [var only] ? only.Value : null,
            Advice = Messages.RenameOrRemoveColumns(columns),
        };

    /// <summary>Creates the error for a row or file without a user column, and suggests the column that was probably intended.</summary>
    public static BcException WithoutUserColumn(PSObject row, string input)
    {
        var names = row.Properties.Select(property => property.Name).ToList();
        var meant = OtherUserColumns.FirstOrDefault(column => names.Contains(column, StringComparer.OrdinalIgnoreCase))
            ?? UserColumns.Select(column => Suggestion.Nearest(column, names)).FirstOrDefault(name => name is not null);
        return new BcException(ErrorCode.InputKeyMissing, Messages.InputWithoutUserColumn(input))
        {
            Target = input,
            Suggestion = meant,
            Advice = Messages.RenameColumnToUser(meant),
        };
    }

    /// <summary>Creates the result: the columns of the row and the outcome.</summary>
    /// <param name="item">The row after its changes are settled.</param>
    /// <param name="isWhatIf">Whether the changes are only planned.</param>
    /// <param name="sameFailure">The place of the row whose result has the message of the same error; null if there is none.</param>
    public BcUserImportResult ToResult(BulkItem<UserRow> item, bool isWhatIf, string? sameFailure)
    {
        var error = item.Failure?.Error;
        var state = isWhatIf ? StepState.Declined : StepState.Changed;
        var shown = item.Steps.Where(step => step.State == state).Select(step => step.Change!.Action).ToList();
        var message = sameFailure is not null ? [Messages.SameErrorAsRow(sameFailure)]
            : error is not null ? [error.Message]
            : !isWhatIf && item.Steps.Any(step => step.State == StepState.Declined) ? [Messages.SomeChangesDeclined]
            : item.Steps.Select(step => step.Note);
        var result = new BcUserImportResult
        {
            Row = number,
            User = User,
            PermissionSets = PermissionSets,
            Companies = Companies,
            AppId = AppId,
            Scope = Scope,
            State = State,
            ExpiryDate = ExpiryDate,
            ContactEmail = ContactEmail,
            SecurityGroups = SecurityGroups,
            EnvironmentName = item.Environment.Name,
            TenantId = item.Connection.TenantId,
            Status = error is not null ? StatusOf(error)
                : item.Steps.Any(step => step.State == StepState.Skipped) ? "Skipped"
                : shown.Count == 0 ? "Unchanged" : isWhatIf ? "Planned" : "Changed",
            Changes = string.Join("; ", shown),
            Message = string.Join(" ", message.Where(text => !string.IsNullOrEmpty(text))),
        };
        var carried = PSObject.AsPSObject(result);
        foreach (var column in Others)
            carried.Properties.Add(new PSNoteProperty(column.Name, column.Value));
        return result;
    }

    private static string? SuggestionFor(string column, PSObject row) => InputColumns.Contains(column, StringComparer.OrdinalIgnoreCase)
        ? null
        : Suggestion.Nearest(column, InputColumns.Except(UserColumns, StringComparer.Ordinal).Where(known => !IsGiven(known, row)));

    /// <summary>Whether the row has the column or an alternative to it. A missing user column has its own error.</summary>
    private static bool IsGiven(string column, PSObject row) =>
        (Array.Find(Alternatives, group => group.Contains(column, StringComparer.Ordinal)) ?? [column]).Any(name => row.Properties[name] is not null);

    /// <summary>The delimiter in the name of the only column; null if there are several columns, or none is in the name.</summary>
    private static char? DelimiterOf(PSObject row) =>
        row.Properties.Take(2).ToList() is [{ MemberType: PSMemberTypes.NoteProperty, Name: var name }]
            ? CsvFile.Delimiters.Cast<char?>().FirstOrDefault(delimiter => name.Contains(delimiter!.Value, StringComparison.Ordinal)) : null;

    private static string StatusOf(BcException error) => error.Is(ErrorCode.UserNotFound) ? "NotFound"
        : error.Is(ErrorCode.AmbiguousUser) || error.Is(ErrorCode.AmbiguousPermissionSet) ? "Ambiguous"
        : "Failed";

    private DateTimeOffset? ReadExpiryDate()
    {
        if (ExpiryDate.Length == 0)
            return null;
        if (ExpiryDate.Equals("never", StringComparison.OrdinalIgnoreCase))
            return UserUpdate.Never;
        return DateText.TryParseCell(ExpiryDate, out var date, out var expected)
            ? new DateTimeOffset(date.ToUniversalTime())
            : throw InvalidCell("ExpiryDate", ExpiryDate, expected);
    }

    private string? ReadContactEmail()
    {
        if (ContactEmail.Length == 0)
            return null;
        return ContactEmail.Length <= 250 && MailAddress.TryCreate(ContactEmail, out var mail) && mail.Address == ContactEmail
            ? ContactEmail
            : throw InvalidCell("ContactEmail", ContactEmail, Messages.ExpectedEmailAddress);
    }

    private string? OneOf(string column, string value, params string[] values) => value.Length == 0
        ? null
        : values.FirstOrDefault(valid => valid.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw InvalidCell(column, value, string.Join(" or ", values), Suggestion.Nearest(value, values));

    private BcException InvalidCell(string column, string value, string expected, string? suggestion = null) =>
        new(ErrorCode.InvalidArgument, Messages.InvalidColumnValue(Truncate(value), column, expected))
        {
            Target = value,
            Suggestion = suggestion,
            Advice = Messages.CorrectCell(column, place),
        };

    private static string Truncate(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private string[] Split(string cell) =>
        [.. cell.Split(delimiter, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Gets the first of these columns that is not empty.</summary>
    private static string Cell(PSObject source, char delimiter, params string[] names)
    {
        foreach (var name in names)
        {
            var text = source.Properties[name]?.Value switch
            {
                null => string.Empty,
                PSObject { BaseObject: var inner } => Text(inner, delimiter),
                var value => Text(value, delimiter),
            };
            if (text.Length > 0)
                return text;
        }

        return string.Empty;
    }

    private static string Text(object value, char delimiter) => value switch
    {
        string text => text.Trim(),
        DateTime date => date.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset date => date.ToString("O", CultureInfo.InvariantCulture),
        Guid id => id == Guid.Empty ? string.Empty : id.ToString(),
        IEnumerable list => string.Join(
            delimiter,
            list.Cast<object?>().Select(item => item is null ? string.Empty : Text(item is PSObject wrapped ? wrapped.BaseObject : item, delimiter))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? string.Empty,
    };
}
