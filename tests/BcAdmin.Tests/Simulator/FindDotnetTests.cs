using BcAdmin.LocalSimulator;

namespace BcAdmin.Tests.Simulator;

public sealed class FindDotnetTests : IDisposable
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    private readonly string planted = $"planted-{Guid.NewGuid():N}";
    private readonly string installed = Path.Combine(Path.GetTempPath(), $"installed-{Guid.NewGuid():N}");

    public FindDotnetTests()
    {
        foreach (var folder in (string[])[planted, installed])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, Program), string.Empty);
        }
    }

    public void Dispose()
    {
        Directory.Delete(planted, recursive: true);
        Directory.Delete(installed, recursive: true);
    }

    [Fact]
    public void The_simulator_never_starts_a_dotnet_of_the_current_folder()
    {
        Assert.Equal(Path.Combine(installed, Program), SimulatorProcess.FindDotnet(null, ["", ".", planted, $" \"{installed}\" "]));
        foreach (var places in (string[][])[[planted], [".", ""], []])
            Assert.Equal("SimulatorNotStarted", Assert.Throws<BcException>(() => SimulatorProcess.FindDotnet(null, places)).Code);
    }

    [Fact]
    public void A_chosen_dotnet_is_named_by_its_full_path()
    {
        var chosen = Path.Combine(installed, Program);
        Assert.Equal(chosen, SimulatorProcess.FindDotnet(chosen, []));
        foreach (var relative in (string[])[Program, Path.Combine(planted, Program)])
        {
            Assert.Contains("full path", Assert.Throws<BcException>(() => SimulatorProcess.FindDotnet(relative, [installed])).Message,
                StringComparison.Ordinal);
        }
    }
}
