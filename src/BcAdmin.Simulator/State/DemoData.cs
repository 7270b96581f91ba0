namespace BcAdmin.Simulator.State;

/// <summary>Reads the demonstration data that all scenarios share: the JSON files in Demo/, which are embedded in the assembly.</summary>
internal static class DemoData
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string name)
    {
        using var stream = typeof(DemoData).Assembly.GetManifestResourceStream($"{name}.json")!;
        return JsonSerializer.Deserialize<T>(stream, Web)!;
    }
}
