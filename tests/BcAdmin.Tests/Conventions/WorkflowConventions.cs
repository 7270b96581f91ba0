using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace BcAdmin.Tests.Conventions;

/// <summary>The workflows do not run before they are pushed, so these tests check everything that can be read from the files.</summary>
public class WorkflowConventions
{
    private static readonly Dictionary<string, YamlMappingNode> Workflows =
        Directory.GetFiles(Repository.PathOf(".github", "workflows"), "*.yml").ToDictionary(path => Path.GetFileName(path), Read);

    [Fact]
    public void The_package_is_tested_on_all_platforms_by_the_commands_of_the_readme()
    {
        var test = Map(Jobs(Workflows["ci.yml"])["test"]);
        var systems = (YamlSequenceNode)test["strategy"]["matrix"]["os"];
        Assert.Equal(["ubuntu-latest", "windows-latest", "macos-latest"], systems.Select(system => system.ToString()));
        Assert.Equal("package", Text(test, "needs"));

        var commands = Steps(test).Where(step => !step.Children.ContainsKey("if")).Select(step => Text(step, "run")).OfType<string>();
        var command = string.Join(" && ", commands);
        Assert.EndsWith(" -Package package", command, StringComparison.Ordinal);
        Assert.Contains(command.Replace(" -Package package", "", StringComparison.Ordinal), File.ReadAllText(Repository.PathOf("README.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_run_on_the_oldest_PowerShell_of_the_manifest_and_on_the_newest()
    {
        var oldest = Regex.Match(File.ReadAllText(Repository.PathOf("BcAdmin.psd1")), "PowerShellVersion *= *if [^{]*{ '(?<version>[0-9.]+)' }",
            RegexOptions.NonBacktracking).Groups["version"].Value;
        var test = Map(Jobs(Workflows["ci.yml"])["test"]);
        Assert.Equal([oldest, "newest"], ((YamlSequenceNode)test["strategy"]["matrix"]["powershell"]).Select(version => version.ToString()));

        var replacing = Assert.Single(Steps(test), step => Text(step, "run")?.Contains("tool update powershell", StringComparison.Ordinal) == true);
        Assert.Equal($"matrix.powershell == '{oldest}'", Text(replacing, "if"));
        Assert.Contains($"--version \"{oldest}.*\"", Text(replacing, "run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_call_build_with_existing_tasks_and_parameters()
    {
        var parameters = BuildParameters();
        var tasks = parameters["Task"];
        Assert.Contains("Test", tasks);

        var calls = Workflows.SelectMany(file => Jobs(file.Value).SelectMany(job => Steps(Map(job.Value))))
            .Select(step => Text(step, "run")).OfType<string>().Where(command => command.Contains("build.ps1", StringComparison.Ordinal)).ToList();
        Assert.True(calls.Count >= 3, "Test, Package and Publish are called.");
        Rule.Holds(calls.SelectMany(call =>
        {
            var words = call.Split("build.ps1 ")[1].Split(' ');
            var unknownTasks = words.TakeWhile(word => !word.StartsWith('-')).Where(task => !tasks.Contains(task));
            var unknownParameters = words.Where(word => word.StartsWith('-') && !parameters.ContainsKey(word[1..]));
            return unknownTasks.Concat(unknownParameters).Select(word => $"build.ps1 has no {word}: {call}");
        }));
    }

    [Fact]
    public void Actions_are_pinned_and_have_read_permissions_only()
    {
        foreach (var (_, workflow) in Workflows)
        {
            var permission = Assert.Single(Map(workflow["permissions"]));
            Assert.Equal(("contents", "read"), (permission.Key.ToString(), permission.Value.ToString()));
        }
        Rule.Holds(Workflows.SelectMany(file => Jobs(file.Value).SelectMany(job => JobBreaches(file.Key, job.Key, Map(job.Value)))));
    }

    [Fact]
    public void Publishing_waits_for_a_tag_the_tests_and_the_protected_environment()
    {
        var jobs = Jobs(Workflows["ci.yml"]);
        var publish = Map(jobs["publish"]);
        Assert.Contains("startsWith(github.ref, 'refs/tags/v')", Text(publish, "if"), StringComparison.Ordinal);
        Assert.Equal("powershell-gallery", Text(publish, "environment"));
        Assert.Equal(["package", "test"], ((YamlSequenceNode)publish["needs"]).Select(job => job.ToString()));
        Assert.Contains(Steps(publish), step => Text(step, "uses")?.StartsWith("actions/download-artifact@", StringComparison.Ordinal) == true);

        var secrets = jobs.Where(job => job.Value.ToString().Contains("secrets.", StringComparison.Ordinal)).Select(job => job.Key);
        Assert.Equal(["publish"], secrets);
    }

    private static IEnumerable<string> JobBreaches(string file, string name, YamlMappingNode job)
    {
        if (Text(job, "timeout-minutes") is null) { yield return $"{file}, {name}: timeout-minutes is missing."; }
        if (job.Children.TryGetValue("permissions", out var permissions))
        {
            foreach (var (permission, access) in Map(permissions))
            {
                if ((file, permission.ToString(), access.ToString()) is not ((_, "contents", "read") or ("codeql.yml", "security-events", "write")))
                    yield return $"{file}, {name}: {permission}: {access} is not required by the job.";
            }
        }
        foreach (var step in Steps(job))
        {
            var uses = Text(step, "uses");
            if (uses is not null && !Regex.IsMatch(uses, "^[a-z-]+/[a-z/-]+@[0-9a-f]{40}$", RegexOptions.NonBacktracking))
            {
                yield return $"{file}, {name}: {uses} needs a commit, with its version in a comment.";
            }
            if (uses?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true && Text(Map(step["with"]), "persist-credentials") != "false")
            {
                yield return $"{file}, {name}: the checkout keeps its token.";
            }
        }
    }

    /// <summary>Parameters of build.ps1 with their allowed values, if they have a set.</summary>
    private static Dictionary<string, string[]> BuildParameters() =>
        Parser.ParseFile(Repository.PathOf("build.ps1"), out _, out _).ParamBlock.Parameters.ToDictionary(
            parameter => parameter.Name.VariablePath.UserPath,
            parameter => parameter.Attributes.OfType<AttributeAst>().Where(attribute => attribute.TypeName.Name == "ValidateSet")
                .SelectMany(attribute => attribute.PositionalArguments).Select(value => (string)value.SafeGetValue()).ToArray(),
            StringComparer.OrdinalIgnoreCase);

    private static YamlMappingNode Read(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return Map(stream.Documents.Single().RootNode);
    }

    private static Dictionary<string, YamlNode> Jobs(YamlMappingNode workflow) =>
        Map(workflow["jobs"]).ToDictionary(job => job.Key.ToString(), job => job.Value);

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) => ((YamlSequenceNode)job["steps"]).Select(Map);

    private static YamlMappingNode Map(YamlNode node) => (YamlMappingNode)node;

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value.ToString() : null;
}
