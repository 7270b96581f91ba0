using System.Management.Automation;
using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that calls the service. Adds -Connection and creates the API clients.</summary>
public abstract class BcConnectedCmdlet : BcCmdlet
{
    private readonly OncePerKey<(BcConnection, EnvironmentKey), string?> _impacts = new();

    /// <summary>The connections of the command line, if an object has replaced them.</summary>
    private BcConnection[]? _specified;

    private bool _hasWarned;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TenantId", "TenantName", "Tenant")]
    [AllowNull] // an object without a connection uses the current one
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public BcConnection[]? Connection { get; set; }

    /// <summary>
    /// With -Connection, an object is processed in its own tenant only, which must be one of the tenants of -Connection. Otherwise, a change would
    /// affect the object with the same name in another tenant. Cmdlets that create objects can copy them to another tenant, but not if the
    /// environment comes from the object.
    /// </summary>
    private protected sealed override void SelectConnection(PSObject? input)
    {
        // An empty cell would otherwise select the current tenant for a change.
        if (input?.BaseObject is PSCustomObject && Connection is null && IsPiped(nameof(Connection)) && Changes
            && ConnectionStore.Current.HasSeveralTenants)
        {
            throw new BcException(ErrorCode.AmbiguousConnection, Messages.TenantOfRowEmpty)
            {
                Target = input,
                Advice = Messages.FillTenantColumnOrSpecifyConnection,
            };
        }

        // The tenant ID of a piped connection would find another connection to the same tenant.
        if (input?.BaseObject is BcConnection piped && !IsTyped(nameof(Connection)))
        {
            Connection = [piped];
            return;
        }

        var argument = Argument();
        if (!IsTyped(nameof(Connection)))
        {
            if (argument is not var (_, origin))
                return;
            if (input is not null && InputGuard.TenantOf(input) is { } own && !CopiesObjects && !origin.IsTo(own))
                throw OfOtherTenant(input, own, [origin]);
            Connection = [origin];
            return;
        }

        if (Connection is null)
            return;
        _specified ??= Connection;
        Connection = _specified;
        if (argument is var (name, known))
        {
            Connection = [Of(known.TenantId ?? known.Name, known, name)];
        }
        else if (input is not null && InputGuard.TenantOf(input) is { } tenant
            && (IsPiped(nameof(BcEnvironmentCmdlet.Environment)) || !CopiesObjects))
        {
            Connection = [Of(tenant, (input.BaseObject as BcResource)?.Connection, input)];
        }
    }

    /// <summary>Gets the connection of -Connection to the tenant of an object: the connection that read it, if it is one of them.</summary>
    private BcConnection Of(string tenant, BcConnection? origin, object target)
    {
        // The tenant of a connection with only an access token can be unknown.
        var own = Array.FindAll(_specified!, connection => connection.TenantId is null || connection.IsTo(tenant));
        return own.FirstOrDefault(connection => ReferenceEquals(connection, origin)) ?? own.FirstOrDefault()
            ?? throw OfOtherTenant(target, origin?.Name ?? tenant, _specified!);
    }

    /// <summary>
    /// Gets the object that was specified as an argument, and its connection; null for names. For cmdlets that create objects, only an environment
    /// decides, because other objects can be templates.
    /// </summary>
    private (string Name, BcConnection Connection)? Argument()
    {
        var objects = ObjectsOf(CopiesObjects
            ? [MyInvocation.BoundParameters.GetValueOrDefault(nameof(BcEnvironmentCmdlet.Environment))] : MyInvocation.BoundParameters.Values);
        return objects.Count switch
        {
            0 => null,
            1 => objects[0],
            _ => throw new BcException(ErrorCode.InputTenantMismatch, Messages.ArgumentsOfSeveralTenants(objects.ConvertAll(item => item.Origin)))
            {
                Advice = Messages.PipeObjectToCmdlet,
            },
        };
    }

    /// <summary>Gets one of the objects of each connection.</summary>
    private static List<(string Name, BcConnection Origin)> ObjectsOf(IEnumerable<object?> values) =>
        [.. from value in values
            from name in value as IEnumerable<string?> ?? [value as string]
            where name is not null
            let origin = ArgumentOrigin.Of(name)
            where origin is not null
            group name by origin into names
            select (names.First(), names.Key)];

