using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Turns a failure of the wire into one of the module. No type of BcAdmin.Transport reaches the user.</summary>
internal static class WireErrors
{
    public static BcException Map(WireException exception) =>
        new(ErrorCode.Of(exception.Code), exception.EntraCode is { } entra ? $"{entra}: {exception.Message}" : exception.Message)
        {
            Advice = SignInAdvice.For(exception),
            CorrelationId = exception.CorrelationId,
        };
}
