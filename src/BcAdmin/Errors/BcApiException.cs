using System.Net;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>A call that the service rejected or that did not reach the service.</summary>
public sealed class BcApiException : BcException
{
    internal BcApiException(ErrorCode code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>The HTTP status code; null if there was no response.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The method and the path of the call, without host, token, and body.</summary>
    public string? Request { get; init; }

    /// <summary>The part of the request that the error refers to, such as a property name.</summary>
    public string? ServiceTarget { get; init; }

    /// <summary>The number of times the call was sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Whether an earlier attempt, whose response was lost, may have succeeded.</summary>
    internal bool MayHaveSucceeded { get; init; }

    /// <summary>The text of the response, truncated to 4,000 characters.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>The apps that must be installed, updated, or uninstalled first.</summary>
    public IReadOnlyList<BcAppRequirement> Requirements { get; init; } = [];

    /// <summary>The ID of the operation that failed or that blocks the call.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>The code in the response, if <see cref="BcException.Code"/> is a more specific one.</summary>
    internal ErrorCode? ServiceCode { get; init; }

    /// <summary>
    /// Checks both status and code, because the status codes of errors are not documented and most errors of an environment have status 400.
    /// </summary>
    internal bool IsNotFound => Status == HttpStatusCode.NotFound || IsEnvironmentNotFound || IsRecordNotFound || Is(ErrorCode.ResourceDoesNotExist);

    internal bool IsEnvironmentNotFound => Is(ErrorCode.EnvironmentNotFound) || Is(ErrorCode.ApplicationTypeDoesNotExist);

    /// <summary>Whether the environment exists, but the requested object does not.</summary>
    internal bool IsItemNotFound => IsNotFound && !IsEnvironmentNotFound;

    /// <summary>Whether the environment has no record with the key in the path.</summary>
    internal bool IsRecordNotFound => Is(ErrorCode.Internal_RecordNotFound);

    /// <summary>Whether the service may have processed the call although the response does not confirm it.</summary>
    internal bool IsResponseLost => IsConnectionLost || Is(ErrorCode.UnexpectedResponse)
        || (Status is HttpStatusCode.InternalServerError && !IsPermissionMissing && !IsTemporary);

    /// <summary>Whether the response was lost in transit. Unlike with an unreadable response, the call may not have reached the service.</summary>
    internal bool IsConnectionLost => Is(ErrorCode.ConnectionLost) || Is(ErrorCode.RequestTimeout)
        || Status is HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether the call can succeed later: there was no response, or the error is temporary.</summary>
    internal bool IsTransient => IsTemporary || (!IsPermissionMissing
        && Status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError);

    /// <summary>Whether the environment temporarily rejects all calls.</summary>
    internal bool IsTemporary => Is(ErrorCode.ExtensionsChanged) || Is(ErrorCode.Internal_TenantUnavailable) || Refusal.IsTemporary(Message);

    /// <summary>Whether an authenticated caller lacks a permission in the environment, which the service reports with a separate error.</summary>
    internal bool IsPermissionMissing => Refusal.IsPermission(Message);

    /// <summary>Whether the error or the response that caused it has this code.</summary>
    internal override bool Is(ErrorCode code) => base.Is(code) || ServiceCode?.Is(code) == true;

    /// <summary>A copy of the exception with additional details from the caller.</summary>
    internal BcApiException With(string? advice = null, object? target = null, Guid? operationId = null) => new(Error, Text, InnerException)
    {
        Advice = advice ?? Advice,
        Suggestion = Suggestion,
        Connection = Connection,
        ServiceCode = ServiceCode,
        Target = target ?? Target,
        CorrelationId = CorrelationId,
        Status = Status,
        Request = Request,
        ServiceTarget = ServiceTarget,
        Attempts = Attempts,
        MayHaveSucceeded = MayHaveSucceeded,
        ResponseBody = ResponseBody,
        Requirements = Requirements,
        OperationId = operationId ?? OperationId,
    };
}
