using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using BcAdmin.Api.Automation;
using BcAdmin.Bulk;
using BcAdmin.Tests.Api;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Bulk;

/// <summary>A response to one call; its parameter is the body of the request. It throws if the response is lost.</summary>
internal delegate Task<HttpResponseMessage> Reply(string body);

/// <summary>
/// The Automation API on the scripted network: reads return the lists of the test, and writes succeed, unless a reply was specified.
/// </summary>
internal sealed partial class BulkService : IDisposable
{
    public static readonly EnvironmentKey Production = new(BcEnvironment.DefaultFamily, "Production");
    public static readonly Guid Company = Id(0xC0);

    private readonly TestApi _api;
    private readonly Dictionary<string, Queue<Reply>> _replies = new(StringComparer.Ordinal);
    private readonly List<string> _calls = [];
    private readonly List<string[]> _batches = [];

    public BulkService(TestClock? clock = null)
    {
        Clock = clock ?? new();
        _api = new TestApi(clock: Clock);
        _api.Connection.AnyCompany["Production"] = Company;
        _api.Connection.AnyCompany["Sandbox"] = Company;
        _api.Network.Do(AnswerAsync, times: 1000);
    }

    public TestClock Clock { get; }

    public BcConnection Connection => _api.Connection;

    public ScriptedHandler Network => _api.Network;

    public AutomationClient Automation => In("Production");

    public List<BcCompany> Companies { get; } = [new() { CompanyId = Company, Name = "CRONUS", DisplayName = "CRONUS USA, Inc." }];

    public List<BcUser> Users { get; } = [];

    public List<BcUserPermission> Permissions { get; } = [];

    public List<BcPermissionSet> PermissionSets { get; } = [];

    public List<BcSecurityGroupMember> Members { get; } = [];

    public List<UserDetails> Details { get; } = [];

    /// <summary>The calls as "METHOD path" without the company; in other environments than Production with the name of the environment.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>The calls of each batch.</summary>
    public IReadOnlyList<string[]> Batches
    {
        get
        {
            lock (_calls)
                return [.. _batches];
        }
    }

    public AutomationClient In(string environment) => _api.Automation(environment);

    /// <summary>Specifies the replies to the next calls.</summary>
    /// <param name="call">"METHOD path" without the query.</param>
    public BulkService On(string call, params IEnumerable<Reply> replies)
    {
        var queue = _replies.TryGetValue(call, out var known) ? known : _replies[call] = new();
        foreach (var reply in replies)
            queue.Enqueue(reply);
        return this;
    }

    public void Dispose()
    {
        _api.Dispose();
        Network.Dispose();
    }

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static BcUser User(int number, string? name = null) => new()
    {
        UserSecurityId = Id(number),
        UserName = name ?? $"USER{number}",
        State = "Enabled",
        ContactEmail = $"user{number}@contoso.example",
        ETag = $"W/\"{number}\"",
    };

    public static BcUserPermission Held(BcUser user, int number, string roleId, string company = "") => new()
    {
        UserPermissionId = Id(number),
        UserSecurityId = user.UserSecurityId,
        RoleId = roleId,
        Company = company,
        ETag = $"W/\"{number}\"",
    };

    public static PermissionAdded Grant(BcUser user, string roleId = "BASIC", string company = "") => new(user, roleId, company, null, null);

    public static Reply Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public static Reply Reject(HttpStatusCode status, string code = "BadRequest", string message = "Rejected.") =>
        Json(Error(code, message), status);

    public static Reply Lost => _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    public static string Error(string code = "BadRequest", string message = "Rejected.") =>
        $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";

    /// <summary>The response to a batch whose calls have these results.</summary>
    public static Reply Batch(params IEnumerable<(int Status, string? Body)> answers) => Json(
        "{\"responses\":[" + string.Join(',', answers.Select((answer, place) =>
            $"{{\"id\":\"{place}\",\"status\":{answer.Status},\"body\":{answer.Body ?? "null"}}}")) + "]}");

    public static string ListOf<T>(IEnumerable<T> items, JsonTypeInfo<T> type) =>
        "{\"value\":[" + string.Join(',', items.Select(item => JsonSerializer.Serialize(item, type))) + "]}";

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Path().Match(Uri.UnescapeDataString(request.RequestUri!.PathAndQuery));
        var (environment, resource) = (path.Groups["environment"].Value, path.Groups["resource"].Value);
        var call = $"{(environment == "Production" ? string.Empty : environment + ": ")}{request.Method} {resource}";
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        Reply? reply;
        lock (_calls)
        {
            _calls.Add(call + path.Groups["query"].Value);
            if (resource == "$batch")
                _batches.Add([.. Requests(body).Select(one => $"{one.Method} {one.Url.Replace($"companies({Company})/", string.Empty)}")]);
            if (!_replies.TryGetValue(call, out var queue) || !queue.TryDequeue(out reply))
                reply = Default(request.Method.Method, resource, path.Groups["query"].Value);
        }

        return await reply(body);
    }

    private Reply Default(string method, string resource, string query)
    {
        return (method, resource) switch
        {
            ("GET", "companies") => Json(ListOf(Companies, BcJson.Default.BcCompany)),
            ("GET", "users") => Json(ListOf(Users.Where(user => IsIn(user.UserSecurityId)), BcJson.Default.BcUser)),
            ("GET", "userPermissions") => Json(ListOf(Permissions.Where(held => IsIn(held.UserSecurityId)), BcJson.Default.BcUserPermission)),
            ("GET", "permissionSets") => Json(ListOf(PermissionSets, BcJson.Default.BcPermissionSet)),
            ("GET", "securityGroupMembers") => Json(ListOf(Members, BcJson.Default.BcSecurityGroupMember)),
            ("GET", "usersPermissions") => Json(ListOf(Details, BcJson.Default.UserDetails)),
            ("GET", _) when resource.EndsWith(")/userPermissions", StringComparison.Ordinal) =>
                Json(ListOf(Permissions.Where(held => resource.Contains($"{held.UserSecurityId}")), BcJson.Default.BcUserPermission)),
            ("GET", _) => Users.Find(user => resource == $"users({user.UserSecurityId})") is { } found
                ? Json(JsonSerializer.Serialize(found, BcJson.Default.BcUser))
                : Reject(HttpStatusCode.NotFound, "Internal_RecordNotFound"),
            ("POST", "$batch") => body => Batch(Requests(body).Select(_ => (204, (string?)null)))(body),
            _ => Json(string.Empty, HttpStatusCode.NoContent),
        };

        // A filter for users contains their IDs.
        bool IsIn(Guid user) => !query.Contains(" eq ", StringComparison.Ordinal) || query.Contains($"{user}", StringComparison.Ordinal);
    }

    private static List<(string Method, string Url)> Requests(string batch)
    {
        using var document = JsonDocument.Parse(batch);
        return [.. document.RootElement.GetProperty("requests").EnumerateArray().Select(
            one => (one.GetProperty("method").GetString()!, one.GetProperty("url").GetString()!))];
    }

    [GeneratedRegex(
        @"/(?<environment>[^/]+)/api/microsoft/automation/v2\.0/(companies\([^)]*\)/)?(?<resource>[^?]*)(?<query>.*)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Path();
}
