using System.Management.Automation;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>The only place where an exception becomes an error record.</summary>
internal static class ErrorRecordFactory
{
    /// <param name="place">Where the input of the failure is, such as a row of a file; null where the target says it.</param>
    public static ErrorRecord Create(BcException exception, object? target, string? place = null)
    {
        var message = exception.CorrelationId is { Length: > 0 } id && !exception.Message.Contains(id, StringComparison.OrdinalIgnoreCase)
            ? Messages.CorrelationId(exception, id)
            : exception.Message;
        return new ErrorRecord(exception, exception.Code, exception is BcApiException { IsPermissionMissing: true }
            ? ErrorCategory.PermissionDenied : exception.Error.Category,
            exception.Target ?? (target is string text ? Secrets.Remove(text, []) : target))
        {
            ErrorDetails = new ErrorDetails(place is null ? message : Messages.InRow(place, message))
            {
                RecommendedAction = exception.Advice ?? string.Empty,
            },
        };
    }
}
