using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using BcAdmin.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Writes users with their permission sets to a file for Import-BcUser: listUsers, listCompanyUserPermissions, listPermissionSets.</summary>
[Cmdlet(VerbsData.Export, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcUserCommand : BcEnvironmentCmdlet
{
    private static readonly string[] Columns =
        ["User", "DisplayName", "PermissionSets", "Companies", "AppId", "Scope", "State", "ExpiryDate", "ContactEmail"];

    private static readonly JsonWriterOptions ForPeople = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A .csv or .json file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string Path { get; set; } = string.Empty;

    /// <summary>User names. The default is all users.</summary>
    [Parameter]
    [Alias("UserName", "User")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The delimiter of a .csv file. Import-BcUser detects it.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task BeginAsync()
    {
        CsvFile.CheckDelimiter(Delimiter);
        return base.BeginAsync();
    }

    protected override Task ProcessAsync() => GuardAsync(Environment, async () =>
    {
        var connection = SingleConnection();
        var file = this.ResolveOutput(Path, NoClobber);
        var isJson = file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (!isJson && !file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new BcException(ErrorCode.InvalidArgument, $"{Path} is neither .csv nor .json.") { Target = Path };
        if (!_written.Add(file))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.UserFileAlreadyWritten(file))
            {
                Target = Path,
                Advice = Messages.SpecifyFilePerEnvironment,
            };
        }

        if (!ShouldProcess(file, Messages.WriteUsersAction(Environment, connection)))
            return;

        using var output = OutputFile.Open(file);
        var rows = await ReadAsync(Automation(connection, Key));
        output.Complete(isJson ? Json(rows) : Csv(rows, Delimiter));
        if (PassThru)
            WriteObject(new FileInfo(file));
    });

    private async Task<List<string[]>> ReadAsync(AutomationClient automation)
    {
        var unique = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        await foreach (var set in automation.ListPermissionSetsAsync(null, PipelineStopToken))
            unique[set.RoleId] = unique.GetValueOrDefault(set.RoleId) + 1;
        var held = await UserPlan.ReadAllPermissionsAsync(automation, PipelineStopToken);

        var filter = new NameFilter<BcUser>(Name, user => [user.UserName]) { NotFound = name => UserFinder.NotFound(name, Key) };
        var rows = new List<string[]>();
        await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken).ChosenBy(filter))
            rows.AddRange(Rows(user, held.GetValueOrDefault(user.UserSecurityId) ?? [], roleId => unique.GetValueOrDefault(roleId) > 1));
        WriteErrors(filter);
        return rows;
    }

    /// <summary>Gets one row for each set of companies, or one row for a user without permission sets.</summary>
    private static IEnumerable<string[]> Rows(BcUser user, List<BcUserPermission> held, Func<string, bool> needsOrigin)
    {
        string[] Row(string sets, string companies, string appId, string scope) =>
        [
            user.UserName, user.DisplayName ?? string.Empty, sets, companies, appId, scope, user.State ?? string.Empty,
            user.ExpiryDate?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) ?? "never",
            user.ContactEmail ?? string.Empty,
        ];

        var groups = held
            .GroupBy(permission => (permission.RoleId, Origin: needsOrigin(permission.RoleId) ? (permission.AppId, permission.Scope) : default))
            .Select(group =>
                (group.Key, Companies: string.Join(';', group.Select(permission => permission.Company).Order(StringComparer.OrdinalIgnoreCase)),
                IsAll: group.Any(permission => permission.Company.Length == 0)))
            // An empty cell means all companies, so a set that is assigned for all companies and for some requires two rows.
            .SelectMany(group => group.IsAll && group.Companies.Trim(';').Length > 0
                ? new[] { (group.Key, Companies: string.Empty), (group.Key, Companies: group.Companies.Trim(';')) } : [(group.Key, group.Companies)])
            .GroupBy(group => (group.Companies, group.Key.Origin))
            .OrderBy(group => group.Key.Companies, StringComparer.OrdinalIgnoreCase)
            .Select(group => Row(
                string.Join(';', group.Select(item => item.Key.RoleId).Order(StringComparer.OrdinalIgnoreCase)), group.Key.Companies,
                group.Key.Origin.AppId?.ToString() ?? string.Empty, group.Key.Origin.Scope ?? string.Empty))
            .ToList();
        return groups.Count > 0 ? groups : [Row(string.Empty, string.Empty, string.Empty, string.Empty)];
    }

    private static byte[] Csv(List<string[]> rows, char delimiter)
    {
        string Line(string[] cells) => string.Join(delimiter, cells.Select(CsvFile.TextCell)) + "\r\n";
        // Without a byte order mark, Excel reads the file in the local code page.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(Columns).Select(Line)))];
    }

    private static byte[] Json(List<string[]> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, ForPeople))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                foreach (var (column, cell) in Columns.Zip(row))
                    writer.WriteString(column, cell);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }
}
