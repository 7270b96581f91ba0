using System.Management.Automation;
using System.Net;
using BcAdmin.Connections;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public sealed class ErrorRecordFactoryTests
{
    [Theory]
    [InlineData("EnvironmentNotFound", null, ErrorCategory.ObjectNotFound)]
    [InlineData("ApplicationTypeDoesNotExist", null, ErrorCategory.ObjectNotFound)]
    [InlineData("ResourceExists", null, ErrorCategory.ResourceExists)]
    [InlineData("NotConnected", null, ErrorCategory.ConnectionError)]
    [InlineData("SignInFailed", null, ErrorCategory.AuthenticationError)]
    [InlineData("SignInUnreachable", null, ErrorCategory.ConnectionError)]
    [InlineData("OperationTimeout", null, ErrorCategory.OperationTimeout)]
    [InlineData("OperationFailed", null, ErrorCategory.InvalidResult)]
    [InlineData("HostNotAllowed", null, ErrorCategory.SecurityError)]
    [InlineData("MaximumNumberOfEnvironmentsAllowedReached", HttpStatusCode.BadRequest, ErrorCategory.LimitsExceeded)]
    [InlineData("TenantAlreadyProvisioning", HttpStatusCode.BadRequest, ErrorCategory.ResourceBusy)]
    [InlineData("Other", HttpStatusCode.BadRequest, ErrorCategory.InvalidArgument)]
    [InlineData("Other", HttpStatusCode.Unauthorized, ErrorCategory.AuthenticationError)]
    [InlineData("Other", HttpStatusCode.Forbidden, ErrorCategory.PermissionDenied)]
    [InlineData("Other", HttpStatusCode.NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Other", HttpStatusCode.Gone, ErrorCategory.ObjectNotFound)]
    [InlineData("Other", HttpStatusCode.Conflict, ErrorCategory.ResourceBusy)]
    [InlineData("Other", HttpStatusCode.PreconditionFailed, ErrorCategory.ResourceBusy)]
    [InlineData("Other", HttpStatusCode.TooManyRequests, ErrorCategory.LimitsExceeded)]
    [InlineData("Other", HttpStatusCode.InternalServerError, ErrorCategory.ResourceUnavailable)]
    [InlineData("Other", HttpStatusCode.GatewayTimeout, ErrorCategory.OperationTimeout)]
    [InlineData("Other", HttpStatusCode.NotImplemented, ErrorCategory.NotImplemented)]
    [InlineData("Other", HttpStatusCode.Redirect, ErrorCategory.InvalidResult)]
    [InlineData("Other", null, ErrorCategory.InvalidOperation)]
    public void The_category_is_determined_by_the_code_or_the_status(string code, HttpStatusCode? status, ErrorCategory expected)
    {
        var record = ErrorRecordFactory.Create(new BcApiException(ErrorCode.Of(code, status), "Text.") { Status = status }, "input");
        Assert.Equal((expected, code, (object)"input"), (record.CategoryInfo.Category, record.FullyQualifiedErrorId, record.TargetObject));
    }

    [Fact]
    public void The_record_has_the_target_advice_and_correlation_ID_of_the_exception()
    {
        var record = ErrorRecordFactory.Create(
            new BcException(ErrorCode.Of("A"), "Text.") { Target = "own", Advice = "Do this.", CorrelationId = "id-1" }, "input");
        Assert.Equal(("own", "Text. (correlation ID id-1)", "Do this."),
            ((string)record.TargetObject, record.ErrorDetails.Message, record.ErrorDetails.RecommendedAction));
    }

    [Fact]
    public void The_tenant_is_named_while_several_connections_are_open()
    {
        var store = new ConnectionStore();
        var connection = new BcConnection(access: null!) { Name = "fabrikam.example", TenantId = "2" };
        store.Add(connection, commandLine: 1);
        Assert.Equal("Text.", MessageOf("UserNotFound", "Text."));
        store.Add(new(access: null!) { Name = "contoso.example", TenantId = "1" }, commandLine: 1);

        Assert.Equal("Tenant fabrikam.example: Text.", MessageOf("UserNotFound", "Text."));
        Assert.Equal("Tenant fabrikam.example has no x.", MessageOf("EnvironmentNotFound", "Tenant fabrikam.example has no x."));
        Assert.Equal("Text.", MessageOf("InvalidArgument", "Text."));
        Assert.Equal("Text.", MessageOf("FileNotFound", "Text."));

        string MessageOf(string code, string text) =>
            ErrorRecordFactory.Create(new BcException(ErrorCode.Of(code), text) { Connection = connection }, null).ErrorDetails.Message;
    }

    [Fact]
    public void Advice_can_depend_on_the_connection_that_is_set_later()
    {
        var error = new BcException(ErrorCode.UserNotFound, "Text.") { AdviceFor = connection => $"For {connection}." };
        Assert.Equal("For .", error.Advice);
        error.Connection = BcConnection.Missing("fabrikam.example");
        Assert.Equal("For fabrikam.example.", error.Advice);
    }

    [Fact]
    public void A_correlation_ID_in_the_text_is_not_repeated() =>
        Assert.Equal("Text. CorrelationId: ID-1.", ErrorRecordFactory.Create(
            new BcException(ErrorCode.Of("A"), "Text. CorrelationId: ID-1.") { CorrelationId = "id-1" }, null).ErrorDetails.Message);
}
