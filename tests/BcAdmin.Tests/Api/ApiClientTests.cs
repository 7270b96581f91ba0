using System.Net;
using System.Text;
using BcAdmin.Api;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Api;

public sealed class ApiClientTests : IDisposable
{
    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private IAsyncEnumerable<BcEnvironment> List() => _api.Client.ListAsync(TestApi.Get(), BcJson.Default.BcEnvironment, CancellationToken.None);

    private static string Page(string? next, params string[] names) =>
        $$"""{"value":[{{string.Join(',', names.Select(name => $$"""{"name":"{{name}}"}"""))}}]"""
            + (next is null ? "}" : $",\"@odata.nextLink\":{next}}}");

    private async Task<List<string>> Names()
    {
        var names = new List<string>();
        await foreach (var environment in List())
            names.Add(environment.Name);
        return names;
    }

    [Fact]
    public async Task The_second_page_is_requested_after_the_first_was_consumed()
    {
        _api.Answer(Page($"\"{TestWire.Api}/admin/v2.29/applications/environments?page=2\"", "A", "B")).Answer(Page(null, "C"));
        await using var items = List().GetAsyncEnumerator();

        Assert.True(await items.MoveNextAsync());
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("B", items.Current.Name);
        Assert.Single(_api.Network.Sent);

        Assert.True(await items.MoveNextAsync());
        Assert.Equal("C", items.Current.Name);
        Assert.Equal("/admin/v2.29/applications/environments?page=2", _api.Network.Sent[1].Address.PathAndQuery);
        Assert.False(await items.MoveNextAsync());
    }

