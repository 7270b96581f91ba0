using System.Net;
using System.Text;
using System.Text.Json;
using BcAdmin.Api;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;
using Microsoft.Extensions.Time.Testing;

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

    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _log = [];

    /// <summary>A client with a stopped clock and a log.</summary>
    private ApiClient Client(bool isReadOnly = false, string? command = null, bool isConnected = true)
    {
        _call = new CallContext { CorrelationId = TestApi.CorrelationId, Clock = _clock, Log = _log.Add, Command = command };
        return new ApiClient(new HttpClient(_api.Network, disposeHandler: false), _call, isConnected ? _api.Connection : null, isReadOnly);
    }

    private CallContext _call = new();

    private static ApiRequest Request(HttpMethod method, string? mediaType = null, string body = "") => new(
        ServiceApi.AdminCenter, method, TestApi.Get().Address)
    {
        Content = mediaType is null ? null : () => new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new(mediaType) } },
    };

    private void AnswerFailure(string code, HttpStatusCode status, Action<HttpRequestMessage>? adjust = null) => _api.Network.Do((request, _) =>
    {
        adjust?.Invoke(request);
        var response = new TrackedResponse(status) { Content = new StringContent($$"""{"code":"{{code}}","message":"No."}""") };
        _api.Network.Answers.Add(response);
        return Task.FromResult<HttpResponseMessage>(response);
    });

    [Fact]
    public async Task The_earliest_time_of_the_service_follows_from_the_date_of_its_response()
    {
        var client = Client();
        var here = _clock.GetUtcNow();
        Assert.Equal(here.AddMinutes(-5), client.EarliestServiceTime(here));
        _api.Network.Answer(HttpStatusCode.OK, response => response.Headers.Date = here.AddSeconds(30)).Answer(HttpStatusCode.OK);
        await client.SendAsync(TestApi.Get(), CancellationToken.None);
        Assert.Equal(here.AddSeconds(29), client.EarliestServiceTime(here));
        await client.SendAsync(TestApi.Get(), CancellationToken.None);
        Assert.Equal(here.AddSeconds(29), client.EarliestServiceTime(here)); // the last response with a date
    }

    [Fact]
    public async Task The_items_of_a_list_are_counted()
    {
        _api.Answer(Page(null, [.. Enumerable.Range(0, 100).Select(number => $"E{number}")]));
        Assert.Equal(100, await Client().ListAsync(TestApi.Get(), BcJson.Default.BcEnvironment, CancellationToken.None).CountAsync());
        Assert.StartsWith("100 ", _call.Activity.Describe(TimeSpan.Zero, _clock), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[7]")]
    [InlineData("[null]")]
    [InlineData("7")]
    public async Task A_response_without_an_object_returns_null(string json)
    {
        _api.Answer(json);
        Assert.Null(await _api.Client.GetAsync(TestApi.Get(), BcJson.Default.BcEnvironment, CancellationToken.None));
    }

    [Fact]
    public async Task A_list_that_contains_null_is_unexpected()
    {
        _api.Answer("""{"value":[null]}""");
        var failure = await Assert.ThrowsAsync<BcApiException>(Names);
        Assert.Equal(
            "The response to GET /admin/v2.29/applications/environments does not have the expected format: The item is null.", failure.Message);
        Assert.Equal("null", failure.ResponseBody);
    }

    [Fact]
    public async Task A_response_without_a_length_is_empty_if_it_has_no_content()
    {
        _api.Network.Answer(HttpStatusCode.OK, response => response.Content = new StreamContent(new UnseekableStream()));
        Assert.Null(await _api.Client.ReadJsonAsync(TestApi.Get(), CancellationToken.None));
    }

    /// <summary>A stream without content and without a known length.</summary>
    private sealed class UnseekableStream : MemoryStream
    {
        public override bool CanSeek => false;
    }

    [Theory]
    [InlineData("DELETE", "ResourceDoesNotExist", true, true)]
    [InlineData("DELETE", "ResourceDoesNotExist", false, false)]
    [InlineData("POST", "ResourceDoesNotExist", true, false)]
    [InlineData("DELETE", "ApplicationTypeDoesNotExist", true, false)]
    public async Task An_object_that_an_earlier_attempt_has_deleted_is_not_an_error(string method, string code, bool mayHaveSucceeded, bool succeeds)
    {
        AnswerFailure(code, HttpStatusCode.NotFound, request => request.Options.Set(Wire.MayHaveSucceeded, mayHaveSucceeded));
        var failure = await Record.ExceptionAsync(() => _api.Client.SendAsync(Request(new HttpMethod(method)), CancellationToken.None));
        Assert.Equal(succeeds ? null : code, (failure as BcApiException)?.Code);
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    [Fact]
    public async Task A_failure_has_the_number_of_attempts()
    {
        AnswerFailure("conflict", HttpStatusCode.Conflict, request => request.Options.Set(Wire.Attempts, 3));
        AnswerFailure("conflict", HttpStatusCode.Conflict);
        Assert.Equal(3, (await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None))).Attempts);
        Assert.Equal(1, (await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None))).Attempts);

        _api.Network.Do((request, _) =>
        {
            request.Options.Set(Wire.Attempts, 2);
            throw new IOException("Reset.");
        });
        var lost = await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal(("ConnectionLost", 2), (lost.Code, lost.Attempts));
    }

    [Fact]
    public async Task The_caller_disposes_a_raw_response()
    {
        _api.Answer("{}");
        using var response = await _api.Client.SendRawAsync(TestApi.Get(), CancellationToken.None);
        Assert.False(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    [Fact]
    public async Task Responses_that_were_read_are_disposed()
    {
        _api.Answer("{}").Answer("{}");
        await _api.Client.SendAsync(TestApi.Get(), CancellationToken.None);
        await _api.Client.ReadJsonAsync(TestApi.Get(), CancellationToken.None);
        Assert.All(_api.Network.Answers, answer => Assert.True(answer.IsDisposed));
    }

    [Fact]
    public void A_failed_part_of_a_batch_is_like_a_failed_call()
    {
        var client = Client();
        using var response = new HttpResponseMessage(HttpStatusCode.Conflict);
        var failure = client.FailureOf(TestApi.Get(), response, Encoding.UTF8.GetBytes("""{"code":"a","message":"No."}"""));
        Assert.Equal(("A", "No.", 1, TestApi.CorrelationId), (failure.Code, failure.Message, failure.Attempts, failure.CorrelationId));
        Assert.Same(_api.Connection, failure.Connection);
    }

    [Theory]
    [InlineData("https://elsewhere.example/x", "https://elsewhere.example")]
    [InlineData("https://", "unreadable")]
    public void A_next_page_at_another_address_is_named(string link, string name)
    {
        using var page = JsonDocument.Parse($$"""{"nextLink":"{{link}}"}""");
        var failure = Assert.Throws<BcApiException>(() => ApiClient.NextPage(page.RootElement, TestApi.Get()));
        Assert.Equal(("HostNotAllowed", $"The link to the next page has another address ({name}) and was not followed."),
            (failure.Code, failure.Message));
        Assert.Equal("GET /admin/v2.29/applications/environments", failure.Request);
    }

    [Fact]
    public void A_next_page_that_repeats_the_page_is_reported()
    {
        using var page = JsonDocument.Parse($$"""{"nextLink":"{{TestApi.Get().Address}}"}""");
        var failure = Assert.Throws<BcApiException>(() => ApiClient.NextPage(page.RootElement, TestApi.Get()));
        Assert.Equal(("UnexpectedResponse", "GET /admin/v2.29/applications/environments"), (failure.Code, failure.Request));
    }

    [Fact]
    public void The_next_page_has_the_headers_of_the_request_and_the_first_link()
    {
        using var page = JsonDocument.Parse("""{"nextLink":"?page=3","@odata.nextLink":"HTTPS://API.contoso.example/?page=2"}""");
        var next = ApiClient.NextPage(page.RootElement, TestApi.Get().WithHeader("Prefer", "x"))!;
        Assert.Equal("https://api.contoso.example/?page=2", next.Address.AbsoluteUri);
        Assert.Equal([("Prefer", "x")], next.Headers);
    }

    [Theory]
    [InlineData(null, "POST /admin/v2.29/applications/environments")]
    [InlineData("New-BcEnvironment", "New-BcEnvironment")]
    public async Task A_change_on_a_read_only_connection_is_not_sent(string? command, string what)
    {
        var client = Client(isReadOnly: true, command);
        var failure = await Assert.ThrowsAsync<BcException>(() => client.SendAsync(Request(HttpMethod.Post), CancellationToken.None));
        Assert.Equal(("ReadOnlyConnection", $"{what} is not allowed, because the connection is read-only."), (failure.Code, failure.Message));
        Assert.Equal("To make changes, connect without -ReadOnly: Connect-BcTenant", failure.Advice);
        Assert.Empty(_api.Network.Sent);

        _api.Answer("{}").Answer("{}");
        await client.SendAsync(TestApi.Get(), CancellationToken.None);
        await client.SendAsync(Request(HttpMethod.Post) with { IsRead = true }, CancellationToken.None);
        Assert.Equal(2, _api.Network.Sent.Count);
    }

    [Theory]
    [InlineData("?$filter=x", "BadRequest_NotFound", true)]
    [InlineData("?$FILTER=x", "BadRequest_NotFound", true)]
    [InlineData("?$filter=x", "BadRequest", false)]
    [InlineData("?$top=1", "BadRequest_NotFound", false)]
    public async Task The_properties_are_listed_if_the_service_rejects_a_filter(string query, string code, bool expected)
    {
        AnswerFailure(code, HttpStatusCode.BadRequest);
        var request = TestApi.Get("/v2.0/Production/api/microsoft/automation/v2.0/companies(1)/users" + query);
        var failure = await Assert.ThrowsAsync<BcApiException>(
            async () => await _api.Client.ListAsync(request, BcJson.Default.BcCompany, CancellationToken.None).CountAsync());
        Assert.Equal(code, failure.Code);
        Assert.Equal(expected ? FilterAdvice : null, failure.Advice!.Contains("-Filter", StringComparison.Ordinal) ? failure.Advice : null);
    }

    private const string FilterAdvice =
        "Check -Filter. The API has the properties id, name, displayName, evaluationCompany, businessProfileId, systemVersion, systemCreatedAt, "
        + "systemModifiedAt, systemCreatedBy, systemModifiedBy, timestamp.";

    [Fact]
    public async Task The_wire_receives_the_log_and_the_secrets_of_the_call()
    {
        var client = Client();
        string? activity = null;
        string? waiting = null;
        _api.Network.Do((request, stop) =>
        {
            activity = _call.Activity.Describe(TimeSpan.Zero, _clock);
            Assert.True(request.Options.TryGetValue(Wire.Secret, out var hide));
            hide("S3cret-of-the-wire");
            Assert.True(request.Options.TryGetValue(Wire.Log, out var log));
            log("A S3cret-of-the-wire and S3cret-of-the-request.");
            Assert.True(request.Options.TryGetValue(Wire.Waits, out var waits));
            waits(new WireWait(WireWaitReason.CallLimit, null, null));
            waiting = _call.Activity.Describe(TimeSpan.Zero, _clock);
            Assert.False(request.Options.TryGetValue(Wire.Repeatable, out _));
            Assert.False(request.Options.TryGetValue(Wire.Once, out _));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });
        await client.SendAsync(TestApi.Get() with { OperationId = "listEnvironments", Secrets = ["S3cret-of-the-request"] }, CancellationToken.None);
        Assert.Equal(["A *** and ***."], _log);
        Assert.StartsWith("contoso.example: list environments, ", activity, StringComparison.Ordinal);
        Assert.NotEqual(activity, waiting);
        Assert.DoesNotContain("contoso", _call.Activity.Describe(TimeSpan.Zero, _clock), StringComparison.Ordinal); // the call has ended
    }

    [Fact]
    public async Task The_activity_of_a_call_without_a_connection_has_no_tenant()
    {
        var client = Client(isConnected: false);
        string? activity = null;
        _api.Network.Do((_, _) =>
        {
            activity = _call.Activity.Describe(TimeSpan.Zero, _clock);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });
        await client.SendAsync(TestApi.Get(), CancellationToken.None);
        Assert.StartsWith("GET /admin/v2.29/applications/environments, ", activity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_repeatable_is_different_from_unspecified()
    {
        bool? repeatable = null;
        _api.Network.Do((request, _) =>
        {
            repeatable = request.Options.TryGetValue(Wire.Repeatable, out var value) ? value : null;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });
        await _api.Client.SendAsync(TestApi.Get() with { Repeatable = false }, CancellationToken.None);
        Assert.False(repeatable);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "UnexpectedResponse")]
    [InlineData(HttpStatusCode.BadGateway, "BadGateway")]
    public async Task A_page_is_never_a_response_of_the_API(HttpStatusCode status, string code)
    {
        _api.Network.Answer(status, response => response.Content = new StringContent("<title>Proxy</title>", Encoding.UTF8, "text/html"));
        var failure = await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal(code, failure.Code);
        Assert.Contains("a page of text/html titled 'Proxy'", failure.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    private static ApiRequest OfEnvironment(bool once = false) =>
        TestApi.Get("/admin/v2.29/applications/businesscentral/environments/Prodution") with { Once = once };

    [Fact]
    public async Task The_environments_are_listed_once_to_suggest_a_name()
    {
        var client = Client();
        AnswerFailure("environmentNotFound", HttpStatusCode.NotFound);
        _api.Answer(Page(null, "Production"));
        AnswerFailure("environmentNotFound", HttpStatusCode.NotFound);
        foreach (var calls in (int[])[2, 3])
        {
            var failure = await Assert.ThrowsAsync<BcApiException>(() => client.SendAsync(OfEnvironment(), CancellationToken.None));
            Assert.Equal(("EnvironmentNotFound", "Production"), (failure.Code, failure.Suggestion));
            Assert.Equal(calls, _api.Network.Sent.Count);
        }

        Assert.Equal("/admin/v2.29/applications/environments", _api.Network.Sent[1].Address.AbsolutePath);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData("environmentNotFound", true, true)]
    [InlineData("conflict", false, true)]
    [InlineData("environmentNotFound", false, false)]
    public async Task No_name_is_suggested_for_polling_for_another_error_or_without_a_connection(string code, bool once, bool isConnected)
    {
        AnswerFailure(code, HttpStatusCode.NotFound);
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => Client(isConnected: isConnected).SendAsync(OfEnvironment(once), CancellationToken.None));
        Assert.Null(failure.Suggestion);
        Assert.Single(_api.Network.Sent);
    }

    [Fact]
    public async Task An_environment_that_does_not_exist_is_reported_if_the_list_cannot_be_read()
    {
        AnswerFailure("environmentNotFound", HttpStatusCode.NotFound);
        AnswerFailure("forbidden", HttpStatusCode.Forbidden);
        var failure = await Assert.ThrowsAsync<BcApiException>(() => Client().SendAsync(OfEnvironment(), CancellationToken.None));
        Assert.Equal(("EnvironmentNotFound", null), (failure.Code, failure.Suggestion));
        Assert.Equal(["The environments cannot be listed to suggest a name: No."], _log);
    }

    [Fact]
    public async Task The_list_of_environments_is_read_for_at_most_10_seconds()
    {
        var client = Client();
        AnswerFailure("environmentNotFound", HttpStatusCode.NotFound);
        var listing = new TaskCompletionSource();
        _api.Network.Do(async (_, stop) =>
        {
            listing.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException("Not reached.");
        });
        var result = client.SendAsync(OfEnvironment(), CancellationToken.None);
        await listing.Task.WaitAsync(TestWire.TestLimit);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(result.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("EnvironmentNotFound", (await Assert.ThrowsAsync<BcApiException>(() => result.WaitAsync(TestWire.TestLimit))).Code);
        Assert.Single(_log);
    }

    [Fact]
    public async Task A_cancellation_ends_the_list_of_environments()
    {
        using var stop = new CancellationTokenSource();
        AnswerFailure("environmentNotFound", HttpStatusCode.NotFound);
        _api.Network.Do(async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("Not reached.");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().SendAsync(OfEnvironment(), stop.Token));
        Assert.Empty(_log);
        Assert.True(_api.Network.Answers[0].IsDisposed);
    }

    [Theory]
    [InlineData(typeof(IOException), "ConnectionLost")]
    [InlineData(typeof(TimeoutException), "RequestTimeout")]
    [InlineData(typeof(OperationCanceledException), "RequestTimeout")]
    public async Task A_response_that_breaks_off_is_a_lost_response(Type type, string code)
    {
        BreakOff((Exception)Activator.CreateInstance(type)!);
        var failure = await Assert.ThrowsAsync<BcApiException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal(code, failure.Code);
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    [Fact]
    public async Task A_response_that_the_wire_rejects_is_disposed()
    {
        BreakOff(new WireException(WireFailure.HostNotAllowed, "Redirected."));
        var failure = await Assert.ThrowsAsync<BcException>(() => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal("HostNotAllowed", failure.Code);
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    [Fact]
    public async Task Another_exception_is_not_changed_and_the_response_is_disposed()
    {
        BreakOff(new InvalidOperationException("A bug."));
        Assert.Equal("A bug.", (await Assert.ThrowsAsync<InvalidOperationException>(
            () => _api.Client.SendAsync(TestApi.Get(), CancellationToken.None))).Message);
        Assert.True(Assert.Single(_api.Network.Answers).IsDisposed);
    }

    /// <summary>Answers with a failure whose content cannot be read.</summary>
    private void BreakOff(Exception exception) =>
        _api.Network.Answer(HttpStatusCode.Conflict, response => response.Content = new StreamContent(new BrokenStream(exception)));

    private sealed class BrokenStream(Exception exception) : MemoryStream
    {
        public override bool CanSeek => false;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Task.FromException(exception);

        public override int Read(byte[] buffer, int offset, int count) => throw exception;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(exception);
    }

    [Theory]
    [InlineData("text/csv", true)]
    [InlineData("TEXT/plain", true)]
    [InlineData("application/JSON", true)]
    [InlineData("application/merge-patch+json", true)]
    [InlineData("application/octet-stream", false)]
    [InlineData("application/text", false)]
    public async Task An_invalid_character_is_rejected_in_text_only(string type, bool isRejected)
    {
        _api.Answer("{}");
        var failure = await Record.ExceptionAsync(() => _api.Client.SendAsync(Request(HttpMethod.Put, type, "a\uFFFDb"), CancellationToken.None));
        Assert.Equal(isRejected ? "PUT /admin/v2.29/applications/environments was not sent, because it contains the character U+FFFD, which replaces "
            + "a character that could not be decoded." : null, failure?.Message);
        if (failure is BcException { Advice: var advice })
            Assert.StartsWith("Read the text in its original encoding, for example: Import-Csv FILE", advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_without_a_type_is_not_text()
    {
        _api.Answer("{}");
        await _api.Client.SendAsync(
            Request(HttpMethod.Post) with { Content = () => new ByteArrayContent("a\uFFFDb"u8.ToArray()) }, CancellationToken.None);
        Assert.Single(_api.Network.Sent);
    }

    [Theory]
    [InlineData("X-Value", "A\tb ~", true)]
    [InlineData("X-Value", "a\u001Fb", false)]
    [InlineData("X-Value", "a\u007Fb", false)]
    [InlineData("X-Value", "ø", false)]
    [InlineData("X-Value", "a\r\nb", false)]
    [InlineData("Content-Type", "text/plain", false)]
    [InlineData("X Value", "a", false)]
    public async Task A_header_is_sent_unchanged_or_rejected(string name, string value, bool isSent)
    {
        _api.Answer("{}");
        var failure = await Record.ExceptionAsync(() => _api.Client.SendAsync(TestApi.Get().WithHeader(name, value), CancellationToken.None));
        Assert.Equal(isSent ? 1 : 0, _api.Network.Sent.Count);
        if (isSent)
        {
            Assert.Equal(value, _api.Network.Sent[0].Header(name));
            return;
        }

        var rejected = Assert.IsType<BcException>(failure);
        Assert.Equal(("InvalidArgument", name), (rejected.Code, rejected.Target));
        Assert.StartsWith($"The header {name} cannot be sent.", rejected.Message, StringComparison.Ordinal);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TestJson : System.Text.Json.Serialization.JsonSerializerContext;
