using System.Net;
using System.Text;
using BcAdmin.Api;
using BcAdmin.Tests.Api;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>Secrets that were sent and are returned in a response are not passed on.</summary>
public sealed class SecretsTests
{
    private const string Secret = "Ab+1/c&d=e\"f<g> h";

    [Theory]
    [InlineData("before Ab+1/c&d=e\"f<g> h after", "before *** after")]
    [InlineData("client=1&x=Ab%2B1%2Fc%26d%3De%22f%3Cg%3E%20h&y=2", "client=1&x=***&y=2")]
    [InlineData("x=ab%2b1%2fc%26d%3de%22f%3cg%3e+h&y=2", "x=***&y=2")]
    [InlineData("""{"a":"Ab\u002B1/c\u0026d=e\u0022f\u003Cg\u003E h"}""", """{"a":"***"}""")]
    [InlineData("<p>Ab+1/c&amp;d=e&quot;f&lt;g&gt; h</p>", "<p>***</p>")]
    public void A_known_secret_is_found_in_plain_and_encoded_form(string text, string expected) =>
        Assert.Equal(expected, Secrets.Remove(text, [Secret]));

    [Theory]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln is bad", "token *** is bad")]
    [InlineData("cut: eyJhbGciOiJSUzI1NiIsInR5cCI", "cut: ***")]
    [InlineData("Authorization: Bearer opaque~token+1", "Authorization: Bearer ***")]
    [InlineData("grant_type=client_credentials&client_secret=abc&scope=x", "grant_type=client_credentials&client_secret=***&scope=x")]
    [InlineData("""{"displayName":"x","secretText":"a~b","keyId":1}""", """{"displayName":"x","secretText":"***","keyId":1}""")]
    [InlineData("""{\"refresh_token\": \"0.AX\"}""", """{\"refresh_token\": \"***\"}""")]
    [InlineData("https://x.example/c?sv=2022&se=2026&sig=abc%3D&sp=rw", "https://x.example/c?sv=2022&se=2026&sig=***&sp=rw")]
    public void Text_that_looks_like_a_secret_is_removed(string text, string expected) => Assert.Equal(expected, Secrets.Remove(text, []));

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://me:p%40ss%21w@proxy:8080/' failed.",
        "The proxy tunnel request to proxy 'http://***@proxy:8080/' failed.")]
    [InlineData("postgres://app:pw@db/x and socks5://only-a-token@host:1", "postgres://***@db/x and socks5://***@host:1")]
    [InlineData("AccountName=x;AccountKey=q83v+Zz==;EndpointSuffix=y", "AccountName=x;AccountKey=***;EndpointSuffix=y")]
    [InlineData("Server=a;User Id=b;Password=pw1;Encrypt=True", "Server=a;User Id=b;Password=***;Encrypt=True")]
    [InlineData("Endpoint=sb://x/;SharedAccessKey=abc=", "Endpoint=sb://x/;SharedAccessKey=***")]
    [InlineData("https://f.example/api/x?code=abc==&clientId=1", "https://f.example/api/x?code=***&clientId=1")]
    [InlineData("https://s3.example/x?X-Amz-Signature=abc&v=1", "https://s3.example/x?X-Amz-Signature=***&v=1")]
    [InlineData("Proxy-Authorization: Basic bWU6cHc=", "Proxy-Authorization: Basic ***")]
    [InlineData("{\"userName\":\"x\",\"password\":\"pw1\"}", "{\"userName\":\"x\",\"password\":\"***\"}")]
    public void Credentials_in_addresses_headers_and_connection_strings_are_removed_with_any_length(string text, string expected) =>
        Assert.Equal(expected, Secrets.Remove(text, []));

    [Theory]
    [InlineData("WIRE1_PROXY", "http://me:Wr1%40Pass%21word@proxy:8080", "Wr1@Pass!word", "Wr1%40Pass%21word", "bWU6V3IxQFBhc3Mhd29yZA==")]
    [InlineData("wire2_proxy", "dom\\me:Wr2/Pa@ssword@proxy:8080", "Wr2/Pa@ssword")]
    [InlineData("WIRE3_ALL_PROXY", "socks5://Wr3TokenOnly@proxy", "Wr3TokenOnly")]
    [InlineData("Wire4ConnectionString", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=Wr4Key+/q==", "Wr4Key+/q==")]
    [InlineData("WIRE5_STORAGE", "https://x.blob.core.windows.net/c?sv=2022&sig=Wr5Sig%2Bnature%3D", "Wr5Sig%2Bnature%3D", "Wr5Sig+nature=")]
    [InlineData("WIRE6_ACCESSTOKEN", "Wr6-opaque-token", "Wr6-opaque-token")]
    [InlineData("WIRE7_CLIENT_SECRET", "Wr7~secret", "Wr7~secret", "Wr7%7Esecret")]
    [InlineData("WIRE8_DATABASE", "postgres://app:Wr8Passw@db/x", "Wr8Passw")]
    [InlineData("WIRE9_SETTINGS", "{\"client_secret\":\"Wr9JsonSecret\"}", "Wr9JsonSecret")]
    [InlineData("WIRE10_PROXY", "http://me:Wr10/Pa@ssword@proxy:8080", "Wr10/Pa@ssword", "bWU6V3IxMC9QYUBzc3dvcmQ=")]
    [InlineData("WIRE11_PROXY", "me:Wr11/Password@proxy://x", "Wr11/Password", "bWU6V3IxMS9QYXNzd29yZA==")]
    [InlineData("WIRE12_PROXY", "://me:Wr12/Password@proxy", "Wr12/Password", "bWU6V3IxMi9QYXNzd29yZA==")]
    public void A_secret_of_the_environment_is_removed_from_every_text_and_error(string variable, string value, params string[] forms)
    {
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            foreach (var form in forms)
            {
                Assert.Equal("before *** after", Secrets.Remove($"before {form} after", []));
                var failure = new BcException(ErrorCode.Of("Code"), $"It is {form}.", new InvalidOperationException(form));
                Assert.Equal(("It is ***.", (Exception?)null), (failure.Message, failure.InnerException));
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Theory]
    [InlineData("WIRE_TOKEN_FILE", "/var/run/wire/token")]
    [InlineData("WIRE_SECRETS", "/run/wire-secrets/x")]
    [InlineData("WIRE_TOKEN_URL", "https://login.wire.example/token")]
    [InlineData("WIRE_COLOR", "ordinary-value")]
    [InlineData("WIRE_CONTACT", "desk.of.wire@contoso.example")]
    public void Other_values_of_the_environment_are_not_secrets(string variable, string value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            Assert.Equal($"At {value}.", Secrets.Remove($"At {value}.", []));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void The_longest_secret_is_removed_first_and_six_characters_are_enough()
    {
        Assert.Equal("*** and ***", Secrets.Remove("abcdefgh and abcdef", ["abcdef", "abcdefgh"]));
        Assert.Equal("*** and abcde", Secrets.Remove("abcdef and abcde", ["abcdef", "abcde"]));
    }

    [Fact]
    public void A_missing_argument_is_rejected()
    {
        Assert.Throws<ArgumentNullException>("text", () => Secrets.Remove(null!, []));
        Assert.Throws<ArgumentNullException>("known", () => Secrets.Remove("", null!));
        Assert.Throws<ArgumentNullException>("text", () => Secrets.RemoveForms(null!, []));
        Assert.Throws<ArgumentNullException>("forms", () => Secrets.RemoveForms("", null!));
        Assert.Throws<ArgumentNullException>("secret", () => Secrets.Forms(null!));
    }

    [Theory]
    [InlineData("The code environmentNotFound has no such sign, and the assertion failed.")]
    [InlineData("A short one: abc.")]
    [InlineData("Basic authentication needs a password: ask for it. Use https://x.example/a?b=c or mail to me@x.example.")]
    public void Ordinary_texts_are_not_changed(string text) => Assert.Equal(text, Secrets.Remove(text, ["abc", ""]));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.OK)]
    public async Task A_response_that_repeats_the_request_becomes_an_error_without_its_secrets(HttpStatusCode status)
    {
        const string opaque = "opaque-token-4711";
        foreach (var type in (string[])["application/json", "text/html", "text/plain"])
        {
            using var network = new ScriptedHandler();
            using var wire = Wire.Open(
                new WireOptions
                {
                    Flow = SignInFlow.AccessToken,
                    AccessToken = TestWire.Secure(opaque),
                    Authority = new Uri("https://login.contoso.example"),
                    Resource = new Uri(TestWire.Api),
                    IsApiAddress = _ => true,
                    RetryTimeout = TimeSpan.Zero,
                },
                new TestHooks(Primary: network));
            var echo =
                $"You sent Authorization: Bearer {opaque} and {Secret}, {Uri.EscapeDataString(Secret)}, {new string('x', 3950)} {opaque} {Secret}";
            var body = type == "application/json" && status != HttpStatusCode.OK
                ? System.Text.Json.JsonSerializer.Serialize(new { code = opaque, message = echo, target = Secret })
                : $"<html><title>{echo[..55]}</title>{echo}";
            network.Answer(status, response =>
            {
                response.Content = new StringContent(body, Encoding.UTF8, type);
                response.Headers.TryAddWithoutValidation("ms-correlation-x", opaque);
                response.ReasonPhrase = opaque;
            });
            using var http = new HttpClient(wire.Handler, disposeHandler: false);
            var lines = new List<string>();
            var client = new ApiClient(http, new CallContext { Log = lines.Add });
            var request = new ApiRequest(ServiceApi.AdminCenter, HttpMethod.Post, new Uri(TestWire.Api + "/a")) { Secrets = [Secret] };
            var failure = await Assert.ThrowsAsync<BcApiException>(() => client.ReadJsonAsync(request, CancellationToken.None));

            var shown =
                string.Join(
                '\n', [failure.Code, failure.Message, failure.ServiceTarget, failure.ResponseBody, failure.CorrelationId, failure.Request,
                failure.ToString(), .. lines]);
            Assert.DoesNotContain("opaque", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("c&d", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("c%26d", shown, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("You sent", failure.ResponseBody, StringComparison.Ordinal);
            Assert.NotEmpty(lines);
        }
    }
}
