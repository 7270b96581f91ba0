using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// An error that BcAdmin reports. The message and the inner exception never contain secrets of the environment. Scripts can branch on <see
/// cref="Code"/>, which is also the first part of the FullyQualifiedErrorId.
/// </summary>
public class BcException : Exception
{
    private readonly object? _target;

    internal BcException(ErrorCode code, string message, Exception? innerException = null)
        : base(PrintableText.Lines(Secrets.Remove(message, [])), Secrets.Harmless(innerException, [])) => Error = code;

    /// <summary>The stable name of the error in PascalCase: an error code of the service, or a code of the module such as NotConnected.</summary>
    public string Code => Error.Name;

    /// <summary>The error code with its category.</summary>
    internal ErrorCode Error { get; }

    /// <summary>The description of the failure, followed by the suggestion if there is one. With several connections, it names the tenant.</summary>
    public override string Message
    {
        get
        {
            var message = Suggestion is null ? Text : Messages.MessageWithSuggestion(Text, PrintableText.Line(Suggestion));
            return TenantOfMessage is null ? message : PrintableText.Lines(Messages.MessageForTenant(TenantOfMessage, message));
        }
    }

    /// <summary>The advice for the user, shown as the recommended action of the error.</summary>
    public string? Advice { get => field ?? AdviceFor?.Invoke(Connection) ?? Error.Advice; init; }

    /// <summary>Creates the advice if it depends on the connection, which is often known only where the failure is reported.</summary>
    internal Func<BcConnection?, string>? AdviceFor { get; init; }

    /// <summary>The connection that the failure concerns; null if it is not known or does not matter.</summary>
    internal BcConnection? Connection { get; set; }

    /// <summary>The connection whose tenant the message names; null if it is obvious.</summary>
    internal BcConnection? TenantOfMessage { get; set; }

    /// <summary>The known name that is most similar to a name that was not found.</summary>
    public string? Suggestion { get; internal set; }

    /// <summary>The argument that caused the failure; null to use the input of the cmdlet.</summary>
    public object? Target
    {
        get => _target;
        init => _target = value is string text ? Secrets.Remove(text, []) : value;
    }

    /// <summary>The correlation ID of the call in the logs of the service, for support requests.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whether the error has this code.</summary>
    internal virtual bool Is(ErrorCode code) => Error.Is(code);

    /// <summary>The message without the suggestion.</summary>
    internal string Text => base.Message;
}
