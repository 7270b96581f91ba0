using System.Management.Automation;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Creates error records from exceptions.</summary>
internal static class ErrorRecordFactory
{
    /// <param name="place">The location of the input that failed, such as a row in a file; null if the target identifies it.</param>
    public static ErrorRecord Create(BcException exception, object? target, string? place = null)
    {
        if (place is null && NamesTenant(exception) && exception.Connection is { IsOneOfSeveral: true } connection
            && !exception.Message.Contains($"tenant {connection.Tenant}", StringComparison.OrdinalIgnoreCase))
        {
            exception.TenantOfMessage = connection;
        }

        var message = exception.CorrelationId is { Length: > 0 } id && !exception.Message.Contains(id, StringComparison.OrdinalIgnoreCase)
            ? Messages.MessageWithCorrelationId(exception, id)
            : exception.Message;
        return new ErrorRecord(exception, exception.Code, exception is BcApiException { IsPermissionMissing: true }
            ? ErrorCategory.PermissionDenied : exception.Error.Category,
            exception.Target ?? (target is string text ? Secrets.Remove(text, []) : target))
        {
            ErrorDetails = new ErrorDetails(place is null ? message : Messages.MessageForRow(place, message))
            {
                RecommendedAction = exception.Advice ?? string.Empty,
            },
        };
    }

    /// <summary>Whether the failure can differ from tenant to tenant. A wrong argument or file is the same for all of them.</summary>
    private static bool NamesTenant(BcException exception) => exception is BcApiException
        || (exception.Error.Category is not (ErrorCategory.InvalidArgument or ErrorCategory.InvalidData) && !exception.Is(ErrorCode.FileNotFound));
}