    private static BcException OfOtherTenant(object target, string tenant, BcConnection[] specified) =>
        new(ErrorCode.InputTenantMismatch, Messages.ObjectOfOtherTenant(target, tenant, specified))
        {
            Target = target,
            Advice = Messages.OmitConnectionForPipedObjects,
        };

    /// <summary>Gets whether the cmdlet creates objects, so that objects of another tenant are templates.</summary>
    private bool CopiesObjects => MyInvocation.MyCommand is CmdletInfo { Verb: "New" or "Import" or "Add" or "Install" or "Approve" };

    internal AdminCenterClient AdminCenter(BcConnection connection) => new(connection, connection.Client(Context));

    internal AutomationClient Automation(BcConnection connection, EnvironmentKey environment) =>
        new(connection, environment, connection.Client(Context));

    internal ApiClient Client(BcConnection connection) => connection.Client(Context);

    /// <summary>
    /// Reads from all connections concurrently, and writes the results in the order of the connections. A failure of one connection is a separate
    /// error.
    /// </summary>
    /// <param name="target">The value that the user specified.</param>
    /// <param name="work">Reads from one connection and writes the results.</param>
    private protected async Task ReadAsync(object? target, Func<BcConnection, Task> work)
    {
        var connections = Connections;
        if (connections.Count == 1)
        {
            await GuardAsync(connections[0], target, work);
            return;
        }

        using var tenants = Context.Activity.BeginTenants(connections.Count);
        await RunPartsAsync([.. connections.Select(connection => (Func<Task>)(async () =>
        {
            await GuardAsync(connection, target, work);
            tenants.Step();
        }))]);
    }

    /// <summary>Runs a change for one connection after the other, so that prompts, cancellation, and failures occur in a predictable order.</summary>
    private protected async Task ChangeAsync(object? target, Func<BcConnection, Task> work)
    {
        var connections = Connections;
        using var tenants = Context.Activity.BeginTenants(connections.Count);
        foreach (var connection in connections)
        {
            await GuardAsync(connection, target, work);
            tenants.Step();
        }
    }

    /// <summary>
    /// Runs the work for one tenant. A failure becomes a non-terminating error that names the tenant if several connections are open.
    /// </summary>
    private protected Task GuardAsync(BcConnection connection, object? target, Func<BcConnection, Task> work) => GuardAsync(target, async () =>
    {
        try
        {
            await work(connection);
        }
        catch (BcException failure)
        {
            failure.Connection ??= connection;
            throw;
        }
    });

    private protected override BcConnection? OnlyConnection =>
        Connection is { } named ? named is [var only] ? only : null : ConnectionStore.OfThisRunspace?.Selected;

    private protected override void OnBegin()
    {
        if (IsTyped(nameof(Connection)) && Connection is { } used && ConnectionStore.Current.Unused(used).ToList() is { Count: > 0 } unused)
            WriteVerbose(Messages.UnusedConnectionsToSameTenants(unused));
    }

    /// <summary>
    /// Prompts for a step in an environment. For a production environment, the prompt contains PRODUCTION and the impact, and the default answer is
    /// No.
    /// </summary>
    /// <param name="connection">The tenant.</param>
    /// <param name="environment">The environment that the step affects.</param>
    /// <param name="target">The object that the step changes.</param>
    /// <param name="action">The action.</param>
    /// <param name="force">Whether -Force was specified.</param>
    /// <param name="limit">A sentence about how far the step can be undone.</param>
    /// <param name="always">Whether to prompt regardless of the impact of the cmdlet.</param>
    private protected async Task<bool> ConfirmAsync(
        BcConnection connection, EnvironmentKey environment, string target, string action, bool force, string? limit = null, bool always = false)
    {
        if (connection.IsReadOnly && !IsWhatIf)
            throw ApiClient.ReadOnly($"'{action}'", connection.ConnectCommand); // fails before the prompt, because the call would be rejected anyway
        if (!Prompts(force))
            return ShouldProcess(target, action, force);
        if (await _impacts.GetAsync((connection, environment), () => ImpactAsync(connection, environment)) is not { } impact)
            return always ? ConfirmRisk(Messages.ConfirmOperation(action, target), "Confirm") : ShouldProcess(target, action, force);
        var question = Messages.ConfirmProductionOperation(action, target, impact, limit);
        return PromptDefaultNo(question, Messages.ProductionEnvironmentCaption(environment));
    }

