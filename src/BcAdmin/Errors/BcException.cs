using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// A failure that BcAdmin can name; its text and its inner exception never have a secret of the environment.
/// Scripts branch on <see cref="Code"/>, which is also the first part of the error's FullyQualifiedErrorId.
/// </summary>
public class BcException : Exception
{
    private readonly object? _target;

    internal BcException(ErrorCode code, string message, Exception? innerException = null)
        : base(Secrets.Remove(message, []), Secrets.Harmless(innerException, [])) => Error = code;

    /// <summary>Stable name in PascalCase: the service's own code, or one of ours such as NotConnected.</summary>
    public string Code => Error.Name;

    /// <summary>The code with its category.</summary>
    internal ErrorCode Error { get; }

    /// <summary>What failed, and what was probably meant.</summary>
    public override string Message => Suggestion is null ? Text : Messages.DidYouMean4(Text, Suggestion);

    /// <summary>What to do next. Shown as the error's recommended action.</summary>
    public string? Advice { get => field ?? Error.Advice; init; }

    /// <summary>The known name that is nearest to one that the service does not know.</summary>
    public string? Suggestion { get; internal set; }

    /// <summary>What the user passed and the failure is about. Null: the cmdlet's input.</summary>
    public object? Target
    {
        get => _target;
        init => _target = value is string text ? Secrets.Remove(text, []) : value;
    }

    /// <summary>Finds the call in the service's logs; quote it to support.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whether the error has this code.</summary>
    internal virtual bool Is(ErrorCode code) => Error.Is(code);

    /// <summary>The message without the suggestion.</summary>
    internal string Text => base.Message;
}
