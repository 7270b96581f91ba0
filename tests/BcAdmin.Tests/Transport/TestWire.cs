using System.Collections.Concurrent;
using System.Security;
using System.Text;
using System.Text.Json;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>A wire with a passed-in token, a scripted network, and a test clock.</summary>
internal sealed class TestWire : IDisposable
{
    public const string Api = "https://api.contoso.example";
    public static readonly string Token = Jwt(DateTimeOffset.UtcNow.AddYears(50));

    /// <summary>Far more than any test needs: a call that never ends must fail its test and not block the run.</summary>
    public static readonly TimeSpan TestLimit = TimeSpan.FromSeconds(10);

    private readonly Wire _wire;
    private readonly HttpMessageInvoker _invoker;

    public TestWire(TestClock? clock = null, TimeSpan? retryTimeout = null)
    {
        Clock = clock ?? new TestClock();
        _wire = Wire.Open(Options(Clock, retryTimeout ?? TimeSpan.FromMinutes(5)), new TestHooks(Primary: Network));
        _invoker = new HttpMessageInvoker(_wire.Handler, disposeHandler: false);
    }

    public TestClock Clock { get; }

    public ScriptedHandler Network { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public static WireOptions Options(TimeProvider clock, TimeSpan retryTimeout) => new()
    {
        Flow = SignInFlow.AccessToken,
        AccessToken = Secure(Token),
        Authority = new Uri("https://login.contoso.example"),
        Resource = new Uri(Api),
        IsApiAddress = address => address.GetLeftPart(UriPartial.Authority) == Api,
        RetryTimeout = retryTimeout,
        Clock = clock,
    };

    public HttpRequestMessage Request(HttpMethod method, string address = Api + "/admin/v2.29/applications?filter=x")
    {
        var request = new HttpRequestMessage(method, address);
        request.Options.Set(Wire.Log, Lines.Enqueue);
        request.Headers.Add(Wire.CorrelationHeader, "11111111-2222-3333-4444-555555555555");
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        _invoker.SendAsync(request, cancellationToken);

    public Task<HttpResponseMessage> GetAsync() => SendAsync(Request(HttpMethod.Get));

    public void Dispose()
    {
        _invoker.Dispose();
        _wire.Dispose();
        Network.Dispose();
    }

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
            secure.AppendChar(character);
        return secure;
    }

    public static string Jwt(
        DateTimeOffset expiresOn, string tenantId = "aaaaaaaa-0000-0000-0000-000000000001", string? upn = "adele.admin@contoso.example") =>
        Jwt(new { exp = expiresOn.ToUnixTimeSeconds(), tid = tenantId, upn, jti = Guid.NewGuid() });

    public static string Jwt(object claims) => $"{Base64Url("{\"alg\":\"none\"}")}.{Base64Url(JsonSerializer.Serialize(claims))}.c2ln";

    public static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
