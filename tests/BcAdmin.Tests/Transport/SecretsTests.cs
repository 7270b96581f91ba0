using System.Net;
using System.Text;
using BcAdmin.Api;
using BcAdmin.Tests.Api;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>What was sent in confidence and comes back in an answer is not passed on.</summary>
public sealed class SecretsTests
{
    private const string Secret = "Ab+1/c&d=e\"f<g> h";

    [Theory]
    [InlineData("before Ab+1/c&d=e\"f<g> h after", "before *** after")]
    [InlineData("client=1&x=Ab%2B1%2Fc%26d%3De%22f%3Cg%3E%20h&y=2", "client=1&x=***&y=2")]
    [InlineData("x=ab%2b1%2fc%26d%3de%22f%3cg%3e+h&y=2", "x=***&y=2")]
    [InlineData("""{"a":"Ab\u002B1/c\u0026d=e\u0022f\u003Cg\u003E h"}""", """{"a":"***"}""")]
    [InlineData("<p>Ab+1/c&amp;d=e&quot;f&lt;g&gt; h</p>", "<p>***</p>")]
    public void A_known_secret_is_found_as_it_is_and_as_it_was_encoded(string text, string expected) => Assert.Equal(expected, Secrets.Remove(text, [Secret]));

    [Theory]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln is bad", "token *** is bad")]
    [InlineData("cut: eyJhbGciOiJSUzI1NiIsInR5cCI", "cut: ***")]
    [InlineData("Authorization: Bearer opaque~token+1", "Authorization: Bearer ***")]
    [InlineData("grant_type=client_credentials&client_secret=abc&scope=x", "grant_type=client_credentials&client_secret=***&scope=x")]
    [InlineData("""{"displayName":"x","secretText":"a~b","keyId":1}""", """{"displayName":"x","secretText":"***","keyId":1}""")]
    [InlineData("""{\"refresh_token\": \"0.AX\"}""", """{\"refresh_token\": \"***\"}""")]
    [InlineData("https://x.example/c?sv=2022&se=2026&sig=abc%3D&sp=rw", "https://x.example/c?sv=2022&se=2026&sig=***&sp=rw")]
    public void What_looks_like_a_secret_goes_too(string text, string expected) => Assert.Equal(expected, Secrets.Remove(text, []));

    [Theory]
    [InlineData("The code environmentNotFound has no such sign, and the assertion failed.")]
    [InlineData("A short one: abc.")]
    public void Ordinary_texts_stay(string text) => Assert.Equal(text, Secrets.Remove(text, ["abc", ""]));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.OK)]
    public async Task An_answer_that_sends_everything_back_becomes_an_error_without_it(HttpStatusCode status)
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
                new WireSeams(Primary: network));
            var echo = $"You sent Authorization: Bearer {opaque} and {Secret}, {Uri.EscapeDataString(Secret)}, {new string('x', 3950)} {opaque} {Secret}";
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
            var client = new ApiClient(http, new ApiCall("1", lines.Add));
            var request = new ApiRequest(HttpMethod.Post, new Uri(TestWire.Api + "/a")) { Secrets = [Secret] };
            var failure = await Assert.ThrowsAsync<BcApiException>(() => client.ReadJsonAsync(request, CancellationToken.None));

            var shown = string.Join('\n', [failure.Code, failure.Message, failure.ServiceTarget, failure.ResponseBody, failure.CorrelationId, failure.Request, failure.ToString(), .. lines]);
            Assert.DoesNotContain("opaque", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("c&d", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("c%26d", shown, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("You sent", failure.ResponseBody, StringComparison.Ordinal);
            Assert.NotEmpty(lines);
        }
    }
}
