using System.Management.Automation;
using System.Reflection;

namespace BcAdmin.Discovery;

/// <summary>
/// Suggests cmdlets after a command such as New-BcUser was not found. It is a PowerShell feedback provider: it runs after the error, only in
/// interactive sessions, and affects neither the error nor command lookup. A handler for unknown commands would also run for Get-Command and tab
/// completion, and aliases would run a cmdlet that does something different from what their names suggest.
/// </summary>
internal sealed class CommandHints
{
    /// <summary>The types exist in PowerShell 7.4, but not in the assembly that the module is compiled against.</summary>
    private const string Namespace = "System.Management.Automation.Subsystem.";

    private static readonly Guid Id = new("6f0c7a35-5b7e-4f0e-9a41-d7c3b2a4e0f1");
    private static readonly Assembly PowerShell = typeof(PSObject).Assembly;

    private readonly object _gate = new();
    private bool _isWanted;
    private bool _isRegistered;

    private CommandHints()
    {
    }

    /// <summary>PowerShell has one list of providers per process.</summary>
    public static CommandHints OfProcess { get; } = new();

    /// <summary>Registers the provider on another thread, so that the import does not wait.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isWanted || Console.IsInputRedirected || !Environment.UserInteractive)
                return;
            _isWanted = true;
        }

        _ = Task.Run(Register);
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isWanted = false;
            if (_isRegistered)
                Call("UnregisterSubsystem", Id);
            _isRegistered = false;
        }
    }

    /// <summary>The provider; null if this version of PowerShell does not support feedback providers.</summary>
    public static object? CreateProvider() => PowerShell.GetType(Namespace + "Feedback.IFeedbackProvider") is { } type
        ? DispatchProxy.Create(type, typeof(Provider)) : null;

    private void Register()
    {
        var provider = CreateProvider();
        lock (_gate)
        {
            if (!_isWanted || _isRegistered || provider is null)
                return;
            Call("RegisterSubsystem", provider);
            _isRegistered = true;
        }
    }

    private static void Call(string method, object argument)
    {
        var manager = PowerShell.GetType(Namespace + "SubsystemManager")!;
        var kind = PowerShell.GetType(Namespace + "SubsystemKind")!;
        manager.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .First(candidate => candidate.Name == method && !candidate.IsGenericMethod && candidate.GetParameters() is [{ } first, { } second]
                && first.ParameterType == kind && second.ParameterType.IsInstanceOfType(argument))
            .Invoke(null, [Enum.Parse(kind, "FeedbackProvider"), argument]);
    }

    /// <summary>The hint for an unknown command, and the cmdlets to use; null for commands that are unrelated to this module.</summary>
    public static (string Text, List<string> Commands)? For(string command)
    {
        if (!command.Contains("-Bc", StringComparison.OrdinalIgnoreCase) || command.Contains("-BcContainer", StringComparison.OrdinalIgnoreCase))
            return null;
        var search = CommandSearch.OfModule;
        var found = search.Find(command).Take(3).Select(candidate => candidate.Name).ToList();
        if (found.Count == 0)
            return null;
        return search.FindOtherName(command) is { } other
            ? (other.Explanation.Length > 0 ? other.Explanation : Messages.UseCmdlets(other.Commands), [.. other.Commands])
            : (Messages.MostSimilarCmdlets, found);
    }

    /// <summary>Implements IFeedbackProvider.</summary>
    private class Provider : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "get_Id" => Id,
            "get_Name" => "BcAdmin",
            "get_Description" => Messages.CommandHintsDescription,
            "get_Trigger" => Enum.Parse(targetMethod.ReturnType, "CommandNotFound"),
            "GetFeedback" => GetFeedback(targetMethod.ReturnType, args![0]!),
            _ => null,
        };

        private static object? GetFeedback(Type item, object context)
        {
            var error = context.GetType().GetProperty("LastError")?.GetValue(context) as ErrorRecord;
            return error?.TargetObject is string command && For(command) is { } hint
                ? Activator.CreateInstance(item, hint.Text, hint.Commands)
                : null;
        }
    }
}
