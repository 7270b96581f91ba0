namespace BcAdmin;

/// <summary>
/// The object that a rejected call did not find, named as the user knows it. The Automation API reports a missing path segment or record instead of
/// the environment, company, or user. The conversion makes code and advice independent of the API.
/// </summary>
internal sealed record MissingObject(ErrorCode Code, string Message, string Advice)
{
    private static readonly Dictionary<string, (ErrorCode Code, string Noun, SuggestedCommand List)> Records = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accessControls"] = (ErrorCode.AccessControlNotFound, "access control", Commands.GetAccessControl),
        ["automationCompanies"] = (ErrorCode.CompanyNotFound, "company", Commands.GetCompany),
        ["companies"] = (ErrorCode.CompanyNotFound, "company", Commands.GetCompany),
        ["extensions"] = (ErrorCode.ExtensionNotFound, Messages.ExtensionWithPackageId, Commands.GetExtension),
        ["features"] = (ErrorCode.FeatureNotFound, "feature", Commands.GetFeature),
        ["scheduledJobs"] = (ErrorCode.ScheduledJobNotFound, "scheduled job", Commands.GetScheduledJob),
        ["securityGroups"] = (ErrorCode.SecurityGroupNotFound, "security group", Commands.GetSecurityGroup),
        ["sessions"] = (ErrorCode.SessionNotFound, "session", Commands.GetSession),
        ["userPermissions"] = (ErrorCode.UserPermissionNotFound, "permission assignment", Commands.GetUserPermission),
        ["users"] = (ErrorCode.UserNotFound, "user", Commands.GetUser),
        ["usersPermissions"] = (ErrorCode.UserNotFound, "user", Commands.GetUser),
    };

    /// <summary>The missing object; null if the error has another cause.</summary>
    /// <param name="code">The code of the response.</param>
    /// <param name="message">The message of the response.</param>
    /// <param name="call">The failed call.</param>
    public static MissingObject? Of(ErrorCode code, string? message, FailedCall call)
    {
        var subject = call.Request.Subject;
        if (subject.Environment is not { } environment)
            return null;
        return (call.Request.Api, subject) switch
        {
            (ServiceApi.AdminCenter, { Record: { } record }) when code.Is(ErrorCode.ResourceDoesNotExist) => Record(record.Set, record.Key),
            (ServiceApi.Environment, _) when code.Is(ErrorCode.BadRequest_ResourceNotFound)
                && (subject.IsInEveryEnvironment || IsAbout(message, environment.Name)) => new(
                    ErrorCode.EnvironmentNotFound, Messages.EnvironmentMissingOrNotRunning(environment),
                        ApiAdvice.EnvironmentNotFound(call.Connection)),
            (ServiceApi.Environment, { Company: { } company }) when code.Is(ErrorCode.Internal_CompanyNotFound) => Record("companies", company),
            (ServiceApi.Environment, { Record: { } record }) when code.Is(ErrorCode.Internal_RecordNotFound) => Record(record.Set, record.Key),
            (ServiceApi.Environment, { Company: { } company }) when code.Is(ErrorCode.Internal_RecordNotFound) => Record("companies", company),
            _ => null,
        };

        MissingObject? Record(string set, string key) => Records.TryGetValue(set, out var known)
            ? new(known.Code, Messages.ObjectNotInEnvironment(environment, known, key),
                Messages.ListEnvironmentObjects(known, environment, call))
            : null;
    }

    private static bool IsAbout(string? message, string environment) =>
        message?.Contains("environment", StringComparison.OrdinalIgnoreCase) == true
            && message.Contains(environment, StringComparison.OrdinalIgnoreCase);
}
