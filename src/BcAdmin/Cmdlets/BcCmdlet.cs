using System.Management.Automation;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>
/// What every cmdlet needs: asynchronous steps on the pipeline thread, a token that Ctrl+C cancels, and one way to write errors.
/// </summary>
public abstract class BcCmdlet : PSCmdlet, IDisposable
{
    private static readonly AsyncLocal<BcCmdlet?> Ambient = new();

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _typed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlet that the running code works for, also on a thread of the pool: for what outlives the cmdlet that set it up.</summary>
    internal static BcCmdlet? Running => Ambient.Value;

    /// <summary>Cancelled by Ctrl+C and when the pipeline wants no more. Named as in PowerShell 7.6, which has its own.</summary>
    protected CancellationToken PipelineStopToken => _stop.Token;

    protected virtual Task BeginAsync() => Task.CompletedTask;

    protected virtual Task ProcessAsync() => Task.CompletedTask;

    protected virtual Task EndAsync() => Task.CompletedTask;

    protected sealed override void BeginProcessing()
    {
        _typed.UnionWith(MyInvocation.BoundParameters.Keys);
        Run(BeginAsync);
    }

    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    protected sealed override void EndProcessing() => Run(EndAsync);

    protected sealed override void StopProcessing()
    {
        // Comes on another thread: it may only cancel.
        _stop.Cancel();
        OnStopping();
    }

    /// <summary>Called on another thread when the user stops the pipeline; must return at once.</summary>
    protected virtual void OnStopping()
    {
    }

    /// <summary>Runs one item's work; its failure becomes a non-terminating error, so that the pipeline goes on with the next.</summary>
    /// <param name="target">What the user passed for this item.</param>
    /// <param name="work">The work.</param>
    private protected virtual async Task GuardAsync(object? target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (BcException exception)
        {
            WriteError(ErrorRecordFactory.Create(exception, target));
        }
    }

    /// <summary>Asks the question of a step; <paramref name="force"/> skips it, but neither -WhatIf nor an explicit -Confirm.</summary>
    protected bool ShouldProcess(string target, string action, bool force)
    {
        if (!force || IsWhatIf || MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return ShouldProcess(target, action);
        WriteVerbose($"Performing the operation \"{action}\" on target \"{target}\".");
        return true;
    }

    /// <summary>Asks about a danger that goes beyond the cmdlet's ordinary one. Where nobody can answer, the error says to use -Force.</summary>
    protected bool Ask(string question, string caption)
    {
        try
        {
            return ShouldContinue(question, caption);
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or NotImplementedException or System.Management.Automation.Host.HostException)
        {
            throw new BcException("ConfirmationRequired", $"{question} Nobody can answer here.", exception) { Advice = "Say -Force when it is meant." };
        }
    }

    /// <summary>Whether the parameter is bound by the command line, and not by an object of the pipeline.</summary>
    protected bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <summary>Writes the error for each exact name that nothing has, with the nearest name that there is, and for each pattern that cannot be read.</summary>
    /// <param name="filter">The filter, after all was read.</param>
    /// <param name="notFound">The error for a name that is missing.</param>
    private protected void WriteUnmatched<T>(NameFilter<T> filter, Func<string, BcException> notFound)
    {
        foreach (var name in filter.Missing)
        {
            var error = notFound(name);
            error.Suggestion ??= filter.Nearest(name);
            WriteError(ErrorRecordFactory.Create(error, name));
        }

        WriteInvalid(filter);
    }

    private protected void WriteInvalid<T>(NameFilter<T> filter)
    {
        foreach (var (name, error) in filter.Invalid)
            WriteError(ErrorRecordFactory.Create(error, name));
    }

    /// <summary>Warns of each exact value that is neither known nor seen. The service may have more values than are known.</summary>
    /// <param name="filter">The filter, after all was read.</param>
    /// <param name="parameter">Name of its parameter.</param>
    /// <param name="known">The values that are known.</param>
    private protected void WarnUnknown<T>(NameFilter<T> filter, string parameter, IReadOnlyCollection<string> known)
    {
        if (!filter.IsComplete)
            return;
        foreach (var value in filter.Missing.Where(value => !known.Contains(value, StringComparer.OrdinalIgnoreCase)))
        {
            var advice = filter.Nearest(value, known) is { } nearest ? $" Did you mean '{nearest}'?" : known.Count > 0 ? $" Known values: {string.Join(", ", known)}." : string.Empty;
            WriteWarning($"-{parameter}: no object has the value '{value}', and it is not a known value.{advice}");
        }

        WriteInvalid(filter);
    }

    /// <summary>A value of a [ValidateSet] as that spells it, however it was typed: requests are exact where PowerShell is not.</summary>
    protected string Spelled(string parameter, string value) => MyInvocation.MyCommand.Parameters[parameter].Attributes
        .OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues).First(valid => valid.Equals(value, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files that a path of the user's means, as the file system knows them.</summary>
    /// <param name="path">With wildcards, or the exact name of a file.</param>
    /// <exception cref="BcException">FileNotFound, InvalidArgument.</exception>
    protected IReadOnlyList<string> Files(string path)
    {
        try
        {
            var exact = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw new BcException("InvalidArgument", $"'{path}' is no place for files.");
            // A name may have characters of a pattern; the file that is there is meant before all that fit.
            if (File.Exists(exact))
                return [exact];
            var files = WildcardPattern.ContainsWildcardCharacters(path) ? SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists).ToList() : [];
            return files.Count > 0 ? files : throw NoFile(path);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or WildcardPatternException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw NoFile(path);
        }

        static BcException NoFile(string path) => new("FileNotFound", $"There is no file '{path}'.");
    }

    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether the first error ends the command, so that nothing after it may be begun.</summary>
    protected bool StopsAtErrors => (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : GetVariableValue("ErrorActionPreference")) is { } action
        && LanguagePrimitives.ConvertTo<ActionPreference>(action) == ActionPreference.Stop;

    private void Run(Func<Task> step)
    {
        var outer = Ambient.Value;
        Ambient.Value = this;
        try
        {
            PipelinePump.Run(step, _stop.Cancel);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (BcException exception)
        {
            ThrowTerminatingError(ErrorRecordFactory.Create(exception, null));
        }
        finally
        {
            Ambient.Value = outer;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }
}
