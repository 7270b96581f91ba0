using BcAdmin.LocalSimulator;

namespace BcAdmin.Tests.Simulator;

public sealed class FindDotnetTests : IDisposable
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    private readonly string _planted = $"planted-{Guid.NewGuid():N}";
    private readonly string _installed = Path.Combine(Path.GetTempPath(), $"installed-{Guid.NewGuid():N}");

    public FindDotnetTests()
    {
        foreach (var folder in (string[])[_planted, _installed])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, Program), string.Empty);
        }
    }

    public void Dispose()
    {
        Directory.Delete(_planted, recursive: true);
        Directory.Delete(_installed, recursive: true);
    }

    [Fact]
    public void The_simulator_never_starts_dotnet_from_the_current_folder()
    {
        Assert.Equal(Path.Combine(_installed, Program), SimulatorProcess.FindDotnet(null, ["", ".", _planted, $" \"{_installed}\" "]));
        foreach (var places in (string[][])[[_planted], [".", ""], []])
            Assert.Equal("SimulatorNotStarted", Assert.Throws<BcException>(() => SimulatorProcess.FindDotnet(null, places)).Code);
    }

    [Fact]
    public void A_selected_dotnet_has_its_full_path()
    {
        var chosen = Path.Combine(_installed, Program);
        Assert.Equal(chosen, SimulatorProcess.FindDotnet(chosen, []));
        foreach (var relative in (string[])[Program, Path.Combine(_planted, Program)])
        {
            Assert.Contains("full path", Assert.Throws<BcException>(() => SimulatorProcess.FindDotnet(relative, [_installed])).Message,
                StringComparison.Ordinal);
        }
    }
}
