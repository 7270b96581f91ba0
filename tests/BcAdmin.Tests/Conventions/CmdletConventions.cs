using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Conventions;

/// <summary>Keeps all cmdlets consistent.</summary>
public class CmdletConventions
{
    private static readonly HashSet<string> MutatingVerbs =
    [
        "Add", "Approve", "Clear", "Copy", "Disable", "Enable", "Import", "Install", "New", "Publish", "Remove", "Rename", "Request", "Reset",
        "Restart", "Restore", "Set", "Start", "Stop", "Submit", "Sync", "Uninstall", "Unpublish", "Update",
    ];

    private static readonly Dictionary<string, string> MutatingVerbsWithoutPrompt = new()
    {
        ["Start-BcSimulator"] = "starts a process of this session and changes no service",
        ["Add-BcSimulatorFault"] = "changes only a simulator, where no data can be lost",
    };

    /// <summary>Cmdlets that change the session and not the service.</summary>
    private static readonly HashSet<string> SessionVerbs = ["Select", "Disconnect"];

    private static readonly Dictionary<string, string> AcceptsEveryInput = new()
    {
        ["Import-BcUser"] = "accepts complete rows and checks their columns itself",
        ["Export-BcUser"] = "writes a file of the environment that the object belongs to",
        ["Export-BcApiDefinition"] = "writes a file, nothing else",
        ["Export-BcConnector"] = "writes a file, nothing else",
        ["ConvertFrom-BcContainerHelper"] = "takes files",
        ["Invoke-BcApi"] = "accepts paths by value; the environment is part of the address",
        ["Publish-BcApp"] = "accepts files; an object can only name the environment",
        ["Publish-BcExtension"] = "accepts files; an object can only name the environment",
        ["Import-BcConfigurationPackage"] = "accepts files; an object can only name the environment and the company",
    };

    private static readonly HashSet<string> SingularNouns =
        ["BcEnvironmentApplicationInsights", "BcEnvironmentM365Access", "BcEnvironmentPartnerAccess"];

    private static readonly HashSet<string> ReturnsNothing = ["Disconnect-BcTenant", "Add-BcSimulatorFault"];

