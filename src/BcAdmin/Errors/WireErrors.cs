using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Converts exceptions of BcAdmin.Transport, whose types are not visible to users, to exceptions of the module.</summary>
internal static class WireErrors
{
    public static BcException Map(WireException exception) =>
        new(ErrorCode.Of(exception.Code), exception.EntraCode is { } entra ? $"{entra}: {exception.Message}" : exception.Message)
        {
            Advice = SignInAdvice.For(exception),
            CorrelationId = exception.CorrelationId,
        };
}
