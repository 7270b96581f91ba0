using System.Management.Automation;
using System.Reflection;
using BcAdmin.Cmdlets;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Creates error records from exceptions.</summary>
internal static class ErrorRecordFactory
{
    /// <param name="exception">The failure.</param>
    /// <param name="target">The value that the user specified.</param>
    /// <param name="place">The location of the input that failed, such as a row in a file; null if the target identifies it.</param>
    /// <param name="cmdlet">The cmdlet that failed.</param>
    /// <param name="environment">The environment that the cmdlet works on.</param>
    public static ErrorRecord Create(
        BcException exception, object? target, string? place = null, BcCmdlet? cmdlet = null, EnvironmentKey? environment = null)
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
            ErrorDetails = new ErrorDetails(PrintableText.Lines(place is null ? message : Messages.MessageForRow(place, message)))
            {
                RecommendedAction = PrintableText.Line(WildcardAdvice(exception, target, cmdlet, environment) ?? exception.Advice ?? string.Empty),
            },
        };
    }

    /// <summary>
    /// The advice for a name with wildcards that was not found: names are exact where something is changed, because a pattern could select more than
    /// the user expects. Null for other failures.
    /// </summary>
    private static string? WildcardAdvice(BcException exception, object? target, BcCmdlet? cmdlet, EnvironmentKey? environment)
    {
        var searched = exception.Is(ErrorCode.EnvironmentNotFound) && environment is { } key ? key.Name : exception.Target ?? target;
        if (cmdlet is null || exception.Error.List is not { ObjectType: { } type } list
            || searched is not string name || !NameFilter.HasWildcards(name))
        {
            return null;
        }

        var isInEnvironment = typeof(BcEnvironmentResource).IsAssignableFrom(type);
        var accepts = cmdlet.GetType().GetCustomAttribute<AcceptsInputAttribute>()?.Types.Any(accepted => accepted.IsAssignableFrom(type)) == true;
        if (!accepts || !exception.Error.IsListedByName || (isInEnvironment && environment is null))
            return Messages.WildcardsNotAccepted(name, exception.Advice);
        var matches = (isInEnvironment ? list.In(environment) : list).With(name).On(exception.Connection);
        return Messages.PipeMatchesToCmdlet(name, matches.Then(new(cmdlet.MyInvocation.MyCommand.Name)));
    }

    /// <summary>Whether the failure can differ from tenant to tenant. A wrong argument or file is the same for all of them.</summary>
    private static bool NamesTenant(BcException exception) => exception is BcApiException
        || (exception.Error.Category is not (ErrorCategory.InvalidArgument or ErrorCategory.InvalidData) && !exception.Is(ErrorCode.FileNotFound));
}