    [Theory]
    [InlineData("J\uFFFDrg")]
    [InlineData("J\uD800rg")]
    public async Task An_invalid_character_is_never_sent(string name)
    {
        var bodies = new ApiRequest[]
        {
            new ApiRequest(ServiceApi.AdminCenter, HttpMethod.Post, TestApi.Get().Address)
                .WithJson(new Dictionary<string, string> { ["name"] = name }, TestJson.Default.DictionaryStringString),
            new(ServiceApi.AdminCenter, HttpMethod.Patch, TestApi.Get().Address)
            {
                Content = () => new StringContent($$"""{"name":"{{name}}"}""", Encoding.UTF8, "application/json"),
            },
            new(ServiceApi.AdminCenter, HttpMethod.Put, TestApi.Get().Address)
            {
                Content = () => new StringContent("""{"name":"J\\\ufffdrg"}""", Encoding.UTF8, "application/json"),
            },
            new(ServiceApi.AdminCenter, HttpMethod.Delete, new Uri(TestApi.Get().Address, $"companies('{Uri.EscapeDataString(name)}')")),
        };
        foreach (var request in bodies)
        {
            var exception = await Assert.ThrowsAsync<BcException>(() => _api.Client.SendAsync(request, CancellationToken.None));
            Assert.Equal("InvalidArgument", exception.Code);
            Assert.Contains("U+FFFD", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_api.Network.Sent);
    }

    [Fact]
    public async Task Valid_text_and_bytes_are_sent_unchanged()
    {
        var requests = new ApiRequest[]
        {
            new(ServiceApi.AdminCenter, HttpMethod.Post, TestApi.Get().Address)
            {
                Content = () => new StringContent("""{"name":"Jörg 社 \\ufffd"}""", Encoding.UTF8, "application/json"),
            },
            new(ServiceApi.AdminCenter, HttpMethod.Post, TestApi.Get().Address)
            {
                Content = () => new ByteArrayContent([0xEF, 0xBF, 0xBD]) { Headers = { ContentType = new("application/octet-stream") } },
            },
            new(ServiceApi.AdminCenter, HttpMethod.Get, new Uri(TestApi.Get().Address, "companies('J%EF%BF%BDrg')")),
        };
        foreach (var request in requests)
        {
            _api.Answer("{}");
            await _api.Client.SendAsync(request, CancellationToken.None);
        }

        Assert.Equal(3, _api.Network.Sent.Count);
    }

    [Theory]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"@odata.context":"https://api.contoso.example/$metadata#x","value":[]}""")]
    [InlineData("""{"@odata.context":"https://api.contoso.example/$metadata#x"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_empty_list_has_no_items_in_any_format(string list)
    {
        _api.Answer(list);
        Assert.Empty(await Names());
    }

    [Fact]
    public async Task A_link_to_the_same_page_ends_the_list()
    {
        _api.Answer(Page($"\"{TestApi.Get().Address}\"", "A"));
        Assert.Equal("UnexpectedResponse", (await Assert.ThrowsAsync<BcApiException>(Names)).Code);
        Assert.Single(_api.Network.Sent);
    }

    [Fact]
    public async Task A_link_to_the_next_page_works_without_its_prefix()
    {
        _api.Answer("""{"value":[{"name":"A"}],"nextLink":"?$skiptoken=2"}""").Answer(Page(null, "B"));
        Assert.Equal(["A", "B"], await Names());
    }

    [Fact]
    public async Task A_caller_that_stops_early_requests_no_further_page()
    {
        _api.Answer(Page("\"?page=2\"", "A", "B"));
        await foreach (var environment in List())
        {
            Assert.Equal("A", environment.Name);
            break;
        }

        Assert.Single(_api.Network.Sent);
    }

    [Fact]
    public async Task Hundreds_of_items_on_many_pages_are_returned_completely_and_in_order()
    {
        var expected = Enumerable.Range(0, 1000).Select(number => $"E{number}").ToArray();
        var pages = expected.Chunk(50).ToList();
        for (var page = 0; page < pages.Count; page++)
            _api.Answer(Page(page + 1 < pages.Count ? $"\"?page={page + 1}\"" : null, pages[page]));
        Assert.Equal(expected, await Names());
    }

    [Theory]
    [InlineData("https://elsewhere.example/admin/v2.29/applications/environments?page=2")]
    [InlineData("https://api.contoso.example.elsewhere.example/x")]
    [InlineData("https://elsewhere.example@api.contoso.example/x")]
    [InlineData("https://api.contoso.example:8443/x")]
    [InlineData("http://api.contoso.example/x")]
    [InlineData("//elsewhere.example/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    public async Task A_next_page_on_another_address_is_rejected_after_the_items_of_this_page(string link)
    {
        _api.Answer(Page($"\"{link}\"", "A"));
        await using var items = List().GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());

        var failure = await Assert.ThrowsAsync<BcApiException>(async () => await items.MoveNextAsync());
        Assert.Equal("HostNotAllowed", failure.Code);
        Assert.Single(_api.Network.Sent);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("false")]
    public async Task A_missing_or_empty_link_ends_the_list(string link)
    {
        _api.Answer(Page(link, "A"));
        Assert.Equal(["A"], await Names());
    }

    [Theory]
    [InlineData("""{"value":[{"name":"A"},{"name":"B"}]}""", "A,B")]
    [InlineData("""{"Value":[{"NAME":"A"}]}""", "A")]
    [InlineData("""[{"name":"A"},{"name":"B"}]""", "A,B")]
    [InlineData("""{"name":"A"}""", "A")]
    [InlineData("""{"value":{"name":"A"}}""", "A")]
    [InlineData("""{"value":[]}""", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    public async Task A_list_is_read_in_every_envelope(string json, string expected)
    {
        _api.Answer(json);
        Assert.Equal(expected, string.Join(',', await Names()));
    }

    [Theory]
    [InlineData("""{"name":"A"}""", "A")]
    [InlineData("""{"value":[{"name":"A"}]}""", "A")]
    [InlineData("""[{"name":"A"}]""", "A")]
    [InlineData("\uFEFF{\"name\":\"A\"}", "A")]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("""{"value":[]}""", null)]
    public async Task An_object_is_read_in_every_envelope(string json, string? expected)
    {
        _api.Answer(json);
        var environment = await _api.Client.GetAsync(TestApi.Get(), BcJson.Default.BcEnvironment, CancellationToken.None);
        Assert.Equal(expected, environment?.Name);
    }

    [Fact]
    public async Task No_content_returns_null()
    {
        _api.Network.Answer(HttpStatusCode.NoContent, response => response.Content = null);
        Assert.Null(await _api.Client.GetAsync(TestApi.Get(), BcJson.Default.BcEnvironment, CancellationToken.None));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Sign in to &quot;Contoso&quot;</title></head></html>", "*Sign in to \"Contoso\"*")]
    [InlineData("{\"value\":[{\"name\":\"A\"}", "*is not JSON*")]
    [InlineData("{\"value\":[7]}", "*does not have the expected format*")]
    public async Task An_unexpected_response_is_described(string body, string expected)
    {
        _api.Answer(body);
        var failure = await Assert.ThrowsAsync<BcApiException>(Names);
        Assert.Equal("UnexpectedResponse", failure.Code);
        Assert.Matches(System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\*", ".*"), failure.Message);
        Assert.NotNull(failure.ResponseBody);
    }

    [Fact]
    public async Task A_page_is_not_a_response_to_a_change_with_any_status()
    {
        _api.Network.Answer(HttpStatusCode.OK, response =>
            response.Content = new StringContent("<html><head><title>Proxy</title></head></html>", System.Text.Encoding.UTF8, "text/html"));
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => _api.Client.SendAsync(new ApiRequest(ServiceApi.AdminCenter, HttpMethod.Post, TestApi.Get().Address), CancellationToken.None));
        Assert.Equal("UnexpectedResponse", failure.Code);
        Assert.True(failure.IsResponseLost);
        Assert.Contains("titled 'Proxy'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_has_the_correlation_ID_and_the_options_of_the_wire()
    {
        HttpRequestMessage? seen = null;
        _api.Network.Do((request, _) =>
        {
            seen = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
        });
        var request = new ApiRequest(ServiceApi.AdminCenter, HttpMethod.Patch, TestApi.Get().Address) { Repeatable = true, Once = true }
            .WithJson(new CompanyRequest(null, "Sø \"n\"", null), BcJson.Default.CompanyRequest)
            .WithHeader("If-Match", "W/\"JzQ0\"");
        await _api.Client.SendAsync(request, CancellationToken.None);

        Assert.Equal(TestApi.CorrelationId, Assert.Single(seen!.Headers.GetValues(Wire.CorrelationHeader)));
        Assert.Equal("W/\"JzQ0\"", Assert.Single(seen.Headers.GetValues("If-Match")));
        Assert.True(seen.Options.TryGetValue(Wire.Repeatable, out var repeatable) && repeatable);
        Assert.True(seen.Options.TryGetValue(Wire.Once, out var once) && once);
        Assert.True(seen.Options.TryGetValue(Wire.Log, out _));
        Assert.Equal("{\"displayName\":\"Sø \"n\"\"}", System.Text.RegularExpressions.Regex.Unescape(_api.Network.Sent[0].Body!));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "Unreachable", false)]
    [InlineData(HttpRequestError.ConnectionError, "Unreachable", false)]
    [InlineData(HttpRequestError.SecureConnectionError, "TlsHandshakeFailed", false)]
    [InlineData(HttpRequestError.ProxyTunnelError, "ProxyTunnelFailed", false)]
    [InlineData(HttpRequestError.UserAuthenticationError, "ProxyAuthenticationRequired", false)]
    [InlineData(HttpRequestError.ResponseEnded, "ConnectionLost", true)]
    [InlineData(HttpRequestError.Unknown, "ConnectionLost", true)]
    public async Task A_call_without_a_response_reports_whether_it_may_have_been_processed(HttpRequestError kind, string code, bool lost)
    {
        _api.Network.Fail(new HttpRequestException(kind, "Broken."));
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => _api.Client.SendAsync(new(ServiceApi.AdminCenter, HttpMethod.Delete, TestApi.Get().Address), CancellationToken.None));
        Assert.Equal(code, failure.Code);
        Assert.Equal(lost, failure.IsResponseLost);
        Assert.True(failure.IsTransient);
        Assert.Equal(TestApi.CorrelationId, failure.CorrelationId);
        Assert.Null(failure.Status);
        Assert.Equal(lost, failure.Advice!.Contains("Check the state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_requires_authentication_is_named_without_its_password()
    {
        const string message = "The proxy tunnel request to proxy 'http://me:pa%40ss%21@proxy:8080/' failed with status code '407'.";
        _api.Network.Fail(
            new HttpRequestException(HttpRequestError.ProxyTunnelError, message, statusCode: HttpStatusCode.ProxyAuthenticationRequired));
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => _api.Client.SendAsync(new(ServiceApi.AdminCenter, HttpMethod.Post, TestApi.Get().Address), CancellationToken.None));
        Assert.Equal("ProxyAuthenticationRequired", failure.Code);
        Assert.False(failure.IsResponseLost);
        Assert.Contains("407", failure.Message, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("ss%21", failure.ToString(), StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task A_cancellation_stays_a_cancellation_and_a_time_limit_becomes_a_timeout()
    {
        using var stop = new CancellationTokenSource();
        _api.Network.Do(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Not reached.");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _api.Client.SendAsync(TestApi.Get(), stop.Token));

        _api.Network.Fail(new TaskCanceledException());
        var failure = await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal("RequestTimeout", failure.Code);
    }

    [Fact]
    public async Task A_failure_of_the_wire_becomes_a_BcException()
    {
        _api.Network.Fail(new WireException(WireFailure.SignInFailed, "Wrong secret.")
        {
            EntraCode = "AADSTS7000215",
            Advice = "Renew it.",
            CorrelationId = "c",
        });
        var failure = await Assert.ThrowsAsync<BcException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal(("SignInFailed", "AADSTS7000215: Wrong secret.", "Renew it.", "c"),
            (failure.Code, failure.Message, failure.Advice, failure.CorrelationId));
    }

    [Fact]
    public async Task Failed_responses_are_disposed()
    {
        _api.Network.Answer(HttpStatusCode.NotFound);
        await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TestJson : System.Text.Json.Serialization.JsonSerializerContext;
