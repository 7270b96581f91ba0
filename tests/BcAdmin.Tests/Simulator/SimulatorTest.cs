using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using BcAdmin.Simulator;
using BcAdmin.Simulator.Contract;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Simulator;

/// <summary>One simulator for the tests of a class; each test starts with a new world.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    internal SimulatorHost Host { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    /// <summary>The service's clock is stopped, so that a slow computer does not change the state during a test.</summary>
    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public async ValueTask InitializeAsync()
    {
        Host = await SimulatorHost.StartAsync(new SimulatorOptions { Time = Time });
        Http = new HttpClient(Trusting(X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Host.CertificatePem))))
        {
            BaseAddress = Host.Https,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    /// <summary>A handler that trusts only this certificate, as SSL_CERT_FILE configures a client.</summary>
    internal static SocketsHttpHandler Trusting(X509Certificate2 certificate) => new()
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}

internal sealed record Answer(HttpStatusCode Status, JsonNode? Json, string Text, HttpResponseMessage Message)
{
    public JsonObject Object => Json!.AsObject();

    public IEnumerable<JsonObject> Rows => Object["value"]!.AsArray().Select(row => row!.AsObject());

    /// <summary>The error code in any format.</summary>
    public string? Code => (string?)(Object["code"] ?? Object["error"]?["code"]);

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}

