namespace BcAdmin.Discovery;

/// <summary>
/// What the build writes from the help pages and from docs/en-US/_cmdlets.md: the texts that Find-BcCommand searches. The file is beside the help and
/// is read only when it is needed.
/// </summary>
internal sealed record CommandIndex
{
    private static readonly Lazy<CommandIndex> FromFile = new(() => Read(Path.Combine(
        Path.GetDirectoryName(typeof(CommandIndex).Assembly.Location)!, "en-US", "BcAdmin.Commands.json")));

    public static CommandIndex OfModule => FromFile.Value;

    /// <summary>All cmdlets, in the order of the areas.</summary>
    public IReadOnlyList<IndexedCommand> Commands { get; init; } = [];

    /// <summary>Groups of words with the same meaning.</summary>
    public IReadOnlyList<string[]> SameMeaning { get; init; } = [];

    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];

    private static CommandIndex Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, BcJson.Default.CommandIndex)!;
    }
}

/// <summary>A cmdlet, and the texts by which it is found.</summary>
internal sealed record IndexedCommand
{
    public string Name { get; init; } = string.Empty;

    public string Area { get; init; } = string.Empty;

    public string Synopsis { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    /// <summary>The titles of the examples.</summary>
    public string[] Examples { get; init; } = [];

    /// <summary>The code of the first example.</summary>
    public string Example { get; init; } = string.Empty;

    /// <summary>Phrases that the help page does not have.</summary>
    public string[] Phrases { get; init; } = [];

    public BcCommand ToCommand() => new() { Name = Name, Synopsis = Synopsis, Area = Area, Example = Example };
}

/// <summary>A name that users try and that no cmdlet has.</summary>
internal sealed record OtherName
{
    public string[] Names { get; init; } = [];

    /// <summary>The cmdlets for the task, the most likely first.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>Why there is no such cmdlet. Empty where the cmdlet only has another name.</summary>
    public string Explanation { get; init; } = string.Empty;
}
