using System.Net;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>A call that the service refused or that did not reach it.</summary>
public sealed class BcApiException : BcException
{
    internal BcApiException(ErrorCode code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    /// <summary>HTTP status; null when no answer came.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Method and path of the call, without host, token and body.</summary>
    public string? Request { get; init; }

    /// <summary>The part of the request that the service blames, such as a property name.</summary>
    public string? ServiceTarget { get; init; }

    /// <summary>How often the call was sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Whether an attempt before the one that failed may have done the work, since its answer was lost.</summary>
    internal bool MayBeDone { get; init; }

    /// <summary>The answer's text, cut to 4,000 characters.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>Apps that have to be installed, updated or uninstalled first.</summary>
    public IReadOnlyList<BcAppRequirement> Requirements { get; init; } = [];

    /// <summary>Operation that failed or that is in the way.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>The code in the answer, where <see cref="BcException.Code"/> says more precisely what is missing.</summary>
    internal ErrorCode? ServiceCode { get; init; }

    /// <summary>
    /// By status or by code: with which status a code comes is documented nowhere, and errors from inside of an environment are mostly 400.
    /// </summary>
    internal bool IsNotFound => Status == HttpStatusCode.NotFound || IsEnvironmentNotFound || IsRecordNotFound || Is(ErrorCode.ResourceDoesNotExist);

    internal bool IsEnvironmentNotFound => Is(ErrorCode.EnvironmentNotFound) || Is(ErrorCode.ApplicationTypeDoesNotExist);

    /// <summary>The environment is there, but what was asked for in it is not.</summary>
    internal bool IsItemNotFound => IsNotFound && !IsEnvironmentNotFound;

    /// <summary>The environment has no record with the key in the path.</summary>
    internal bool IsRecordNotFound => Is(ErrorCode.Internal_RecordNotFound);

    /// <summary>The service may have done the work although we have no answer that says so.</summary>
    internal bool IsAnswerLost => IsConnectionLost || Is(ErrorCode.UnexpectedResponse)
        || (Status is HttpStatusCode.InternalServerError && !IsPermissionMissing && !IsPassing);

    /// <summary>The answer got lost on the way. Unlike with an answer that cannot be read, the service may never have seen the call.</summary>
    internal bool IsConnectionLost => Is(ErrorCode.ConnectionLost) || Is(ErrorCode.RequestTimeout)
        || Status is HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    /// <summary>Worth asking again a little later: no answer, or one that speaks of the moment rather than of the call.</summary>
    internal bool IsTransient => IsPassing || (!IsPermissionMissing
        && Status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError);

    /// <summary>The environment refused the call for the moment, whatever the call is.</summary>
    internal bool IsPassing => Is(ErrorCode.ExtensionsChanged) || Is(ErrorCode.Internal_TenantUnavailable) || Refusal.IsPassing(Message);

    /// <summary>The caller is known and lacks a permission inside the environment, which the service reports as an error of its own.</summary>
    internal bool IsPermissionMissing => Refusal.IsPermission(Message);

    /// <summary>Whether the error or the answer behind it has this code.</summary>
    internal override bool Is(ErrorCode code) => base.Is(code) || ServiceCode?.Is(code) == true;

    /// <summary>The same failure with what the caller knows on top.</summary>
    internal BcApiException With(string? advice = null, object? target = null, Guid? operationId = null) => new(Error, Text, InnerException)
    {
        Advice = advice ?? Advice,
        Suggestion = Suggestion,
        ServiceCode = ServiceCode,
        Target = target ?? Target,
        CorrelationId = CorrelationId,
        Status = Status,
        Request = Request,
        ServiceTarget = ServiceTarget,
        Attempts = Attempts,
        MayBeDone = MayBeDone,
        ResponseBody = ResponseBody,
        Requirements = Requirements,
        OperationId = operationId ?? OperationId,
    };
}
