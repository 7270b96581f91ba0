using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Converts exceptions of BcAdmin.Transport, whose types are not visible to users, to exceptions of the module.</summary>
internal static class WireErrors
{
    /// <param name="exception">The failure.</param>
    /// <param name="connect">The command that connects to the same tenant again; null if the tenant is not known.</param>
    public static BcException Map(WireException exception, SuggestedCommand? connect = null) =>
        new(ErrorCode.Of(exception.Code), exception.EntraCode is { } entra ? $"{entra}: {exception.Message}" : exception.Message)
        {
            Advice = SignInAdvice.For(exception, connect ?? Commands.ConnectTenant),
            CorrelationId = exception.CorrelationId,
        };
}
