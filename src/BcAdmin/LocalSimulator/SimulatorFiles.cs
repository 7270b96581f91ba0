namespace BcAdmin.LocalSimulator;

/// <summary>Reads information from the simulator files, which are in a folder next to the module assembly.</summary>
internal static class SimulatorFiles
{
    private static readonly Lazy<IReadOnlyList<string>> AllOperations = new(ReadOperations);

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(SimulatorFiles).Assembly.Location)!, "simulator");

    /// <summary>The names of the scenarios.</summary>
    public static IEnumerable<string> Scenarios => Files("Scenarios", "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>The operation IDs of both contracts and of the sign-in.</summary>
    public static IReadOnlyList<string> Operations => AllOperations.Value;

    private static IReadOnlyList<string> ReadOperations()
    {
        var operations = new List<string> { "token", "deviceCode", "authorize" };
        foreach (var file in Files("Contracts", "*.openapi.json"))
        {
            using var contract = JsonDocument.Parse(File.ReadAllBytes(file));
            operations.AddRange(
                from path in contract.RootElement.GetProperty("paths").EnumerateObject()
                from verb in path.Value.EnumerateObject()
                where verb.Value.ValueKind == JsonValueKind.Object && verb.Value.TryGetProperty("operationId", out _)
                select verb.Value.GetProperty("operationId").GetString()!);
        }

        return operations;
    }

    private static IEnumerable<string> Files(string name, string pattern) =>
        Path.Combine(Folder, name) is var folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern) : [];
}
