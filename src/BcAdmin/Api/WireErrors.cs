using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>Turns a failure of the wire into one of ours; the user never meets a type of BcAdmin.Transport.</summary>
internal static class WireErrors
{
    public static BcException Map(WireException exception) => new(ErrorCode.Of(exception.Code), exception.EntraCode is { } entra ? $"{entra}: {exception.Message}" : exception.Message)
    {
        Advice = exception.Advice,
        CorrelationId = exception.CorrelationId,
    };
}
