namespace BcAdmin;

/// <summary>A cmdlet of the module, as <c>Find-BcCommand</c> returns it.</summary>
public sealed class BcCommand
{
    /// <summary>The name of the cmdlet, such as Remove-BcEnvironment.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>What the cmdlet does.</summary>
    public string Synopsis { get; init; } = string.Empty;

    /// <summary>The area, such as Environments.</summary>
    public string Area { get; init; } = string.Empty;

    /// <summary>The first example of the help page.</summary>
    public string Example { get; init; } = string.Empty;

    public override string ToString() => Name;
}
