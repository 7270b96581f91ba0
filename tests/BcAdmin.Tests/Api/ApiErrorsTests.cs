using System.Net;
using System.Text;
using System.Text.Json;
using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

public sealed class ApiErrorsTests
{
    private const string Guid1 = "5b0e7c9a-41d2-4f6b-8e03-97a1c2d4f0b8";

    private static BcApiException Read(
        string body, HttpStatusCode status = HttpStatusCode.BadRequest,
        string type = "application/json", string? header = null, int attempts = 1, ApiRequest? request = null)
    {
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (header is not null)
            response.Headers.TryAddWithoutValidation(header, "from-the-header");
        return ApiErrors.FromResponse(
            request ?? TestApi.Get(), response, Encoding.UTF8.GetBytes(body), TestApi.CorrelationId, attempts, text => text);
    }

    [Fact]
    public void The_flat_error_format_of_the_Admin_Center_API_is_read()
    {
        var failure =
            Read("""{"code":"environmentNotFound","message":"No such environment.","target":"family/environment","extensionData":{"a":1}}""",
            HttpStatusCode.NotFound);
        Assert.Equal(("EnvironmentNotFound", "No such environment.", "family/environment"), (failure.Code, failure.Message, failure.ServiceTarget));
        Assert.Equal((HttpStatusCode.NotFound, "GET /admin/v2.29/applications/environments", TestApi.CorrelationId),
            (failure.Status, failure.Request, failure.CorrelationId));
        Assert.Contains("Get-BcEnvironment", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("extensionData", failure.ResponseBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "Base Application cannot be uninstalled.", "Business Central requires this app.")]
    [InlineData(HttpStatusCode.BadRequest, "App to uninstall is not installed.", "Correct what the message names")]
    [InlineData(HttpStatusCode.BadRequest, "X cannot be uninstalled because Y requires it.", "Correct what the message names")]
    [InlineData(HttpStatusCode.Forbidden, "The app doesn't have permission.", "To install or uninstall apps, the caller requires")]
    public void The_advice_for_a_rejected_app_change_depends_on_the_cause(HttpStatusCode status, string message, string advice)
    {
        var request = TestApi.Get("/admin/v2.29/applications/businesscentral/environments/P/apps/1/uninstall") with { OperationId = "uninstallApp" };
        var failure = Read($$"""{"code":"environmentAppOperationFailed","message":"{{message}}"}""", status, request: request);
        Assert.StartsWith(advice, failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Apps cannot be changed while P is being copied by the operation 0e0a0a0e-0000-4000-8000-000000000001.",
        "Wait-BcOperation 0e0a0a0e-0000-4000-8000-000000000001")]
    [InlineData("P is busy: the operation 0e0a0a0e-0000-4000-8000-000000000001 (copy) must end first.", "Wait-BcOperation 0e0a0a0e")]
    [InlineData("Another operation is in progress on app 0e0a0a0e-0000-4000-8000-000000000001.", "Get-BcOperation P")]
    public void The_advice_for_a_change_while_another_operation_runs_is_to_wait_for_it(string message, string command)
    {
        var request = TestApi.Get("/admin/v2.29/applications/businesscentral/environments/P/apps/1/update") with { OperationId = "updateApp" };
        var failure = Read($$"""{"code":"environmentAppOperationFailed","message":"{{message}}"}""", HttpStatusCode.BadRequest, request: request);
        Assert.StartsWith("Wait until the other operation has ended", failure.Advice, StringComparison.Ordinal);
        Assert.Contains(command, failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.31", HttpStatusCode.BadRequest, "", "ApiVersionTooNew")]
    [InlineData("2.31", HttpStatusCode.NotFound, """{"error":{"code":"ResourceNotFound","message":"No such resource."}}""", "ApiVersionTooNew")]
    [InlineData("2.31", HttpStatusCode.BadRequest, """{"code":"invalidInput","message":"No such ring."}""", "InvalidInput")]
    [InlineData("2.31", HttpStatusCode.Unauthorized, "", "Unauthorized")]
    [InlineData("2.29", HttpStatusCode.BadRequest, "", "BadRequest")]
    public void A_400_for_a_version_newer_than_the_module_reports_the_version(string version, HttpStatusCode status, string body, string code)
    {
        var failure = Read(body, status, request: TestApi.Get($"/admin/v{version}/applications/businesscentral/environments"));
        Assert.Equal(code, failure.Code);
        Assert.Equal(code == "ApiVersionTooNew", failure.Advice?.Contains("-ApiVersion", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "Authorized Microsoft Entra apps", "admin consent")]
    [InlineData(HttpStatusCode.Forbidden, "admin consent", "Authorized Microsoft Entra apps")]
    public void Advice_for_401_and_403_of_the_Admin_Center_has_both_causes_in_order(HttpStatusCode status, string first, string second)
    {
        var advice = Read("", status).Advice!;
        Assert.InRange(advice.IndexOf(first, StringComparison.Ordinal), 0, advice.IndexOf(second, StringComparison.Ordinal));
        Assert.Contains("GDAP", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listAuthorizedApps", "Only users")]
    [InlineData("listManageableTenants", "Only apps")]
    [InlineData("getPartnerAccess", "Only users")]
    public void A_rejected_call_that_only_one_kind_of_caller_may_make_names_that_kind(string operationId, string expected)
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden])
            Assert.StartsWith(expected, Read("", status, request: TestApi.Get(operationId: operationId)).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nested_error_format_of_the_Automation_API_is_read_with_the_correlation_ID_in_its_text()
    {
        var failure = Read($$$"""{"error":{"code":"Application_DialogException","message":"Not accepted.  CorrelationId:  {{{Guid1}}}."}}""");
        Assert.Equal("Application_DialogException", failure.Code);
        Assert.StartsWith("Not accepted.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Guid1, failure.CorrelationId);
    }

    [Theory]
    [InlineData("ms-correlation-x")]
    [InlineData("MS-Correlation-X")]
    [InlineData("x-ms-correlation-id")]
    [InlineData("request-id")]
    public void The_correlation_ID_of_a_header_is_preferred_to_that_of_the_text(string header) =>
        Assert.Equal("from-the-header", Read($$$"""{"error":{"code":"a","message":"CorrelationId: {{{Guid1}}}"}}""", header: header).CorrelationId);

    [Fact]
    public void Names_of_members_are_read_in_any_case()
    {
        var failure = Read("""{"Error":{"Code":"internal_Thing","Message":"Text.","Target":"x"}}""");
        Assert.Equal(("Internal_Thing", "Text.", "x"), (failure.Code, failure.Message, failure.ServiceTarget));
    }

    [Fact]
    public void Each_nested_error_is_reported_once()
    {
        var failure = Read("""
            {"code":"requestBodyInvalid","message":"The body is wrong.","clientError":[
              {"code":"a","message":"Country is unknown."},{"code":"b","message":"The body is wrong."},{"code":"c","message":" "},{"code":"d"},7]}
            """);
        Assert.Equal("RequestBodyInvalid", failure.Code);
        Assert.Equal("The body is wrong. Country is unknown.", failure.Message);
    }

    [Fact]
    public void Nested_errors_are_reported_if_the_outer_error_has_no_message() =>
        Assert.Equal("Country is unknown.", Read("""{"code":"a","message":"","clientError":[{"message":"Country is unknown."}]}""").Message);

    [Theory]
    [InlineData("""{"error":"invalid_request","error_description":"No tenant."}""", "Invalid_request", "No tenant.")]
    [InlineData("""{"error":"Bad things"}""", "Badthings", null)]
    [InlineData("""{"message":"An error has occurred."}""", "BadRequest", "An error has occurred.")]
    [InlineData("""{"code":"Unknown","message":"Something."}""", "BadRequest", "Something.")]
    [InlineData("""{"code":"unknown","message":"Something."}""", "BadRequest", "Something.")]
    [InlineData("""{"code":"","message":"Something."}""", "BadRequest", "Something.")]
    [InlineData("""{"code":null,"message":null}""", "BadRequest", null)]
    [InlineData("""{"code":4711,"message":"Something."}""", "4711", "Something.")]
    [InlineData("""{"error":null}""", "BadRequest", null)]
    [InlineData("""{"error":{}}""", "BadRequest", null)]
    [InlineData("\uFEFF{\"code\":\"a\",\"message\":\"With a byte order mark.\"}", "A", "With a byte order mark.")]
    [InlineData("[]", "BadRequest", null)]
    [InlineData("[{\"code\":\"x\"}]", "BadRequest", null)]
    [InlineData("\"Just a text.\"", "BadRequest", null)]
    [InlineData("null", "BadRequest", null)]
    public void Every_other_JSON_format_returns_a_code_and_a_text(string body, string code, string? message)
    {
        var failure = Read(body);
        Assert.Equal(code, failure.Code);
        if (message is not null)
            Assert.Equal(message, failure.Message);
        else
            Assert.Contains("400 Bad Request", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_a_gateway_is_reported_by_its_title()
    {
        var failure = Read("<html><head><title>502 &ndash; Bad\n Gateway</title></head><body>" + new string('x', 10_000), HttpStatusCode.BadGateway,
            "text/html");
        Assert.Equal("BadGateway", failure.Code);
        Assert.Contains("text/html titled '502 – Bad", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4000, failure.ResponseBody!.Length);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public void Plain_text_is_reported_on_one_line_and_truncated()
    {
        var failure = Read("Tenant  is\r\nbusy. " + new string('y', 500), HttpStatusCode.ServiceUnavailable, "text/plain");
        Assert.Contains("text/plain: Tenant is busy. yyy", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 300, failure.Message);
    }

    [Fact]
    public void An_empty_body_is_reported_by_its_status()
    {
        var failure = Read("", HttpStatusCode.Forbidden);
        Assert.Equal(("Forbidden", "The service returned 403 Forbidden without a reason."), (failure.Code, failure.Message));
        Assert.Contains("AdminCenter.ReadWrite.All", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_without_a_name_is_reported_by_its_number() => Assert.Equal("Http418", Read("", (HttpStatusCode)418).Code);

    [Fact]
    public void The_number_of_attempts_is_reported_if_there_were_several()
    {
        var failure = Read("""{"code":"a","message":"Busy."}""", attempts: 3);
        Assert.Equal(("Busy. (after 3 attempts)", 3), (failure.Message, failure.Attempts));
    }

    [Theory]
    [InlineData("environmentNotFound", "EnvironmentNotFound")]
    [InlineData("Internal_CompanyNotFound", "Internal_CompanyNotFound")]
    [InlineData("a-b.c d", "Abcd")]
    [InlineData("x,BcAdmin.Evil", "XBcAdminEvil")]
    [InlineData("æøå", "Unknown")]
    public void A_code_becomes_an_ID_that_scripts_can_compare(string code, string expected) => Assert.Equal(expected, ApiErrors.PascalCase(code));

    [Fact]
    public void The_same_status_has_different_advice_inside_an_environment()
    {
        var inside = TestApi.Get("/v2.0/Production/api/microsoft/automation/v2.0/companies");
        Assert.Contains("Microsoft Entra Applications", Read("", HttpStatusCode.Unauthorized, request: inside).Advice, StringComparison.Ordinal);
        Assert.Contains("D365 AUTOMATION", Read("", HttpStatusCode.Forbidden, request: inside).Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft Entra Applications", Read("", HttpStatusCode.Unauthorized).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout, true, true)]
    [InlineData(HttpStatusCode.GatewayTimeout, true, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false, true)]
    [InlineData(HttpStatusCode.TooManyRequests, false, true)]
    [InlineData(HttpStatusCode.Conflict, false, false)]
    [InlineData(HttpStatusCode.BadRequest, false, false)]
    public void Each_status_has_its_own_outcome(HttpStatusCode status, bool lost, bool transient)
    {
        var failure = Read("", status);
        Assert.Equal((lost, transient), (failure.IsResponseLost, failure.IsTransient));
    }

    [Fact]
    public void A_timeout_has_the_same_code_for_every_code_of_the_service()
    {
        var failure = Read("""{"error":{"code":"Internal_RequestTimedOut","message":"Too long."}}""", HttpStatusCode.RequestTimeout);
        Assert.True(failure.IsResponseLost);
    }

    [Theory]
    [InlineData(
        "<error xmlns=\"http://docs.oasis-open.org/odata/ns/metadata\"><code>NoEnvironment</code><message>Environment does not "
        + "exist.</message></error>")]
    [InlineData(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<m:error xmlns:m=\"urn:m\"><m:code>NoEnvironment</m:code><m:message "
        + "xml:lang=\"en-US\">Environment does not exist.</m:message></m:error>")]
    [InlineData("\uFEFF<Error><Code>noEnvironment</Code><Message>Environment does not exist.</Message></Error>")]
    [InlineData("{\"error\":{\"code\":\"NoEnvironment\",\"message\":\"Environment does not exist.\"}}")]
    public void NoEnvironment_is_a_missing_environment_in_XML_and_in_JSON(string body)
    {
        var failure = Read(body, HttpStatusCode.NotFound, "application/xml", request: Inside("companies"));
        Assert.Equal(("EnvironmentNotFound", "Environment does not exist."), (failure.Code, failure.Message));
        Assert.True(failure.IsEnvironmentNotFound);
        Assert.Contains("Get-BcEnvironment", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<error><code>Throttled</code><message>Slower.</message></error>", "Throttled", "Slower.")]
    [InlineData("<error><code>a</code>", "BadRequest", null)]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"x\">]><error><code>&e;</code></error>", "BadRequest", null)]
    [InlineData("<html><body><code>x</code></body></html>", "BadRequest", null)]
    public void Only_the_error_is_read_from_XML(string body, string code, string? message)
    {
        var failure = Read(body, type: "application/xml");
        Assert.Equal(code, failure.Code);
        if (message is not null)
            Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "You do not have the following permissions on Page APIV2 - Customers: Execute.")]
    [InlineData(
        HttpStatusCode.Forbidden, "Sorry, the current permissions prevented the action. (TableData 38 Purchase Header Modify: Base Application)")]
    [InlineData(HttpStatusCode.InternalServerError,
        "Die aktuellen Berechtigungen haben die Aktion verhindert. (TableData 2000000120 User Read: System Application)")]
    public void An_internal_error_that_means_a_missing_permission_is_explained(HttpStatusCode status, string message)
    {
        var failure = Read($"{{\"error\":{{\"code\":\"Internal_ServerError\",\"message\":\"{message}\"}}}}", status, request: Inside("users"));
        Assert.Equal("Internal_ServerError", failure.Code);
        Assert.Equal((false, false), (failure.IsResponseLost, failure.IsTransient));
        Assert.Contains("permission set", failure.Advice, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.PermissionDenied, ErrorRecordFactory.Create(failure, null).CategoryInfo.Category);
    }

    [Fact]
    public void Changed_extensions_have_a_separate_code_and_are_not_a_lost_response()
    {
        const string message =
            "An administrator changed one or more extensions in the application, so the page that you were working on had to be closed.";
        var failure = Read($"{{\"error\":{{\"code\":\"Unknown\",\"message\":\"{message}\"}}}}", HttpStatusCode.InternalServerError,
            request: Inside("users"));
        Assert.Equal("ExtensionsChanged", failure.Code);
        Assert.Equal((false, true), (failure.IsResponseLost, failure.IsTransient));
        Assert.Contains("few minutes", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_without_a_company_has_the_advice_to_specify_one()
    {
        const string body =
            "{\"error\":{\"code\":\"Internal_CompanyNotFound\",\"message\":\"Cannot process the request because the default company cannot be "
            + "found.\"}}";
        Assert.Contains("-Company", Read(body, HttpStatusCode.NotFound, request: Inside("paymentTerms")).Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "-Company", Read(body, HttpStatusCode.NotFound, request: Inside("companies(11111111-2222-3333-4444-555555555555)/users")).Advice,
            StringComparison.Ordinal);
    }

    private static ApiRequest Inside(string path) => TestApi.Get($"/v2.0/Production/api/microsoft/automation/v2.0/{path}");

    [Fact]
    public void Advice_of_the_caller_keeps_the_other_properties()
    {
        var failure = Read("""{"code":"a","message":"b","target":"c"}""", HttpStatusCode.Conflict, attempts: 2);
        var id = Guid.NewGuid();
        var more = failure.With("Wait.", "target", id);
        Assert.Equal(("Wait.", (object?)"target", (Guid?)id), (more.Advice, more.Target, more.OperationId));
        Assert.Equal((failure.Code, failure.Message, failure.Status, failure.ServiceTarget),
            (more.Code, more.Message, more.Status, more.ServiceTarget));
        Assert.Equal((failure.CorrelationId, failure.Request, failure.Attempts, failure.ResponseBody),
            (more.CorrelationId, more.Request, more.Attempts, more.ResponseBody));
    }

    /// <summary>Replaces a secret, as the context of a call does.</summary>
    private static string Clean(string text) => text.Replace("S3cret!", "***", StringComparison.Ordinal);

    /// <summary>Reads a response with any headers and content.</summary>
    private static BcApiException ReadResponse(
        string body, HttpStatusCode status = HttpStatusCode.BadRequest, Action<HttpResponseMessage>? adjust = null, ApiRequest? request = null,
        BcConnection? connection = null)
    {
        using var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        response.Content.Headers.ContentType = new("text/plain");
        adjust?.Invoke(response);
        return ApiErrors.FromResponse(
            request ?? TestApi.Get(), response, Encoding.UTF8.GetBytes(body), TestApi.CorrelationId, 1, Clean, connection);
    }

    [Fact]
    public void Secrets_are_removed_from_every_text_of_an_error()
    {
        var failure = ReadResponse(
            """{"code":"S3cret!","message":" It is S3cret!. ","target":"x/S3cret!"}""",
            adjust: response => response.Headers.Add("ms-correlation-x", "id S3cret!"));
        Assert.Equal(("Unknown", "It is ***.", "x/***"), (failure.Code, failure.Message, failure.ServiceTarget));
        Assert.Equal("""{"code":"***","message":" It is ***. ","target":"x/***"}""", failure.ResponseBody);
        Assert.Equal("id ***", failure.CorrelationId);
    }

    [Fact]
    public void Secrets_are_removed_from_the_reason_of_the_status() => Assert.Equal(
        "The service returned 400 No *** without a reason.", ReadResponse("", adjust: response => response.ReasonPhrase = "No S3cret!").Message);

    [Fact]
    public void A_secret_is_removed_before_the_text_is_cut()
    {
        var failure = ReadResponse(new string('x', 3997) + "S3cret!" + new string('y', 100));
        Assert.Equal(new string('x', 3997) + "***", failure.ResponseBody);
    }

    [Fact]
    public void A_response_that_is_much_longer_than_the_text_is_read_at_its_beginning()
    {
        var length = 0;
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new ByteArrayContent([]) };
        var body = Encoding.UTF8.GetBytes(new string('x', 100_000));
        var failure = ApiErrors.FromResponse(TestApi.Get(), response, body, TestApi.CorrelationId, 1, text =>
        {
            length = Math.Max(length, text.Length);
            return text;
        });
        Assert.Equal(4000 + 16 * 1024, length);
        Assert.Equal(4000, failure.ResponseBody!.Length);
    }

    [Fact]
    public void The_message_is_trimmed_cut_and_without_control_characters()
    {
        Assert.Equal("A [31m B\n  C", Read("""{"code":"a","message":" A\u001b[31m\tB\r\nC "}""").Message);
        Assert.Equal(new string('x', 4000), Read($$"""{"code":"a","message":"{{new string('x', 4000)}}"}""").Message);
        Assert.Equal(new string('x', 4000), Read($$"""{"code":"a","message":"{{new string('x', 4001)}}"}""").Message);
    }

    [Theory]
    [InlineData("Busy.", "The service returned 503 Service Unavailable with text/plain: Busy.")]
    [InlineData("Busy", "The service returned 503 Service Unavailable with text/plain: Busy.")]
    [InlineData(" A\u001b[31m  B\r\nC ", "The service returned 503 Service Unavailable with text/plain: A [31m B C.")]
    [InlineData("", "The service returned 503 Service Unavailable without a reason.")]
    [InlineData(
        "<TITLE lang='en'>Out &amp; about</TITLE>", "The service returned 503 Service Unavailable with a page of text/plain titled 'Out & about'.")]
    [InlineData("<title></title>", "The service returned 503 Service Unavailable with text/plain: <title></title>.")]
    [InlineData("""{"message":" "}""", "The service returned 503 Service Unavailable with text/plain: {\"message\":\" \"}.")]
    public void A_response_without_a_message_is_described(string body, string expected) =>
        Assert.Equal(expected, ReadResponse(body, HttpStatusCode.ServiceUnavailable).Message);

    [Fact]
    public void A_response_without_a_content_type_and_reason_is_described()
    {
        var failure = ReadResponse("?", (HttpStatusCode)499, response => response.Content.Headers.ContentType = null);
        Assert.Equal("The service returned 499 499 with no content type: ?.", failure.Message);
        Assert.Equal("Http499", failure.Code);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(201, "…")]
    public void Up_to_200_characters_of_a_text_are_shown(int length, string end) => Assert.Equal(
        $"The service returned 400 Bad Request with text/plain: {new string('x', 200)}{end}.", ReadResponse(new string('x', length)).Message);

    [Theory]
    [InlineData("ms-correlation-x", "x-ms-correlation-id")]
    [InlineData("x-ms-correlation-id", "x-ms-request-id")]
    [InlineData("x-ms-request-id", "request-id")]
    public void The_headers_of_the_correlation_ID_have_an_order(string first, string second)
    {
        Assert.Equal("1", ReadResponse("", adjust: response => Add(response, "1", "2")).CorrelationId);
        Assert.Equal("2", ReadResponse("", adjust: response => Add(response, "", "2")).CorrelationId);
        Assert.Equal(TestApi.CorrelationId, ReadResponse("", adjust: response => Add(response, "", "")).CorrelationId);

        void Add(HttpResponseMessage response, string one, string two)
        {
            response.Headers.TryAddWithoutValidation(second, two);
            response.Headers.TryAddWithoutValidation(first, one);
        }
    }

    [Theory]
    [InlineData($"CORRELATIONID:{Guid1}", Guid1)]
    [InlineData($"CorrelationId {Guid1}", TestApi.CorrelationId)]
    [InlineData("CorrelationId: 5b0e7c9a", TestApi.CorrelationId)]
    public void Without_a_correlation_ID_the_one_of_the_request_is_reported(string message, string expected) =>
        Assert.Equal(expected, Read($$"""{"code":"a","message":"{{message}}"}""").CorrelationId);

    [Fact]
    public void The_correlation_ID_is_searched_at_the_beginning_of_the_message() => Assert.Equal(
        TestApi.CorrelationId, Read($$"""{"code":"a","message":"{{new string('x', 4000)}} CorrelationId: {{Guid1}}"}""").CorrelationId);

    [Theory]
    [InlineData("unknown")]
    [InlineData("badRequest")]
    [InlineData("notFound")]
    [InlineData("resourceNotFound")]
    [InlineData("unsupportedApiVersion")]
    [InlineData("")]
    public void Each_general_code_can_mean_an_unknown_version(string code)
    {
        var request = TestApi.Get("/ADMIN/V3.0/applications");
        Assert.Equal("ApiVersionTooNew", Read($$"""{"code":"{{code}}","message":"No."}""", request: request).Code);
        Assert.Equal("ApiVersionTooNew", Read($$"""{"code":"{{code}}","message":"No."}""", HttpStatusCode.NotFound, request: request).Code);
        Assert.NotEqual("ApiVersionTooNew", Read($$"""{"code":"{{code}}","message":"No."}""", HttpStatusCode.Conflict, request: request).Code);
    }

    [Theory]
    [InlineData("/admin/v2.30/applications", true)]
    [InlineData("/admin/v2.29/applications", false)]
    [InlineData("/admin/v2.3/applications", false)]
    [InlineData("/admin/v2/applications", false)]
    [InlineData("/admin/v99999999999.0/applications", false)]
    [InlineData("/other/admin/v2.30/applications", false)]
    [InlineData("/v2.0/Production/api/microsoft/automation/v2.30/companies", false)]
    public void Only_a_version_of_the_Admin_Center_API_that_the_module_does_not_know_can_be_unknown(string path, bool expected)
    {
        var failure = Read("", request: TestApi.Get(path));
        Assert.Equal(expected ? "ApiVersionTooNew" : "BadRequest", failure.Code);
        Assert.Equal(
            expected, failure.Advice == "The service does not have this version of the Admin Center API. Use Connect-BcTenant without -ApiVersion to "
                + "use version 2.29.");
    }

    [Fact]
    public void The_caller_is_told_that_an_earlier_attempt_may_have_succeeded()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.NotFound);
        foreach (var mayBeDone in (bool[])[true, false])
        {
            Assert.Equal(mayBeDone, ApiErrors.FromResponse(
                TestApi.Get(), response, [], TestApi.CorrelationId, 2, Clean, mayBeDone: mayBeDone).MayHaveSucceeded);
        }
    }

    [Fact]
    public void Two_attempts_are_reported() => Assert.Equal("No. (after 2 attempts)", Read("""{"code":"a","message":"No."}""", attempts: 2).Message);

    [Fact]
    public void An_object_that_does_not_exist_is_reported_with_its_own_code_and_text()
    {
        var failure = Read(
            """{"error":{"code":"Internal_RecordNotFound","message":"The record was not found."}}""", HttpStatusCode.NotFound,
            request: Inside("companies(1)/features('A')"));
        Assert.Equal(("FeatureNotFound", "Environment Production has no feature 'A'."), (failure.Code, failure.Message));
        Assert.Equal("Get-BcFeature Production lists them.", failure.Advice);
        Assert.Equal("Internal_RecordNotFound", failure.ServiceCode?.Name);
        Assert.True(failure.IsRecordNotFound);
        Assert.Null(Read("""{"code":"a","message":"b"}""").ServiceCode);
    }

    [Fact]
    public void Secrets_are_removed_from_the_name_of_an_object_that_does_not_exist() => Assert.Equal(
        "Environment Production has no feature '***'.", ReadResponse(
            """{"error":{"code":"Internal_RecordNotFound","message":"No."}}""", HttpStatusCode.NotFound,
            request: Inside("companies(1)/features('S3cret!')")).Message);

    [Fact]
    public void A_similar_environment_is_suggested_before_a_deleted_one()
    {
        using var api = new TestApi();
        api.Connection.Environments!.Add(new BcEnvironment { Name = "Productions", Status = "SoftDeleted" });
        Assert.Equal("Productions", MissingEnvironment(api.Connection).Suggestion);

        api.Connection.Environments!.Add("Productio");
        api.Connection.Environments!.Add("Production"); // it was there before
        var failure = MissingEnvironment(api.Connection);
        Assert.Equal("Productio", failure.Suggestion);
        Assert.Same(api.Connection, failure.Connection);
        Assert.DoesNotContain("Production", api.Connection.Environments!.Names);
        Assert.Equal("Get-BcEnvironment lists the environments", failure.Advice![..40]);
    }

    [Fact]
    public void An_environment_that_was_deleted_can_be_recovered()
    {
        using var api = new TestApi();
        api.Connection.Environments!.Add("Productio");
        api.Connection.Environments!.Add(new BcEnvironment { Name = "Production-20260101", Status = "SoftDeleted" });
        var failure = MissingEnvironment(api.Connection);
        Assert.Null(failure.Suggestion);
        Assert.Equal("Environment Production was deleted and can be recovered: Restore-BcDeletedEnvironment Production-20260101", failure.Advice);
    }

    [Theory]
    [InlineData("/v2.0/Production/api/microsoft/automation/v2.0/companies", "conflict")]
    [InlineData("/admin/v2.29/applications", "environmentNotFound")]
    public void Another_error_does_not_change_the_known_environments(string path, string code)
    {
        using var api = new TestApi();
        api.Connection.Environments!.Add("Production");
        api.Connection.Environments!.Add("Productio");
        var failure = ReadResponse(
            $$"""{"code":"{{code}}","message":"No."}""", HttpStatusCode.NotFound, request: TestApi.Get(path), connection: api.Connection);
        Assert.Null(failure.Suggestion);
        Assert.Contains("Production", api.Connection.Environments!.Names);
    }

    private static BcApiException MissingEnvironment(BcConnection connection) => ReadResponse(
        """{"code":"NoEnvironment","message":"No such environment."}""", HttpStatusCode.NotFound, request: Inside("companies"),
        connection: connection);

    [Fact]
    public void Codes_of_100_characters_are_kept()
    {
        Assert.Equal(new string('A', 100), ApiErrors.PascalCase(new string('A', 100)));
        Assert.Equal(new string('A', 100), ApiErrors.PascalCase(new string('A', 101)));
    }

    [Theory]
    [InlineData("""{"error":"invalid_request","message":"No tenant."}""", "No tenant.")]
    [InlineData("""{"error":"invalid_request","error_description":"First.","message":"Second."}""", "First.")]
    [InlineData("""{"code":"a","message":"Outer.","clientError":{"message":"Inner."}}""", "Outer.")]
    [InlineData("""{"code":"a","clientError":[{"message":"Inner."}]}""", "Inner.")]
    [InlineData("""{"code":"a","clientError":[{"message":"One."},{"message":"Two."}]}""", "One. Two.")]
    [InlineData("""{"code":"a","message":"Outer.","error":{"code":"b","message":"Inner."}}""", "Inner.")]
    public void The_message_is_found_in_other_members(string body, string message) => Assert.Equal(message, Read(body).Message);

    [Theory]
    [InlineData("<ODataError><detail><code> Throttled </code></detail><message> Slower. </message></ODataError>", "Throttled", "Slower.")]
    [InlineData("<errors><code>a</code></errors>", "BadRequest", null)]
    [InlineData("<error><message>No code.</message></error>", "BadRequest", "No code.")]
    [InlineData("<error><CODE>a</CODE></error>", "A", null)]
    public void An_error_in_XML_is_read_from_any_level(string body, string code, string? message)
    {
        var failure = ReadResponse(body);
        Assert.Equal(code, failure.Code);
        Assert.Equal(message ?? $"The service returned 400 Bad Request with text/plain: {body}.", failure.Message);
    }

    [Theory]
    [InlineData(3000, "Throttled")]
    [InlineData(5000, "BadRequest")]
    public void Long_XML_is_not_read(int length, string code) =>
        Assert.Equal(code, Read($"<error><code>Throttled</code><message>{new string('x', length)}</message></error>").Code);

    [Fact]
    public void Requirements_are_read_from_the_first_member_that_has_a_list()
    {
        var failure = Read("""
            {"code":"a","message":"No.","data":{"requirements":null},
              "extensionData":{"requirements":["x",{"name":"Base","type":"install"},7]}}
            """);
        Assert.Equal("No. Needed first: install Base.", failure.Message);
        Assert.Equal("Base", Assert.Single(failure.Requirements).Name);
        Assert.Empty(Read("""{"code":"a","message":"No."}""").Requirements);
    }

    [Theory]
    [InlineData("Unknown", "An administrator changed one or more extensions.", "ExtensionsChanged")]
    [InlineData("Other", "An administrator changed one or more extensions.", "Other")]
    [InlineData("Unknown", "An administrator changed nothing.", "InternalServerError")]
    public void Changed_extensions_are_found_by_the_text_only_without_a_code(string code, string message, string expected) =>
        Assert.Equal(expected, Read($$"""{"code":"{{code}}","message":"{{message}}"}""", HttpStatusCode.InternalServerError).Code);

    private static BcApiException NoResponse(Exception exception, HttpMethod? method = null, int attempts = 1) => ApiErrors.NoResponse(
        new ApiRequest(ServiceApi.AdminCenter, method ?? HttpMethod.Get, TestApi.Get().Address), exception, TestApi.CorrelationId, attempts, Clean);

    [Fact]
    public void A_lost_connection_is_reported_with_its_innermost_cause()
    {
        var exception = new HttpRequestException(
            "Error while copying.", new IOException("Middle.", new InvalidOperationException("Reset by S3cret!.")));
        var failure = NoResponse(exception, HttpMethod.Post);
        Assert.Equal("ConnectionLost", failure.Code);
        Assert.Equal(
            "The connection to https://api.contoso.example was lost before POST /admin/v2.29/applications/environments was answered: Reset by ***.",
            failure.Message);
        Assert.Equal("The service may have made the change. Check the state before you run the command again.", failure.Advice);
        Assert.Equal(("POST /admin/v2.29/applications/environments", TestApi.CorrelationId, 1),
            (failure.Request, failure.CorrelationId, failure.Attempts));
        Assert.Null(failure.InnerException); // it contains the secret
    }

    [Fact]
    public void A_lost_connection_of_a_read_can_be_repeated()
    {
        var exception = new IOException("Reset.");
        var failure = NoResponse(exception, attempts: 2);
        Assert.Equal(
            "The connection to https://api.contoso.example was lost before GET /admin/v2.29/applications/environments was answered: Reset. "
            + "(2 attempts)",
            failure.Message);
        Assert.Equal("Run the command again.", failure.Advice);
        Assert.Equal(2, failure.Attempts);
        Assert.Same(exception, failure.InnerException);
    }

    [Fact]
    public void A_timeout_is_reported()
    {
        foreach (var exception in (Exception[])[new TimeoutException(), new OperationCanceledException(), new TaskCanceledException()])
        {
            var failure = NoResponse(exception, HttpMethod.Delete);
            Assert.Equal("RequestTimeout", failure.Code);
            Assert.Equal("https://api.contoso.example did not respond to DELETE /admin/v2.29/applications/environments in time.", failure.Message);
            Assert.StartsWith("The service may have made the change.", failure.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_response_that_is_too_large_is_reported()
    {
        var failure = NoResponse(new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "More than 10 bytes."));
        Assert.Equal(("UnexpectedResponse", "The response to GET /admin/v2.29/applications/environments is too large: More than 10 bytes."),
            (failure.Code, failure.Message));
        Assert.Equal("Request less data: use a filter, fewer members, or a shorter time span.", failure.Advice);
    }

    [Fact]
    public void A_call_that_was_not_sent_is_reported_with_the_advice_for_the_network()
    {
        var failure = NoResponse(new HttpRequestException(HttpRequestError.NameResolutionError, "No such host."), HttpMethod.Post);
        Assert.Equal(("Unreachable", "Check the network, the proxy, and the name."), (failure.Code, failure.Advice));
        Assert.Equal("No connection to https://api.contoso.example: the name cannot be resolved. No such host.", failure.Message);
    }

    [Fact]
    public void A_response_that_is_not_JSON_is_reported()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new StringContent("", Encoding.UTF8, "text/html") };
        response.Headers.Add("ms-correlation-x", "id S3cret!");
        var exception = new JsonException("Broken.");
        var failure = ApiErrors.Unexpected(TestApi.Get(), response, Encoding.UTF8.GetBytes("<title>S3cret!</title>"), exception, Clean);
        Assert.Equal("UnexpectedResponse", failure.Code);
        Assert.Equal(
            "The response to GET /admin/v2.29/applications/environments is not JSON, but a page of text/html titled '***'.", failure.Message);
        Assert.Equal((HttpStatusCode.Accepted, "GET /admin/v2.29/applications/environments", "<title>***</title>", "id ***"),
            (failure.Status, failure.Request, failure.ResponseBody, failure.CorrelationId));
        Assert.Equal(
            "A proxy or a sign-in page may have answered instead of the service. The property ResponseBody of the exception contains the response.",
            failure.Advice);
        Assert.Same(exception, failure.InnerException);

        using var bare = new HttpResponseMessage(HttpStatusCode.OK);
        Assert.Null(ApiErrors.Unexpected(TestApi.Get(), bare, [], null, Clean).CorrelationId);
    }

    [Fact]
    public void An_item_of_another_type_is_reported()
    {
        var exception = new JsonException("Not S3cret!.");
        var failure = ApiErrors.UnexpectedItem(TestApi.Get(), "S3cret!" + new string('x', 5000), exception, Clean);
        Assert.Equal("UnexpectedResponse", failure.Code);
        Assert.Equal("The response to GET /admin/v2.29/applications/environments does not have the expected format: Not ***.", failure.Message);
        Assert.Equal("GET /admin/v2.29/applications/environments", failure.Request);
        Assert.Equal("***" + new string('x', 3997), failure.ResponseBody);
        Assert.Null(failure.InnerException);
    }
}
