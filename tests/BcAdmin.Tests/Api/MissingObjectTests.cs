using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

public class MissingObjectTests
{
    private const string Inside = "https://api.businesscentral.dynamics.com/v2.0/tenant/Prodution/api/microsoft/automation/v2.0/";

    [Theory]
    [InlineData("BadRequest_ResourceNotFound", "The environment 'Prodution' does not exist.", "companies(1)/users", "EnvironmentNotFound")]
    [InlineData("BadRequest_ResourceNotFound", "No segment companies.", "companies", "EnvironmentNotFound")]
    [InlineData("BadRequest_ResourceNotFound", null, "", "EnvironmentNotFound")]
    [InlineData("BadRequest_ResourceNotFound", "No segment accessControls.", "companies(1)/accessControls", null)]
    [InlineData("Internal_CompanyNotFound", null, "companies(1)/users", "CompanyNotFound")]
    [InlineData("Internal_CompanyNotFound", "The call names no company.", "users", null)]
    [InlineData("Internal_RecordNotFound", null, "companies(1)", "CompanyNotFound")]
    [InlineData("Internal_RecordNotFound", null, "companies(1)/users(2)", "UserNotFound")]
    [InlineData("Internal_RecordNotFound", null, "companies(1)/features('A%20B')", "FeatureNotFound")]
    [InlineData("Internal_RecordNotFound", null, "companies(1)/securityGroups('X')/securityGroupMembers", "SecurityGroupNotFound")]
    [InlineData("Internal_RecordNotFound", null, "companies(1)/unheardOf(2)", null)]
    [InlineData("Internal_ServerError", null, "companies", null)]
    public void An_error_of_the_Automation_API_contains_the_names_of_the_user(string code, string? message, string path, string? expected) =>
        Assert.Equal(expected, MissingObject.Of(
            ErrorCode.Of(code), message, new FailedCall(ApiRequest.Get(ServiceApi.Environment, new Uri(Inside + path)), null))?.Code.Name);

    [Fact]
    public void The_message_names_the_object_and_the_environment()
    {
        var request = ApiRequest.Get(ServiceApi.Environment, new Uri(Inside + "companies(1)/features('It''s%20new')"));
        var missing = MissingObject.Of(ErrorCode.Of("Internal_RecordNotFound"), null, new FailedCall(request, null))!;
        Assert.Equal("Environment Prodution has no feature 'It's new'.", missing.Message);
        Assert.Equal("Get-BcFeature Prodution lists them.", missing.Advice);
    }

    [Theory]
    [InlineData("sessions/7", "SessionNotFound")]
    [InlineData("apps/7", null)]
    [InlineData("sessions", null)]
    public void A_session_that_does_not_exist_has_its_own_code(string path, string? expected)
    {
        var address = new Uri($"https://api.businesscentral.dynamics.com/admin/v2.29/applications/BusinessCentral/environments/Production/{path}");
        var call = new FailedCall(ApiRequest.Get(ServiceApi.AdminCenter, address), null);
        Assert.Equal(expected, MissingObject.Of(ErrorCode.Of("ResourceDoesNotExist"), null, call)?.Code.Name);
        Assert.Equal("Production", call.Environment?.Name);
    }
}