    /// <summary>Gets the impact of a change in a production environment, or null for other environments.</summary>
    private async Task<string?> ImpactAsync(BcConnection connection, EnvironmentKey environment)
    {
        try
        {
            var admin = AdminCenter(connection);
            return (await admin.GetEnvironmentAsync(environment, PipelineStopToken)).HasType("Production")
                ? Messages.ProductionStakes(
                    await CountAsync(admin.ListSessionsAsync(environment, PipelineStopToken)),
                    await CountAsync(Automation(connection, environment).ListUsersAsync(null, PipelineStopToken)))
                : null;
        }
        catch (BcException exception)
        {
            return Messages.EnvironmentTypeUnknown(exception);
        }
    }

    /// <summary>Counts items for a prompt. Reads one page at most, and never fails.</summary>
    private static async Task<string> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        const int MaxCount = 1000;
        var count = 0;
        try
        {
            await foreach (var _ in items)
            {
                if (++count == MaxCount)
                    return $"{MaxCount} or more";
            }

            return count.ToString(CultureInfo.InvariantCulture);
        }
        catch (BcException)
        {
            return "unknown";
        }
    }

    /// <summary>Writes a warning if -TimeoutSec was specified without -Wait.</summary>
    private protected void WarnOfUnusedTimeout(bool wait)
    {
        if (!wait && MyInvocation.BoundParameters.ContainsKey("TimeoutSec"))
            WriteWarning(Messages.TimeoutSecRequiresWait);
    }

    /// <summary>Runs a change. If the object was changed after it was read, the error suggests how to continue.</summary>
    private protected static async Task<T> AdviseOnConflictAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        catch (BcApiException exception)
        {
            throw AddConflictAdvice(exception);
        }
    }

    /// <summary>Adds advice to the failure if the object was changed after it was read.</summary>
    private protected static BcException AddConflictAdvice(BcException failure) =>
        failure is BcApiException refusal && (refusal.Status is HttpStatusCode.PreconditionFailed || refusal.Is(ErrorCode.Request_EntityChanged))
            ? refusal.With(advice: Messages.ReadAgainOrOverwrite)
            : failure;

    /// <summary>Fails if the caller is known to be an app and the documentation requires a user.</summary>
    private protected static void RequireUser(BcConnection connection, string? advice = null)
    {
        if (connection.IsApp)
        {
            throw new BcException(ErrorCode.UserRequired,
                Messages.CallRequiresUserSignIn(connection))
            {
                Target = connection.Name,
                Advice = advice ?? Messages.SignInAsAdministrator(connection),
            };
        }
    }

    /// <summary>Creates access to Microsoft Graph as the user of the connection with these permissions. The caller disposes it.</summary>
    private protected static ServiceAccess GraphAccess(BcConnection connection, params string[] permissions)
    {
        RequireUser(connection);
        RequireGraphSignIn(connection, ErrorCode.UserRequired, Messages.SignInAsAdministrator(connection));
        return connection.Access.ForGraph(connection.Account, permissions);
    }

    /// <summary>Fails for a connection that only has an access token for Business Central.</summary>
    private protected static void RequireGraphSignIn(BcConnection connection, ErrorCode code, string advice)
    {
        if (connection.SignIn == nameof(SignInFlow.AccessToken))
        {
            throw new BcException(
                code, Messages.GraphRejectsAccessToken(connection))
            {
                Target = connection.Name,
                Advice = advice,
            };
        }
    }

    /// <summary>Fails if the caller is known to be a user and the documentation requires an app.</summary>
    private protected static void RequireApp(BcConnection connection)
    {
        if (connection.IsUser)
        {
            throw new BcException(
                ErrorCode.AppRequired,
                Messages.CallRequiresAppSignIn(connection))
            {
                Target = connection.Name,
                Advice = Messages.SignInAsApp(connection),
            };
        }
    }

    /// <summary>Gets the time range to read, in UTC. A time without an offset is local.</summary>
    /// <param name="start">The start; the default is <paramref name="length"/> before the end.</param>
    /// <param name="end">The end; the default is now.</param>
    /// <param name="length">The default length.</param>
    private protected (DateTimeOffset Start, DateTimeOffset End) TimeSpanOf(DateTime? start, DateTime? end, TimeSpan length)
    {
        // The clock of the service can be ahead, and the most recent entries must be included.
        var until = end is { } last ? new DateTimeOffset(last.ToUniversalTime()) : Context.Clock.GetUtcNow().AddMinutes(1);
        var from = start is { } first ? new DateTimeOffset(first.ToUniversalTime()) : until - length;
        return from <= until
            ? (from, until)
            : throw new BcException(ErrorCode.InvalidArgument, Messages.StartLaterThanEnd(from, until))
            {
                Target = start,
            };
    }

    /// <summary>Writes the items that match a name, and an error for each exact name without a match.</summary>
    /// <param name="items">All items.</param>
    /// <param name="isPartial">Whether the service omitted items, so that a name without a match can exist.</param>
    /// <param name="names">The names that the user specified, with wildcards; null for all.</param>
    /// <param name="textsOf">Gets the texts to compare names with.</param>
    /// <param name="notFound">Creates the error for a name without a match.</param>
    /// <param name="isWanted">A further condition. An item that does not meet it still counts as found.</param>
    private protected Task WriteMatchesAsync<T>(
        IAsyncEnumerable<T> items, bool isPartial, string[]? names, Func<T, IEnumerable<string?>> textsOf, Func<string, BcException> notFound,
        Func<T, bool>? isWanted = null) =>
        WriteMatchesAsync(items, isWanted, new NameFilter<T>(names, textsOf) { NotFound = isPartial ? null : notFound });

    /// <summary>Writes an error for each name that does not exist. A name that is only missing from the list just read is not an error.</summary>
    /// <param name="missing">The names that are missing from the list just read.</param>
    /// <param name="readAll">Reads all existing objects; called only if names are missing.</param>
    /// <param name="textsOf">Gets the texts to compare names with.</param>
    /// <param name="notFound">Creates the error for a name that does not exist.</param>
    private protected async Task WriteUnknownAsync<T>(
        IReadOnlyList<string> missing, Func<IAsyncEnumerable<T>> readAll, Func<T, IEnumerable<string?>> textsOf, Func<string, BcException> notFound)
    {
        if (missing.Count == 0)
            return;
        var known = new NameFilter<T>(missing, textsOf) { NotFound = notFound };
        try
        {
            known.From(await readAll().ToListAsync());
        }
        catch (BcException exception)
        {
            WriteWarning(
                Messages.NoMatchAndListUnavailable(missing, exception));
            return;
        }

        WriteErrors(known);
    }

    /// <summary>Reads the object with a key. If it does not exist, the error suggests the most similar existing key.</summary>
    /// <param name="key">The key that the user specified.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="readKeys">Reads the existing keys; called only if the object does not exist.</param>
    private protected static async Task<T> ReadOrSuggestAsync<T>(
        string key, Func<Task<T>> read, Func<IAsyncEnumerable<T>> readKeys, Func<T, IEnumerable<string?>> textsOf)
    {
        try
        {
            return await read();
        }
        catch (BcApiException exception) when (exception.IsRecordNotFound)
        {
            exception.Suggestion = Suggestion.Nearest(key, (await readKeys().ToListAsync()).SelectMany(textsOf));
            throw;
        }
    }

    /// <summary>
    /// Gets the active environments of the tenant: all, or those that match a name or a pattern. Inactive environments are skipped, because the
    /// service cannot read them, unless they are named exactly.
    /// </summary>
    private protected async Task<List<EnvironmentKey>> ActiveEnvironmentsAsync(BcConnection connection, string[]? names, string? family)
    {
        var all = await AdminCenter(connection).ListEnvironmentsAsync(family, PipelineStopToken).ToListAsync();
        var filter = new NameFilter<BcEnvironment>(names, environment => [environment.Name])
        {
            NotFound = name => EnvironmentNotFound(connection, name),
        };
        var (chosen, deleted) = (new List<EnvironmentKey>(), 0);
        foreach (var environment in filter.From(all))
        {
            if (environment.HasStatus("Active") || names?.Contains(environment.Name, StringComparer.OrdinalIgnoreCase) == true)
                chosen.Add(environment.Key);
            else if (environment.HasStatus("SoftDeleted"))
                deleted++;
            else
                WriteWarning(Messages.InactiveEnvironmentSkipped(environment, connection));
        }

        if (deleted > 0)
            WriteVerbose(Messages.SoftDeletedEnvironmentsSkipped(connection, deleted));
        WriteErrors(filter);
        if (all.Count == 0 && !string.IsNullOrEmpty(family))
            await WriteUnknownFamilyAsync(connection, family);
        return chosen;
    }

    private protected Task WriteUnknownFamilyAsync(BcConnection connection, string family) => WriteUnknownAsync(
        [family], () => AdminCenter(connection).ListApplicationFamiliesAsync(PipelineStopToken), row => [row.ApplicationFamily],
        name => ApplicationFamilyNotFound(connection, name));

    private protected static BcException ApplicationFamilyNotFound(BcConnection connection, string name, IReadOnlyCollection<string>? known = null) =>
        new(ErrorCode.ApplicationFamilyNotFound, Messages.ApplicationFamilyNotFound(connection, name))
        {
            Target = name,
            Advice = known is { Count: > 0 } ? Messages.AvailableApplicationFamilies(known)
                : Messages.ListApplicationFamilies(connection),
        };

    private protected static BcException EnvironmentNotFound(BcConnection connection, string name) =>
        new(ErrorCode.EnvironmentNotFound, Messages.EnvironmentNotInTenant(connection, name))
        {
            Advice = ApiAdvice.EnvironmentNotFound(connection),
        };

    private protected static BcException CountryNotFound(BcConnection connection, string country) =>
        new(ErrorCode.CountryNotFound, Messages.NoApplicationFamilyInCountry(connection, country))
        {
            Target = country,
            Advice = Messages.ListCountries(connection),
        };

    /// <summary>Gets the connection for cmdlets that require exactly one.</summary>
    private protected BcConnection SingleConnection() => Connections switch
    {
        [var one] => one,
        var several => throw new BcException(
            ErrorCode.AmbiguousConnection, Messages.SeveralConnectionsMatch(several))
        {
            Advice = Messages.SpecifyConnection,
        },
    };

    /// <summary>Gets a copy for each connection, for a cmdlet that writes its tenants in order.</summary>
    private protected Task<IEnumerable<BcCmdlet>> SplitByConnectionAsync() => Task.FromResult<IEnumerable<BcCmdlet>>(Connections.Select(connection =>
    {
        var copy = (BcConnectedCmdlet)Copy();
        copy.Connection = [connection];
        return copy;
    }));

    private protected IReadOnlyList<BcConnection> Connections
    {
        get
        {
            // Null means that the parameter was not specified and the pipeline object has no connection.
            if (Connection is { } named)
                return named;

            var store = ConnectionStore.Current;
            if (store.Selected is not { } selected)
                throw store.NoneSelected();
            WarnOfCurrentTenant(store, selected);
            return [selected];
        }
    }

    /// <summary>Writes a warning once if a change uses the current one of several tenants that were connected together, such as by a loop.</summary>
    private void WarnOfCurrentTenant(ConnectionStore store, BcConnection selected)
    {
        if (_hasWarned || store.IsChosen || !store.HasSeveralTenants)
            return;
        _hasWarned = true;
        if (Changes)
            WriteWarning(Messages.CurrentTenantUsed(MyInvocation.MyCommand.Name, selected));
    }

    /// <summary>Gets whether the cmdlet changes the tenant. Export cmdlets only write files, and Invoke cmdlets also read.</summary>
    private bool Changes =>
        MyInvocation.MyCommand is CmdletInfo { Verb: not ("Export" or "Invoke") } command && command.Parameters.ContainsKey("WhatIf");
}
