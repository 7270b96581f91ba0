namespace BcAdmin.LocalSimulator;

/// <summary>What the files of the simulator, beside the module's assembly, say about it.</summary>
internal static class SimulatorFiles
{
    private static readonly Lazy<IReadOnlyList<string>> AllOperations = new(ReadOperations);

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(SimulatorFiles).Assembly.Location)!, "simulator");

    /// <summary>Names of the scenarios.</summary>
    public static IEnumerable<string> Scenarios => Files("Scenarios", "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>operationIds of both contracts, and of the sign-in.</summary>
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
