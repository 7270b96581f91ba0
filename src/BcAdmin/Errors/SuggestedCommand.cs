namespace BcAdmin;

/// <summary>A command that a message suggests: a cmdlet and its arguments. The text can be pasted into PowerShell.</summary>
internal sealed class SuggestedCommand
{
    private readonly string _cmdlet;
    private readonly IReadOnlyList<string> _arguments;

    /// <summary>The application family and the connection, which are placed at the end.</summary>
    private readonly IReadOnlyList<string> _scope;

    public SuggestedCommand(string cmdlet)
        : this(cmdlet, [], [])
    {
    }

    private SuggestedCommand(string cmdlet, IReadOnlyList<string> arguments, IReadOnlyList<string> scope) =>
        (_cmdlet, _arguments, _scope) = (cmdlet, arguments, scope);

    /// <summary>The type of the objects that a cmdlet such as Get-BcUser returns; null if there is none.</summary>
    public Type? ObjectType =>
        typeof(SuggestedCommand).Assembly.GetType($"{nameof(BcAdmin)}.{_cmdlet[(_cmdlet.IndexOf('-', StringComparison.Ordinal) + 1)..]}");

    /// <summary>Adds a positional argument, unless the value is null.</summary>
    public SuggestedCommand With(object? value) => Add(Text(value));

    /// <summary>Adds a named argument, unless the value is null.</summary>
    public SuggestedCommand With(string parameter, object? value) => Text(value) is { } text ? Add($"-{parameter}", text) : this;

    /// <summary>Adds a switch.</summary>
    public SuggestedCommand Switch(string parameter) => Add($"-{parameter}");

    /// <summary>Adds the environment: the name as a positional argument, and the application family if it is not the default.</summary>
    public SuggestedCommand In(EnvironmentKey? environment)
    {
        if (environment is not { } key)
            return this;
        var isDefault = key.Family.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase);
        return new(_cmdlet, [.. _arguments, PowerShellText.Quote(key.Name)], isDefault
            ? _scope : [.. _scope, "-ApplicationFamily", PowerShellText.Quote(key.Family)]);
    }

    /// <summary>Adds the environment and the connection of an object.</summary>
    public SuggestedCommand In(BcEnvironmentResource item) =>
        In(new EnvironmentKey(item.ApplicationFamily, item.EnvironmentName)).On(item.Connection);

    /// <summary>Adds the connection if several are open.</summary>
    public SuggestedCommand On(BcConnection? connection) =>
        connection is { IsOneOfSeveral: true } ? new(_cmdlet, _arguments, [.. _scope, "-Connection", PowerShellText.Quote(connection.Name)]) : this;

    /// <summary>Adds the connection by name, even if only one is open, for texts that are read outside the session.</summary>
    public SuggestedCommand OnNamed(string connection) =>
        new(_cmdlet, _arguments, [.. _scope, "-Connection", PowerShellText.Quote(connection)]);

    /// <summary>Pipes the output to another command.</summary>
    public SuggestedCommand Then(SuggestedCommand next) => new(_cmdlet, [.. _arguments, .. _scope, "|", next.ToString()], []);

    public override string ToString() => string.Join(' ', [_cmdlet, .. _arguments, .. _scope]);

    private SuggestedCommand Add(params string?[] texts) => new(_cmdlet, [.. _arguments, .. texts.OfType<string>()], _scope);

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text
        ? PowerShellText.Quote(text) : null;
}
