using System.Management.Automation;
using System.Reflection;

namespace BcAdmin.Cmdlets;

/// <summary>
/// The base class of all cmdlets: runs asynchronous steps on the pipeline thread, cancels them on Ctrl+C, and writes errors consistently.
/// </summary>
public abstract class BcCmdlet : PSCmdlet, IDynamicParameters, IDisposable
{
    /// <summary>The session variable with another clock, which tests use to simulate long waits.</summary>
    private const string ClockVariable = "BcAdminClock";

    private readonly CancellationTokenSource _stop = new();
    private CallContext? _context;
    private RuntimeDefinedParameter? _input;
    private InputGuard? _guard;
    private ThrottledItems? _items;
    private readonly RepeatedErrors _rejected = new();
    private QuietWatch? _quiet;
    private int _processed;

    /// <summary>The buffered output of a copy that processes one pipeline object; null if output is written directly to the pipeline.</summary>
    private ItemOutput? _output;

    /// <summary>The buffered output of the current part, if a pipeline object has parts that run concurrently and are written in order.</summary>
    private readonly AsyncLocal<ItemOutput?> _part = new();

    private CancellationToken _itemStop;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The context of this call, created on the pipeline thread when the cmdlet begins.</summary>
    internal CallContext Context => _context ??= CreateContext();

    /// <summary>Shows the current activity while the cmdlet writes nothing. Created when the cmdlet begins, and shared by its copies.</summary>
    internal QuietWatch QuietWatch => _quiet ??= new(this);

    /// <summary>The number of completed objects, with the total if it is known; null if there is nothing to count.</summary>
    internal string? InputProgress => (MyInvocation.ExpectingInput, _items) switch
    {
        (false, { Known: > 1 } items) => Messages.DoneOfTotal(items.Done, items.Known),
        (true, { Done: > 0 and var done }) => Messages.DoneCount(done),
        (true, null) when _processed > 0 => Messages.DoneCount(_processed),
        _ => null,
    };

    /// <summary>Identifies the pipeline object, or its part, that a copy processes, also if it is read again; null if there are no copies.</summary>
    private protected object? Item { get; private set; }

    /// <summary>Canceled by Ctrl+C and when the pipeline needs no more objects. Has the name of the property that PowerShell 7.6 adds.</summary>
    protected internal CancellationToken PipelineStopToken => _output is null ? _stop.Token : _itemStop;

    /// <summary>The maximum number of pipeline objects, or parts of them, that are processed concurrently.</summary>
    private protected virtual int ItemLimit => this is IThrottled throttled ? throttled.ThrottleLimit : 1;

    /// <summary>Called before <see cref="BeginAsync"/>, for messages about the parameters of a base class.</summary>
    private protected virtual void OnBegin()
    {
    }

    protected virtual Task BeginAsync() => Task.CompletedTask;

    protected virtual Task ProcessAsync() => Task.CompletedTask;

    /// <summary>Selects the connection for a pipeline object.</summary>
    /// <exception cref="BcException">InputTenantMismatch: the object is of another tenant than -Connection.</exception>
    private protected virtual void SelectConnection(PSObject? input)
    {
    }

    protected virtual Task EndAsync() => Task.CompletedTask;

    protected sealed override void BeginProcessing() => Run(() =>
    {
        _guard = new InputGuard(this);
        _guard.CheckCommandLine();
        OnBegin();
        if (this is IThrottled throttled && ItemLimit > 1)
        {
            _items = new ThrottledItems(ItemLimit, throttled.MaxAge, Context.Clock, _stop.Token);
            Context.Pump.Continues = true;
        }

        return BeginAsync();
    });

    protected sealed override void ProcessRecord() => Run(async () =>
    {
        if (!MyInvocation.ExpectingInput)
            SelectConnection(null);
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
        _processed = 0; // the remaining progress is about all objects
        if (_items is not null)
            await _items.CompleteAsync();
        foreach (var (message, count) in _rejected.NotWritten)
            WriteWarning(Messages.MoreObjectsRejected(count, message));
        await EndAsync();
    }, isLast: true);

