namespace BcAdmin.Discovery;

/// <summary>
/// The search index of Find-BcCommand, which the build generates from the help pages and docs/en-US/_cmdlets.md. The file is next to the help and is
/// loaded on demand.
/// </summary>
internal sealed record CommandIndex
{
    private static readonly Lazy<CommandIndex> FromFile = new(() => Read(Path.Combine(
        Path.GetDirectoryName(typeof(CommandIndex).Assembly.Location)!, "en-US", "BcAdmin.Commands.json")));

    public static CommandIndex OfModule => FromFile.Value;

    /// <summary>All cmdlets, in the order of the areas.</summary>
    public IReadOnlyList<IndexedCommand> Commands { get; init; } = [];

    /// <summary>Groups of synonyms.</summary>
    public IReadOnlyList<string[]> SameMeaning { get; init; } = [];

    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];

    private static CommandIndex Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, BcJson.Default.CommandIndex)!;
    }
}

/// <summary>A cmdlet and the texts that are searched.</summary>
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

    /// <summary>Additional phrases that are not on the help page.</summary>
    public string[] Phrases { get; init; } = [];

    public BcCommand ToCommand() => new() { Name = Name, Synopsis = Synopsis, Area = Area, Example = Example };
}

/// <summary>A name that users try although no cmdlet has it.</summary>
internal sealed record OtherName
{
    public string[] Names { get; init; } = [];

    /// <summary>The cmdlets for the task, most likely first.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>The reason why there is no such cmdlet. Empty if the cmdlet only has a different name.</summary>
    public string Explanation { get; init; } = string.Empty;
}
