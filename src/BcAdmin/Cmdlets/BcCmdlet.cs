using System.Management.Automation;
using System.Reflection;

namespace BcAdmin.Cmdlets;

/// <summary>
/// What every cmdlet needs: asynchronous steps on the pipeline thread, a token that Ctrl+C cancels, and one way to write errors.
/// </summary>
public abstract class BcCmdlet : PSCmdlet, IDynamicParameters, IDisposable
{
    /// <summary>A variable of the session that can have another clock, so that a test waits an hour in seconds.</summary>
    private const string ClockVariable = "BcAdminClock";

    private readonly CancellationTokenSource _stop = new();
    private CallContext? _context;
    private RuntimeDefinedParameter? _input;
    private InputGuard? _guard;
    private ThrottledItems? _items;
    private readonly RepeatedErrors _rejected = new();
    private QuietWatch? _quiet;
    private int _processed;

    /// <summary>Of a copy that works on one object of the pipeline; null: what is written goes to the pipeline directly.</summary>
    private ItemOutput? _output;

    private CancellationToken _itemStop;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Created when the cmdlet begins, on the pipeline thread.</summary>
    internal CallContext Context => _context ??= CreateContext();

    /// <summary>Shows what the cmdlet is doing when it writes nothing. Created when the cmdlet begins, and shared by its copies.</summary>
    internal QuietWatch QuietWatch => _quiet ??= new(this);

    /// <summary>How many objects are done, of a number that is known only without a pipeline; null if there is nothing to count.</summary>
    internal string? InputProgress => (MyInvocation.ExpectingInput, _items) switch
    {
        (false, { Known: > 1 } items) => Messages.DoneOf(items.Done, items.Known),
        (true, { Done: > 0 and var done }) => Messages.Done(done),
        (true, null) when _processed > 0 => Messages.Done(_processed),
        _ => null,
    };

    /// <summary>Canceled by Ctrl+C and when the pipeline needs no more objects. Named as in PowerShell 7.6, which has its own.</summary>
    protected internal CancellationToken PipelineStopToken => _output is null ? _stop.Token : _itemStop;

    /// <summary>How many objects of the pipeline, or parts of one, are worked on at once.</summary>
    private protected virtual int ItemLimit => this is IThrottled throttled ? throttled.ThrottleLimit : 1;

    protected virtual Task BeginAsync() => Task.CompletedTask;

    protected virtual Task ProcessAsync() => Task.CompletedTask;

    protected virtual Task EndAsync() => Task.CompletedTask;

    protected sealed override void BeginProcessing() => Run(() =>
    {
        _guard = new InputGuard(this);
        _guard.CheckCommandLine();
        if (this is IThrottled throttled && ItemLimit > 1)
        {
            _items = new ThrottledItems(ItemLimit, throttled.MaxAge, Context.Clock, _stop.Token);
            Context.Pump.Continues = true;
        }

        return BeginAsync();
    });

    protected sealed override void ProcessRecord() => Run(async () =>
    {
        if (!MyInvocation.ExpectingInput || Accepts(_input?.Value))
        {
            if (_items is null)
                await ProcessAsync();
            else
                await AddAsync(_items);
        }

        _guard!.EndItem();
        _processed++;
    });

    protected sealed override void EndProcessing() => Run(async () =>
    {
        _processed = 0; // what is done now is about all objects
        if (_items is not null)
            await _items.CompleteAsync();
        foreach (var (message, count) in _rejected.NotWritten)
            WriteWarning(Messages.MoreObjectsRejected(count, message));
        await EndAsync();
    }, isLast: true);

    /// <summary>
    /// Begins to work on the object that is bound now. Each runs on a copy of this cmdlet, since PowerShell binds the next one to the same
    /// properties; lists and caches are shared by the copies.
    /// </summary>
    private async Task AddAsync(ThrottledItems items)
    {
        var parts = (await SplitAsync()).ToList();
        items.Announce(parts.Count);
        foreach (var bound in parts)
        {
            await items.AddAsync((output, stop) =>
            {
                var copy = bound.Copy();
                (copy._output, copy._itemStop) = (output, stop);
                return copy.ProcessAsync();
            });
        }
    }

    /// <summary>Copies that work on parts of the object that is bound now, in their order.</summary>
    private protected virtual Task<IEnumerable<BcCmdlet>> SplitAsync() => Task.FromResult<IEnumerable<BcCmdlet>>([Copy()]);

    private protected BcCmdlet Copy() => (BcCmdlet)MemberwiseClone();

    protected sealed override void StopProcessing()
    {
        // Comes on another thread: it may only cancel.
        _stop.Cancel();
        OnStopping();
    }

    /// <summary>
    /// Adds the hidden parameter that receives the piped object, on cmdlets that name the types they accept. It is dynamic so that no base class
    /// is needed for it.
    /// </summary>
    public object? GetDynamicParameters()
    {
        if (!GetType().IsDefined(typeof(AcceptsInputAttribute), inherit: false))
            return null;
        _input = new(InputGuard.InputObject, typeof(PSObject), [new ParameterAttribute { ValueFromPipeline = true, DontShow = true }]);
        return new RuntimeDefinedParameterDictionary { { _input.Name, _input } };
    }

