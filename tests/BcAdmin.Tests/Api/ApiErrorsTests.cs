using System.Net;
using System.Text;
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
}