    private static readonly HashSet<string> ApprovedVerbs =
    [
        .. from verbs in (Type[])[typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity)]
           from field in verbs.GetFields(BindingFlags.Public | BindingFlags.Static)
           select (string)field.GetRawConstantValue()!,
    ];

    [Fact]
    public void A_cmdlet_that_changes_something_has_decisions_in_surface_json() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where cmdlet.Planned is null && cmdlet.Attribute.SupportsShouldProcess
        select $"{cmdlet.Name} is not in tests/BcAdmin.Tests/Conventions/surface.json. Decide on area, impact, waiting and outputs, and add it "
            + "there.");

    /// <summary>Also shows that the rules of this class check cmdlets: they would pass if none was found.</summary>
    [Fact]
    public void Each_cmdlet_in_surface_json_exists() => Rule.Holds(
        from name in PlannedCmdlet.All.Keys.Except(CompiledCmdlet.All.Select(cmdlet => cmdlet.Name))
        select $"{name} is in tests/BcAdmin.Tests/Conventions/surface.json, but not in BcAdmin.dll.");

    [Fact]
    public void Its_name_has_an_approved_verb_and_a_singular_noun() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let noun = cmdlet.Attribute.NounName
        let advice = !ApprovedVerbs.Contains(cmdlet.Attribute.VerbName) ? "use a verb of Get-Verb"
            : !noun.StartsWith("Bc", StringComparison.Ordinal) ? "start the noun with Bc"
            : noun.EndsWith('s') && !SingularNouns.Contains(noun) ? "make the noun singular, or list it in SingularNouns"
            : null
        where advice is not null
        select $"{cmdlet.Name}: {advice}.");

    [Fact]
    public void Its_name_determines_class_namespace_and_file() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let area = cmdlet.Planned?.Area ?? cmdlet.Area
        let expected = $"BcAdmin.Cmdlets.{area}.{cmdlet.Attribute.VerbName}{cmdlet.Attribute.NounName}Command"
        let file = $"src/BcAdmin/Cmdlets/{area}/{cmdlet.Attribute.VerbName}{cmdlet.Attribute.NounName}Command.cs"
        let advice = cmdlet.Type.FullName != expected
            ? $"rename {cmdlet.Type.FullName} to {expected}" : !File.Exists(Repository.PathOf(file)) ? $"move it to {file}" : null
        where advice is not null
        select $"{cmdlet.Name}: {advice}.");

    [Fact]
    public void It_is_public_and_sealed_and_has_a_base_class_of_the_module() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where !cmdlet.Type.IsPublic || !cmdlet.Type.IsSealed || !typeof(BcAdmin.Cmdlets.BcCmdlet).IsAssignableFrom(cmdlet.Type)
        select $"{cmdlet.Name}: declare 'public sealed class {cmdlet.Type.Name} : BcCmdlet' or BcConnectedCmdlet.");

    [Fact]
    public void It_declares_its_output_types() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from output in cmdlet.Planned?.Outputs.Except(cmdlet.OutputTypes)
            ?? (cmdlet.OutputTypes.Any() || ReturnsNothing.Contains(cmdlet.Name) ? [] : ["what it returns"])
        select $"{cmdlet.Name}: add [OutputType(typeof({output}))].");

    [Fact]
    public void Its_output_types_have_a_view()
    {
        var format = XDocument.Load(Repository.PathOf("src", "BcAdmin", "Views", "Views.xml"));
        var views = format.Descendants("TypeName").Select(name => name.Value).ToHashSet();
        Rule.Holds(
            from cmdlet in CompiledCmdlet.All
            from output in cmdlet.OutputTypes
            let type = CompiledCmdlet.Module.GetType(output)
            where type is { IsInterface: false, IsEnum: false } && !views.Contains(output)
            select $"{output} (of {cmdlet.Name}) has no view; add a line to build/Views.psd1.");
    }

    [Fact]
    public void A_cmdlet_that_changes_something_confirms_with_the_decided_impact() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let impact = cmdlet.Attribute.SupportsShouldProcess ? cmdlet.Attribute.ConfirmImpact.ToString().ToLowerInvariant() : "none"
        let decided = cmdlet.Planned?.Impact ?? "none"
        where impact != decided
        select $"{cmdlet.Name} has the impact {impact}, decided was {decided}: set SupportsShouldProcess and ConfirmImpact.");

    [Fact]
    public void A_verb_that_changes_something_supports_ShouldProcess() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where MutatingVerbs.Contains(cmdlet.Attribute.VerbName)
            && !cmdlet.Attribute.SupportsShouldProcess && !MutatingVerbsWithoutPrompt.ContainsKey(cmdlet.Name)
        select $"{cmdlet.Name}: set SupportsShouldProcess, or list it in MutatingVerbsWithoutPrompt with the reason.");

    /// <summary>Parameters bind by property name, and most objects have an EnvironmentName, a Name, or an AppId.</summary>
    [Fact]
    public void A_cmdlet_that_changes_something_specifies_the_types_that_it_accepts_from_the_pipeline() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where cmdlet.Attribute.SupportsShouldProcess || SessionVerbs.Contains(cmdlet.Attribute.VerbName)
        let bound = cmdlet.Parameters.Where(
            parameter => parameter.GetCustomAttributes<ParameterAttribute>(inherit: false).Any(use => use.ValueFromPipelineByPropertyName))
            .Select(parameter => parameter.Name)
        where bound.Except(["Connection", "ApplicationFamily", "Path"]).Any()
            && !cmdlet.Type.IsDefined(typeof(BcAdmin.Parameters.AcceptsInputAttribute), inherit: false)
            && !AcceptsEveryInput.ContainsKey(cmdlet.Name)
        select $"{cmdlet.Name}: add [AcceptsInput(...)] with the accepted types, its own type first.");

    [Fact]
    public void A_cmdlet_that_waits_has_a_switch_and_a_limit() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where cmdlet.Planned is { Waits: true }
        from name in (string[])["Wait", "TimeoutSec"]
        where cmdlet.Parameters.All(parameter => parameter.Name != name)
        select $"{cmdlet.Name}: add the parameter -{name}.");

    /// <summary>The reads that accept objects from the pipeline, except those that return the same objects or do not read the service.</summary>
    [Fact]
    public void A_read_can_process_several_objects_at_the_same_time() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where cmdlet.Attribute.VerbName is "Get" or "Test" && typeof(BcAdmin.Cmdlets.BcConnectedCmdlet).IsAssignableFrom(cmdlet.Type)
        where cmdlet.Name is not "Get-BcAccessToken" && !typeof(IThrottled).IsAssignableFrom(cmdlet.Type)
        select $"{cmdlet.Name}: add -ThrottleLimit and the interface {nameof(IThrottled)}.");

    /// <summary>
    /// Each object of the pipeline runs on a copy: lists and caches are shared by the copies, but a number or an assignment is lost.
    /// </summary>
    [Fact]
    public void Cmdlets_that_process_several_objects_keep_their_state_in_objects() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where typeof(IThrottled).IsAssignableFrom(cmdlet.Type)
        from field in cmdlet.Type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsInitOnly && !field.Name.StartsWith('<')
        select $"{cmdlet.Name}: make {field.Name} readonly, and move the state that changes to the object that it refers to.");

    [Fact]
    public void Positions_are_consecutive() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let uses = cmdlet.Parameters.SelectMany(parameter => parameter.GetCustomAttributes<ParameterAttribute>(inherit: false)).ToList()
        let named = uses.Select(use => use.ParameterSetName).Where(set => set != ParameterAttribute.AllParameterSets).Distinct().ToList()
        from set in named.Count > 0 ? named : [ParameterAttribute.AllParameterSets]
        let positions = uses
            .Where(use => (use.ParameterSetName == set || use.ParameterSetName == ParameterAttribute.AllParameterSets) && use.Position >= 0)
            .Select(use => use.Position).Order().ToList()
        where !positions.SequenceEqual(Enumerable.Range(0, positions.Count))
        select $"{cmdlet.Name}, set {set}: the positions are {string.Join(", ", positions)}; count 0, 1, 2 without gap or double.");

    [Fact]
    public void It_has_a_page_with_examples() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let page = $"docs/en-US/{cmdlet.Name}.md"
        let file = Repository.PathOf(page)
        where !File.Exists(file) || Regex.Count(File.ReadAllText(file), "^### Example", RegexOptions.Multiline) < 2
        select $"{page} is missing or has fewer than two examples; start it with: dotnet run --project build/HelpBuilder -- new {cmdlet.Name}");

    [Fact]
    public void It_has_a_Pester_file() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let file = $"tests/Cmdlets/{cmdlet.Area}/{cmdlet.Name}.Tests.ps1"
        where !File.Exists(Repository.PathOf(file))
        select $"{file} is missing: test what a user types, against the simulator.");
}