    /// <summary>Called on another thread when the user stops the pipeline; must return at once.</summary>
    protected virtual void OnStopping()
    {
    }

    /// <summary>Runs one item's work; its failure becomes a non-terminating error, so that the pipeline goes on with the next.</summary>
    /// <param name="target">What the user passed for this item.</param>
    /// <param name="work">The work.</param>
    internal async Task GuardAsync(object? target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            InOrder(() => OnFailed(failure, target));
            WriteError(ErrorRecordFactory.Create(failure, target));
        }
    }

    /// <summary>Does something when it is the turn of this object of the pipeline, as with everything that is written.</summary>
    /// <param name="discard">Called instead when the pipeline has ended before.</param>
    internal void InOrder(Action action, Action? discard = null)
    {
        if (_output is null)
            action();
        else
            _output.Write(action, discard);
    }

    public new void WriteObject(object? sendToPipeline) => WriteObject(sendToPipeline, enumerateCollection: false);

    public new void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        var value = WithView(sendToPipeline);
        InOrder(() => QuietWatch.Around(() => base.WriteObject(value, enumerateCollection)));
    }

    /// <summary>While several connections are open, the table of an object begins with the tenant: a type name selects that view.</summary>
    private static object? WithView(object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not BcResource { Connection.IsOneOfSeveral: true } resource)
            return value;
        var typed = PSObject.AsPSObject(value);
        var view = resource.GetType().FullName + "#Tenants";
        if (!typed.TypeNames.Contains(view))
            typed.TypeNames.Insert(0, view);
        return typed;
    }

    public new void WriteError(ErrorRecord errorRecord) => InOrder(() => QuietWatch.Around(() => base.WriteError(errorRecord)));

    public new void WriteWarning(string text) => InOrder(() => QuietWatch.Around(() => base.WriteWarning(text)));

    public new void WriteVerbose(string text) => InOrder(() => base.WriteVerbose(text));

    /// <summary>Called before a failure is reported.</summary>
    private protected virtual void OnFailed(BcException failure, object? target)
    {
    }

    /// <summary>The failure that an exception means; null for one that must pass.</summary>
    internal BcException? Failure(Exception exception) =>
        exception is OperationCanceledException && PipelineStopToken.IsCancellationRequested
            ? null : Failures.From(exception, MyInvocation.MyCommand.Name);

    /// <summary>Prompts as PowerShell does, where the session can answer.</summary>
    public new bool ShouldProcess(string target, string action)
    {
        var impact = GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.None;
        if (!Prompts(force: false, impact))
            return QuietWatch.Around(() => base.ShouldProcess(target, action));
        // On cmdlets of lower impact, -Force is about something else, such as an ETag.
        var isForced = impact == ConfirmImpact.High && MyInvocation.MyCommand.Parameters.ContainsKey("Force");
        return QuietWatch.Around(() => Confirmation.Show(
            this, $"{action}: {target}.", isForced ? ForceOrConfirm : "-Confirm:$false", () => base.ShouldProcess(target, action)));
    }

    /// <summary>The parameter that skips a prompt which -Force skips, but not where -Confirm was specified.</summary>
    private string ForceOrConfirm => MyInvocation.BoundParameters.ContainsKey("Confirm") ? "-Confirm:$false" : "-Force";

    /// <summary>Asks the question of a step; <paramref name="force"/> skips it, but neither -WhatIf nor an explicit -Confirm.</summary>
    internal bool ShouldProcess(string target, string action, bool force)
    {
        if (!force || IsWhatIf || MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return ShouldProcess(target, action);
        WriteVerbose(Messages.PerformingOperationTarget(action, target));
        return true;
    }

    /// <summary>Whether a step of high impact prompts: not under -WhatIf, -Force or -Confirm:$false, nor where $ConfirmPreference is None.</summary>
    private protected bool Prompts(bool force) => Prompts(force, ConfirmImpact.High);

    private bool Prompts(bool force, ConfirmImpact impact)
    {
        if (IsWhatIf)
            return false;
        if (MyInvocation.BoundParameters.TryGetValue("Confirm", out var bound))
            return LanguagePrimitives.IsTrue(bound);
        var preference = LanguagePrimitives.ConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference") ?? ConfirmImpact.High);
        return !force && preference != ConfirmImpact.None && impact >= preference;
    }

    /// <summary>Prompts for a step whose default answer is No, with "to all" answers that hold for the whole command.</summary>
    private protected bool AskDefaultNo(string question, string caption) =>
        QuietWatch.Around(() => Confirmation.Show(this, question, ForceOrConfirm, () =>
            ShouldContinue(question, caption, hasSecurityImpact: true, ref _yesToAll, ref _noToAll)));

    /// <summary>Confirms that a permission set is granted; SUPER and SECURITY prompt with No as the default answer.</summary>
    /// <param name="roleId">The permission set.</param>
    /// <param name="target">The user or security group, as prompts name it.</param>
    /// <param name="where">The company, or all companies.</param>
    /// <param name="action">What an ordinary prompt says.</param>
    /// <param name="force">Whether the user has switched prompts off.</param>
    internal bool ConfirmGrant(string roleId, string target, string where, string action, bool force) =>
        PowerfulPermissionSet.Is(roleId) && Prompts(force)
            ? AskDefaultNo(PowerfulPermissionSet.Question(roleId, target, where), $"Grant {roleId.ToUpperInvariant()}")
            : ShouldProcess(target, action);

    /// <summary>Asks about a danger that goes beyond the cmdlet's ordinary one. Where nobody can answer, the error says to use -Force.</summary>
    internal bool Ask(string question, string caption) =>
        QuietWatch.Around(() => Confirmation.Show(this, question, "-Force", () => ShouldContinue(question, caption)));

    /// <summary>Whether the parameter is bound by the command line, and not by an object of the pipeline.</summary>
    protected bool IsTyped(string parameter) => _guard!.IsTyped(parameter);

    /// <inheritdoc cref="WriteMatchesAsync{T}(IAsyncEnumerable{T}, Func{T, bool}, NameFilter{T}[])"/>
    private protected Task WriteMatchesAsync<T>(IAsyncEnumerable<T> items, params NameFilter<T>[] filters) =>
        WriteMatchesAsync(items, isWanted: null, filters);

    /// <summary>Writes the objects that all filters choose, and the errors of the names that nothing has.</summary>
    /// <param name="items">All objects.</param>
    /// <param name="isWanted">What else must hold. An object that fails it is not missing.</param>
    /// <param name="filters">Choose by names.</param>
    private protected async Task WriteMatchesAsync<T>(IAsyncEnumerable<T> items, Func<T, bool>? isWanted, params NameFilter<T>[] filters)
    {
        await foreach (var item in items.ChosenBy(filters))
        {
            if (isWanted?.Invoke(item) != false)
                WriteObject(item);
        }

        foreach (var filter in filters)
            WriteErrors(filter);
    }

    /// <summary>Writes the errors of a filter, after all was read.</summary>
    private protected void WriteErrors<T>(NameFilter<T> filter)
    {
        foreach (var (name, error) in filter.Errors)
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
            var advice = filter.Nearest(value, known) is { } nearest ? Messages.DidYouMean(nearest)
                : known.Count > 0 ? Messages.KnownValues(known)
                : string.Empty;
            WriteWarning(Messages.NoObjectValueNotKnownValue(parameter, value, advice));
        }

        WriteErrors(filter);
    }

    /// <summary>The value in the casing of its [ValidateSet]: PowerShell accepts any, and the service only its own.</summary>
    internal string CanonicalCase(string parameter, string value) => MyInvocation.MyCommand.Parameters[parameter].Attributes
        .OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues).First(valid => valid.Equals(value, StringComparison.OrdinalIgnoreCase));

    protected internal bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether the first error ends the command, so that nothing after it may be begun.</summary>
    protected internal bool StopsAtErrors =>
        (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : GetVariableValue("ErrorActionPreference")) is { } action
        && LanguagePrimitives.ConvertTo<ActionPreference>(action) == ActionPreference.Stop;

    /// <summary>Whether the current object of the pipeline may be worked on; otherwise its error is written.</summary>
    private bool Accepts(object? input)
    {
        try
        {
            _guard!.CheckItem(input is null ? null : PSObject.AsPSObject(input));
            return true;
        }
        catch (BcException exception)
        {
            if (_rejected.Add(exception.Message))
                WriteError(ErrorRecordFactory.Create(exception, input));
            return false;
        }
    }

    private void Run(Func<Task> step, bool isLast = false)
    {
        QuietWatch.BeginStep();
        var isOver = true;
        try
        {
            RunStep(step);
            isOver = isLast;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            OnFailed(failure, null);
            ThrowTerminatingError(ErrorRecordFactory.Create(failure, null));
        }
        finally
        {
            QuietWatch.EndStep(isOver);
        }
    }

    private void RunStep(Func<Task> step)
    {
        try
        {
            Context.Run(StartAsync, _stop.Cancel);
            _items?.ThrowIfFailed();
        }
        catch when (_items is not null)
        {
            _stop.Cancel();
            Context.Run(_items.AbandonAsync, () => { });
            throw;
        }

        Task StartAsync()
        {
            var work = step();
            if (!work.IsCompleted)
                QuietWatch.Wait(work);
            return work;
        }
    }

    private CallContext CreateContext() => new()
    {
        Clock = GetVariableValue(ClockVariable) is { } clock && PSObject.AsPSObject(clock).BaseObject is TimeProvider other
            ? other : TimeProvider.System,
        StopToken = _stop.Token,
        Log = line => Context.Pump.TryPost(() => WriteVerbose(line)),
        Show = ShowAsync,
    };

    /// <summary>Shows a message as Write-Host does: also where the output is captured.</summary>
    private Task ShowAsync(string message) => Context.Pump.InvokeAsync(() =>
    {
        QuietWatch.Around(() => WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]));
        return true;
    });

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        if (_items is not null)
            Context.Pump.Continues = false;
        _quiet?.Dispose();
        _stop.Dispose();
    }
}