    /// <summary>
    /// Starts the work on the current pipeline object. Each object is processed by a copy of this cmdlet, because PowerShell binds the next one to
    /// the same properties. The copies share lists and caches.
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
                (copy._output, copy._itemStop, copy.Item) = (output, stop, bound);
                return copy.ProcessAsync();
            });
        }
    }

    /// <summary>Gets the copies that process the parts of the current pipeline object, in output order.</summary>
    private protected virtual Task<IEnumerable<BcCmdlet>> SplitAsync() => Task.FromResult<IEnumerable<BcCmdlet>>([Copy()]);

    private protected BcCmdlet Copy() => (BcCmdlet)MemberwiseClone();

    protected sealed override void StopProcessing()
    {
        // Called on another thread, where only cancellation is safe.
        _stop.Cancel();
        OnStopping();
    }

    /// <summary>
    /// Adds the hidden parameter that receives the piped object to cmdlets that check it. It is dynamic, so that these cmdlets do not need a base
    /// class, and exists in a pipeline only: the completion of PowerShell omits the common parameters of a cmdlet with a hidden parameter.
    /// </summary>
    public object? GetDynamicParameters()
    {
        if (!MyInvocation.ExpectingInput || !ChecksInput(GetType()))
            return null;
        _input = new(InputGuard.InputObject, typeof(PSObject),
            [new ParameterAttribute { ValueFromPipeline = true, DontShow = true }, new PipedObjectAttribute(() => _guard)]);
        return new RuntimeDefinedParameterDictionary { { _input.Name, _input } };
    }

    /// <summary>Whether the cmdlet declares its accepted types, or gets the tenant from piped objects.</summary>
    private static bool ChecksInput(Type cmdlet) => cmdlet.IsDefined(typeof(AcceptsInputAttribute), inherit: false)
        || (cmdlet.IsSubclassOf(typeof(BcConnectedCmdlet)) && cmdlet.GetProperty(InputGuard.InputObject) is null);

    /// <summary>Called on another thread when the user stops the pipeline. Must return immediately.</summary>
    protected virtual void OnStopping()
    {
    }

    /// <summary>Runs the work for one item. A failure becomes a non-terminating error, so that the pipeline continues with the next item.</summary>
    /// <param name="target">The value that the user specified for this item.</param>
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
            WriteFailure(failure, target);
        }
    }

    /// <summary>The connection that all failures of the cmdlet concern; null if there are none or several.</summary>
    private protected virtual BcConnection? OnlyConnection => null;

    private void WriteFailure(BcException failure, object? target)
    {
        failure.Connection ??= OnlyConnection;
        WriteError(ErrorRecordFactory.Create(failure, target, cmdlet: this, environment: (this as BcEnvironmentCmdlet)?.Key));
    }

    /// <summary>Runs an action when the output of the current pipeline object is written.</summary>
    /// <param name="discard">Called instead if the pipeline ends first.</param>
    internal void InOrder(Action action, Action? discard = null)
    {
        if (_part.Value is { } part)
            part.Write(() => WriteNow(action, discard), discard);
        else
            WriteNow(action, discard);
    }

    private void WriteNow(Action action, Action? discard)
    {
        if (_output is null)
            action();
        else
            _output.Write(action, discard);
    }

    /// <summary>Runs the parts of the current pipeline object concurrently, and writes their output in the order of the parts.</summary>
    private protected Task RunPartsAsync(IReadOnlyList<Func<Task>> parts)
    {
        if (parts.Count == 0)
            return Task.CompletedTask;
        var outputs = parts.Select(_ => new ItemOutput(Context.Clock)).ToList();
        var done = new bool[parts.Count];
        outputs[0].Open();
        return Task.WhenAll(parts.Select(RunAsync));

        async Task RunAsync(Func<Task> part, int position)
        {
            _part.Value = outputs[position]; // of this asynchronous flow only
            await part();
            done[position] = true;
            for (var next = position; outputs[next].IsOpen && done[next] && next + 1 < outputs.Count; next++)
                outputs[next + 1].Open();
        }
    }

    public new void WriteObject(object? sendToPipeline) => WriteObject(sendToPipeline, enumerateCollection: false);

    public new void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        var value = WithView(sendToPipeline);
        InOrder(() => QuietWatch.Around(() => base.WriteObject(value, enumerateCollection)));
    }

    /// <summary>Selects the view with a tenant column, by a type name, while several connections are open.</summary>
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

    public new void WriteWarning(string text) => InOrder(() => QuietWatch.Around(() => base.WriteWarning(PrintableText.Line(text))));

    public new void WriteVerbose(string text) => InOrder(() => base.WriteVerbose(PrintableText.Line(text)));

    /// <summary>Called before a failure is reported.</summary>
    private protected virtual void OnFailed(BcException failure, object? target)
    {
    }

    /// <summary>Converts an exception to a failure, or returns null for an exception that must propagate.</summary>
    internal BcException? Failure(Exception exception) =>
        exception is OperationCanceledException && PipelineStopToken.IsCancellationRequested
            ? null : Failures.From(exception, MyInvocation.MyCommand.Name);

    /// <summary>Prompts for confirmation, and fails in a session that is not interactive.</summary>
    public new bool ShouldProcess(string target, string action)
    {
        (target, action) = (PrintableText.Line(target), PrintableText.Line(action));
        var impact = GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.None;
        if (!Prompts(force: false, impact))
            return QuietWatch.Around(() => base.ShouldProcess(target, action));
        // On cmdlets with a lower impact, -Force has another meaning, such as ignoring an ETag.
        var isForced = impact == ConfirmImpact.High && MyInvocation.MyCommand.Parameters.ContainsKey("Force");
        return QuietWatch.Around(() => Confirmation.Show(
            this, $"{action}: {target}.", isForced ? ForceOrConfirm : "-Confirm:$false", () => base.ShouldProcess(target, action)));
    }

    /// <summary>The parameter to suggest for skipping the prompt: -Force, or -Confirm:$false if -Confirm was specified.</summary>
    private string ForceOrConfirm => MyInvocation.BoundParameters.ContainsKey("Confirm") ? "-Confirm:$false" : "-Force";

    /// <summary>Prompts for a step. <paramref name="force"/> skips the prompt, but not -WhatIf or an explicit -Confirm.</summary>
    internal bool ShouldProcess(string target, string action, bool force)
    {
        if (!force || IsWhatIf || MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return ShouldProcess(target, action);
        WriteVerbose(Messages.PerformingOperation(action, target));
        return true;
    }

    /// <summary>
    /// Gets whether a high-impact step prompts. It does not with -WhatIf, -Force, -Confirm:$false, or if $ConfirmPreference is None.
    /// </summary>
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

    /// <summary>Prompts with No as the default answer. "Yes to All" and "No to All" apply to the whole command.</summary>
    private protected bool PromptDefaultNo(string question, string caption) =>
        QuietWatch.Around(() => Confirmation.Show(this, question, ForceOrConfirm, () =>
            ShouldContinue(PrintableText.Lines(question, ""), PrintableText.Line(caption), hasSecurityImpact: true, ref _yesToAll, ref _noToAll)));

    /// <summary>Prompts before a permission set is granted. For SUPER and SECURITY, the default answer is No.</summary>
    /// <param name="roleId">The permission set.</param>
    /// <param name="target">The user or security group, as shown in prompts.</param>
    /// <param name="where">The company, or all companies.</param>
    /// <param name="action">The action in the prompt for other permission sets.</param>
    /// <param name="force">Whether -Force was specified.</param>
    internal bool ConfirmGrant(string roleId, string target, string where, string action, bool force) =>
        PowerfulPermissionSet.Is(roleId) && Prompts(force)
            ? PromptDefaultNo(PowerfulPermissionSet.Question(roleId, target, where), $"Grant {roleId.ToUpperInvariant()}")
            : ShouldProcess(target, action);

    /// <summary>
    /// Prompts about a risk beyond the usual impact of the cmdlet. In a session that is not interactive, the error suggests -Force.
    /// </summary>
    internal bool ConfirmRisk(string question, string caption) =>
        QuietWatch.Around(() => Confirmation.Show(
            this, question, "-Force", () => ShouldContinue(PrintableText.Lines(question, ""), PrintableText.Line(caption))));

    /// <summary>Gets whether the parameter was specified on the command line and not bound from the pipeline.</summary>
    protected bool IsTyped(string parameter) => _guard!.IsTyped(parameter);

    /// <summary>Gets whether the current pipeline object has bound the parameter.</summary>
    private protected bool IsPiped(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter) && !IsTyped(parameter);

    /// <inheritdoc cref="WriteMatchesAsync{T}(IAsyncEnumerable{T}, Func{T, bool}, NameFilter{T}[])"/>
    private protected Task WriteMatchesAsync<T>(IAsyncEnumerable<T> items, params NameFilter<T>[] filters) =>
        WriteMatchesAsync(items, isWanted: null, filters);

    /// <summary>Writes the objects that match all filters, and an error for each name without a match.</summary>
    /// <param name="items">All objects.</param>
    /// <param name="isWanted">A further condition. An object that does not meet it still counts as found.</param>
    /// <param name="filters">The filters by name.</param>
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

    /// <summary>Writes the errors of a filter after all objects were read.</summary>
    private protected void WriteErrors<T>(NameFilter<T> filter)
    {
        foreach (var (name, error) in filter.Errors)
            WriteFailure(error, name);
    }

    /// <summary>
    /// Writes a warning for each exact value that is neither known nor returned by the service, because the service can have more values than are
    /// documented.
    /// </summary>
    /// <param name="filter">The filter, after all objects were read.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="known">The documented values.</param>
    private protected void WarnUnknown<T>(NameFilter<T> filter, string parameter, IReadOnlyCollection<string> known)
    {
        if (!filter.IsComplete)
            return;
        foreach (var value in filter.Missing.Where(value => !known.Contains(value, StringComparer.OrdinalIgnoreCase)))
        {
            var advice = filter.Nearest(value, known) is { } nearest ? Messages.DidYouMean(nearest)
                : known.Count > 0 ? Messages.KnownValues(known)
                : string.Empty;
            WriteWarning(Messages.UnknownFilterValue(parameter, value, advice));
        }

        WriteErrors(filter);
    }

    /// <summary>Gets the value in the casing of its [ValidateSet], because PowerShell ignores case and the service does not.</summary>
    internal string CanonicalCase(string parameter, string value) => MyInvocation.MyCommand.Parameters[parameter].Attributes
        .OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues).First(valid => valid.Equals(value, StringComparison.OrdinalIgnoreCase));

    protected internal bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Gets whether the first error ends the command, so that no further work must be started.</summary>
    protected internal bool StopsAtErrors =>
        (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : GetVariableValue("ErrorActionPreference")) is { } action
        && LanguagePrimitives.ConvertTo<ActionPreference>(action) == ActionPreference.Stop;

    /// <summary>Gets whether the current pipeline object is accepted. Otherwise, writes the error.</summary>
    private bool Accepts(object? input)
    {
        try
        {
            var item = input is null ? null : PSObject.AsPSObject(input);
            _guard!.CheckItem(item);
            SelectConnection(item);
            return true;
        }
        catch (BcException exception)
        {
            if (_rejected.Add(exception.Message))
                WriteError(ErrorRecordFactory.Create(exception, input, cmdlet: this));
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
            ThrowTerminatingError(ErrorRecordFactory.Create(failure, null, cmdlet: this, environment: (this as BcEnvironmentCmdlet)?.Key));
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
        Command = MyInvocation.MyCommand?.Name,
        Clock = GetVariableValue(ClockVariable) is { } clock && PSObject.AsPSObject(clock).BaseObject is TimeProvider other
            ? other : TimeProvider.System,
        StopToken = _stop.Token,
        Log = line => Context.Pump.TryPost(() => WriteVerbose(line)),
        Show = ShowAsync,
    };

    /// <summary>Shows a message like Write-Host, so that it is visible even if the output is captured.</summary>
    private Task ShowAsync(string message) => Context.Pump.InvokeAsync(() =>
    {
        QuietWatch.Around(() => WriteInformation(new HostInformationMessage { Message = PrintableText.Lines(message) }, ["PSHOST"]));
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