/// <summary>The shared methods of the simulator tests: sign-in, calls, control, and a check of every API response against the contract.</summary>
public abstract class SimulatorTest(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IAsyncLifetime
{
    internal const string TenantId = "c0a70500-0000-4000-8000-000000000001";
    internal const string AppId = "c0a70500-0000-4000-8000-00000000a001";
    internal const string AppSecret = "contoso-automation-secret";
    internal const string NewcomerId = "c0a70500-0000-4000-8000-00000000a002";
    internal const string NewcomerSecret = "contoso-newcomer-secret";
    internal const string Scope = "https://api.businesscentral.dynamics.com/.default";
    internal const string Admin = "adele.admin@contoso.example";
    internal const string DelegatedAdmin = "delegated.admin@partner.example";
    internal const string Environments = "/admin/v2.29/applications/BusinessCentral/environments";
    internal const string Operations = "/admin/v2.29/environments/operations";
    internal const string Automation = $"/v2.0/{TenantId}/Production/api/microsoft/automation/v2.0";
    internal const string Denmark = "c0a70500-0000-4000-8000-00000000c001";
    internal const string Sweden = "c0a70500-0000-4000-8000-00000000c002";

    internal HttpClient Http => fixture.Http;

    internal SimulatorHost Host => fixture.Host;

    /// <summary>The time of the service without the advances of the test.</summary>
    internal DateTimeOffset Now => fixture.Time.GetUtcNow();

    /// <summary>The token of an app with all permissions.</summary>
    internal string Token { get; private set; } = "";

    /// <summary>operationIds whose successful responses were compared with the contract.</summary>
    internal HashSet<string> Checked { get; } = [];

    public virtual async ValueTask InitializeAsync()
    {
        await Control("reset", new JsonObject { ["scenario"] = "Contoso" });
        Token = await AppToken(AppId, AppSecret);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal Task<Answer> Get(string path, string? token = null) => Send(HttpMethod.Get, path, token: token);

    internal Task<Answer> Post(string path, JsonNode? body = null) => Send(HttpMethod.Post, path, body);

    internal async Task<Answer> Send(
        HttpMethod method, string path, JsonNode? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await Read(await Http.SendAsync(request));
        CheckAgainstContract(method, path, answer);
        return answer;
    }

    /// <summary>Uploads an .app file with installPte.</summary>
    internal async Task<Answer> Upload(
        string environment, byte[] file, string fileName = "extension.app", params (string Name, string Value)[] fields)
    {
        var path = $"{Environments}/{environment}/apps/pteInstall";
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(file);
        form.Add(content, "extensionFile", fileName);
        foreach (var (name, value) in fields.Length > 0 ? fields : [("acceptIsvEula", "true")])
            form.Add(new StringContent(value), name);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var answer = await Read(await Http.SendAsync(request));
        CheckAgainstContract(HttpMethod.Post, path, answer);
        return answer;
    }

    /// <summary>Sends a file to a slot of the Automation API.</summary>
    internal async Task<Answer> SendFile(string path, byte[] file, string? ifMatch = "*", string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        var answer = await Read(await Http.SendAsync(request));
        CheckAgainstContract(HttpMethod.Patch, path, answer);
        return answer;
    }

    internal static async Task<Answer> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var isJson = text.Length > 0 && response.Content.Headers.ContentType?.MediaType == "application/json";
        return new Answer(response.StatusCode, isJson ? JsonNode.Parse(text) : null, text, response);
    }

    internal async Task<Answer> Form(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Read(await Http.PostAsync(path, content));
    }

    internal async Task<Answer> Control(string path, JsonNode? body = null)
    {
        using var content = new StringContent(body?.ToJsonString() ?? "", Encoding.UTF8, "application/json");
        var answer = await Read(await Http.PostAsync($"/simulator/{path}", content));
        Assert.True(answer.Message.IsSuccessStatusCode, answer.Text);
        return answer;
    }

    internal Task Settings(string name, JsonNode? value) => Control("settings", new JsonObject { [name] = value });

    internal Task Fault(JsonObject fault) => Control("faults", fault);

    /// <summary>Moves the clock; an expired token is replaced, as in every client.</summary>
    internal async Task AdvanceClock(double seconds)
    {
        await Control("clock", new JsonObject { ["advanceSec"] = seconds });
        if (seconds >= 3600)
            Token = await AppToken(AppId, AppSecret);
    }

    internal async Task<string> AppToken(string clientId, string secret, string tenant = TenantId)
    {
        var answer = await Form($"/{tenant}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", clientId),
            ("client_secret", secret), ("scope", Scope));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return (string)answer.Object["access_token"]!;
    }

    /// <summary>A token of a user, with the authorization code flow.</summary>
    internal async Task<string> UserToken(string userName, Guid? tenant = null) =>
        (string)(await UserSignIn(
            userName, tenant is null ? AppId : "1950a258-227b-4e31-a9cf-717495945fc2", tenant?.ToString() ?? TenantId)).Object["access_token"]!;

    internal async Task<Answer> UserSignIn(string userName, string clientId = AppId, string tenant = TenantId)
    {
        using var redirect = await Http.GetAsync(
            $"/{tenant}/oauth2/v2.0/authorize?client_id={clientId}&response_type=code&redirect_uri=http://localhost:1/"
                + $"&scope={Uri.EscapeDataString(Scope)}&login_hint={userName}");
        var code = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"];
        Assert.NotNull(code);
        return await Form(
            $"/{tenant}/oauth2/v2.0/token", ("grant_type", "authorization_code"),
            ("client_id", clientId), ("code", code), ("redirect_uri", "http://localhost:1/"), ("scope", Scope));
    }

    internal static JsonObject Claims(string token) => JsonNode.Parse(Base64Url(token.Split('.')[1]))!.AsObject();

    internal static byte[] Base64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    private void CheckAgainstContract(HttpMethod method, string path, Answer answer)
    {
        var segments = new Uri(Host.Https, path).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(Uri.UnescapeDataString).ToList();
        if (segments[0] == "v1.0")
            return; // Microsoft Graph has no contract here
        var (contract, skip) = segments[0] == "admin"
            ? (Host.Simulator.Contracts[0], 2)
            : (Host.Simulator.Contracts[1], segments.FindIndex(segment => segment == "api") + 4);
        var operation = contract.Match([.. segments.Skip(skip)], out _)?.Operations.Find(candidate => candidate.Method == method.Method);
        var status = (int)answer.Status;
        if (operation is not null && answer.Json is null && answer.Message.IsSuccessStatusCode && operation.ResponseSchema(status) is null)
            Checked.Add(operation.Id);
        // With $select, even required properties can be missing.
        if (operation is null || answer.Json is null
            || path.Contains("$select", StringComparison.Ordinal) || operation.ResponseSchema(status) is not { } schema)
        {
            return;
        }

        // Before the Admin Center API processes a call, the body has another format, which is documented but not part of the contract.
        if (contract.Api == SimulatedApi.AdminCenter && answer.Json is JsonObject failure && failure.ContainsKey("error"))
            return;

        var violations = contract.Validator.Validate(answer.Json, schema, Direction.Response);
        Assert.True(
            violations.Count == 0, $"{operation.Id} {status}: {string.Join(" ", violations.Select(violation => violation.Message))}\n{answer.Text}");
        if (status < 300)
            Checked.Add(operation.Id);
    }
}
