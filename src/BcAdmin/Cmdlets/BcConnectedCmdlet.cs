using System.Management.Automation;
using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that calls the service: adds -Connection and hands out the API clients.</summary>
public abstract class BcConnectedCmdlet : BcCmdlet
{
    private readonly OncePerKey<(BcConnection, EnvironmentKey), string?> _stakes = new();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TenantId")]
    [AllowNull] // an object without a connection means the current one
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public BcConnection[]? Connection { get; set; }

    internal AdminCenterClient AdminCenter(BcConnection connection) => new(connection, connection.Client(Context));

    internal AutomationClient Automation(BcConnection connection, EnvironmentKey environment) =>
        new(connection, environment, connection.Client(Context));

    internal ApiClient Client(BcConnection connection) => connection.Client(Context);

    /// <summary>A read: over all connections side by side. Each one's failure is an error of its own.</summary>
    /// <param name="target">What the user passed.</param>
    /// <param name="work">Reads from one connection and writes what it finds.</param>
    private protected async Task ReadAsync(object? target, Func<BcConnection, Task> work)
    {
        var connections = Connections;
        if (connections.Count == 1)
        {
            await GuardAsync(target, () => work(connections[0]));
            return;
        }

        using var tenants = Context.Activity.BeginTenants(connections.Count);
        await Task.WhenAll(connections.Select(async connection =>
        {
            await GuardAsync(target, () => work(connection));
            tenants.Step();
        }));
    }

    /// <summary>A change: one connection after the other, so that a question, a stop or a failure comes at a place that can be told.</summary>
    private protected async Task ChangeAsync(object? target, Func<BcConnection, Task> work)
    {
        var connections = Connections;
        using var tenants = Context.Activity.BeginTenants(connections.Count);
        foreach (var connection in connections)
        {
            await GuardAsync(target, () => work(connection));
            tenants.Step();
        }
    }

    /// <summary>
    /// Prompts for a step in an environment. For a production environment the prompt says PRODUCTION and what is at stake, and the default answer is
    /// No.
    /// </summary>
    /// <param name="connection">The tenant.</param>
    /// <param name="environment">Where the step takes effect.</param>
    /// <param name="target">What the step changes.</param>
    /// <param name="action">What it does.</param>
    /// <param name="force">-Force.</param>
    /// <param name="limit">How far the step can be undone, as a sentence.</param>
    /// <param name="always">Prompts although the impact of the cmdlet alone would not.</param>
    private protected async Task<bool> ConfirmAsync(
        BcConnection connection, EnvironmentKey environment, string target, string action, bool force, string? limit = null, bool always = false)
    {
        if (connection.IsReadOnly && !IsWhatIf)
            throw ApiClient.ReadOnly($"'{action}'"); // before a prompt whose answer could only lead here
        if (!Prompts(force))
            return ShouldProcess(target, action, force);
        if (await _stakes.GetAsync((connection, environment), () => StakesAsync(connection, environment)) is not { } stakes)
            return always ? Ask(Messages.TargetDoYouWantContinue(action, target), "Confirm") : ShouldProcess(target, action, force);
        var question = Messages.TargetDoYouWantContinue2(action, target, stakes, limit);
        return AskDefaultNo(question, Messages.PRODUCTIONEnvironment(environment));
    }

    /// <summary>What a change of a production environment affects; null for other environments.</summary>
    private async Task<string?> StakesAsync(BcConnection connection, EnvironmentKey environment)
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
            return Messages.TypeEnvironmentUnknownMayPRODUCTIONEnvironment(exception);
        }
    }

    /// <summary>A number for a prompt: never more than one page of reading, and no failure.</summary>
    private static async Task<string> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        const int Most = 1000;
        var count = 0;
        try
        {
            await foreach (var _ in items)
            {
                if (++count == Most)
                    return $"{Most} or more";
            }

            return count.ToString(CultureInfo.InvariantCulture);
        }
        catch (BcException)
        {
            return "unknown";
        }
    }

    /// <summary>-TimeoutSec limits a wait.</summary>
    private protected void WarnOfUnusedTimeout(bool wait)
    {
        if (!wait && MyInvocation.BoundParameters.ContainsKey("TimeoutSec"))
            WriteWarning(Messages.TimeoutSecNoEffectWithoutWait);
    }

    /// <summary>A change that the service refuses when somebody was quicker; says how to go on.</summary>
    private protected static async Task<T> OverwritingNothingAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        catch (BcApiException exception)
        {
            throw AdviseForce(exception);
        }
    }

    /// <summary>The failure, and where somebody was quicker, how to go on.</summary>
    private protected static BcException AdviseForce(BcException failure) =>
        failure is BcApiException refusal && (refusal.Status is HttpStatusCode.PreconditionFailed || refusal.Is(ErrorCode.Request_EntityChanged))
            ? refusal.With(advice: Messages.SomebodyChangedSinceReadReadAgain)
            : failure;

    /// <summary>Refuses what the documentation does not allow to apps, where the token says that the caller is one.</summary>
    private protected static void RequireUser(BcConnection connection, string? advice = null)
    {
        if (connection.IsApp)
        {
            throw new BcException(ErrorCode.UserRequired,
                Messages.ServiceAcceptsCallUsersOnlySigned(connection))
            {
                Target = connection.Name,
                Advice = advice ?? Commands.SignInAsUser,
            };
        }
    }

    /// <summary>Microsoft Graph as the user of the connection, with these permissions. The caller disposes it.</summary>
    private protected static ServiceAccess GraphAccess(BcConnection connection, params string[] permissions)
    {
        RequireUser(connection);
        RequireGraphSignIn(connection, ErrorCode.UserRequired, Commands.SignInAsUser);
        return connection.Access.ForGraph(connection.Account, permissions);
    }

    /// <summary>Refuses a connection that has nothing but a token for Business Central.</summary>
    private protected static void RequireGraphSignIn(BcConnection connection, ErrorCode code, string advice)
    {
        if (connection.SignIn == nameof(SignInFlow.AccessToken))
        {
            throw new BcException(
                code, Messages.SignedAccessTokenBusinessCentralMicrosoft(connection))
            {
                Target = connection.Name,
                Advice = advice,
            };
        }
    }

    /// <summary>Refuses what the documentation allows to apps only, where the token says that the caller is a user.</summary>
    private protected static void RequireApp(BcConnection connection)
    {
        if (connection.IsUser)
        {
            throw new BcException(
                ErrorCode.AppRequired,
                Messages.ServiceAcceptsCallAppsOnlySigned(connection))
            {
                Target = connection.Name,
                Advice =
                    Messages.SignAppTENANTClientIdIDClientSecret,
            };
        }
    }

    /// <summary>The span to read, in UTC. A time without a zone is local.</summary>
    /// <param name="start">Left out: <paramref name="length"/> before the end.</param>
    /// <param name="end">Left out: now.</param>
    /// <param name="length">The usual length.</param>
    private protected (DateTimeOffset Start, DateTimeOffset End) TimeSpanOf(DateTime? start, DateTime? end, TimeSpan length)
    {
        // The service's clock may be ahead of ours, and what it has just logged is not to be missed.
        var until = end is { } last ? new DateTimeOffset(last.ToUniversalTime()) : Context.Clock.GetUtcNow().AddMinutes(1);
        var from = start is { } first ? new DateTimeOffset(first.ToUniversalTime()) : until - length;
        return from <= until
            ? (from, until)
            : throw new BcException(ErrorCode.InvalidArgument, Messages.StartLaterThanEnd(from, until))
            {
                Target = start,
            };
    }

    /// <summary>Writes the items that match a name, and an error for each exact name that matches none.</summary>
    /// <param name="items">All items.</param>
    /// <param name="isPartial">Whether the service has left items out, so that no name is known to be missing.</param>
    /// <param name="names">What the user asked for, with wildcards; null for all.</param>
    /// <param name="textsOf">What a name is compared with.</param>
    /// <param name="notFound">The error for a name that is missing.</param>
    /// <param name="isWanted">What else must hold. An item that does not meet it is not missing.</param>
    private protected Task WriteMatchesAsync<T>(
        IAsyncEnumerable<T> items, bool isPartial, string[]? names, Func<T, IEnumerable<string?>> textsOf, Func<string, BcException> notFound,
        Func<T, bool>? isWanted = null) =>
        WriteMatchesAsync(items, isWanted, new NameFilter<T>(names, textsOf) { NotFound = isPartial ? null : notFound });

    /// <summary>Writes an error for each name that exists nowhere. A name that only the list just read does not have is no mistake.</summary>
    /// <param name="missing">The names that the list just read does not have.</param>
    /// <param name="readAll">Reads what there is; called only where a name is missing.</param>
    /// <param name="textsOf">What a name is compared with.</param>
    /// <param name="notFound">The error for a name that exists nowhere.</param>
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
                Messages.NothingMatchesListShowsWhetherExists(missing, exception));
            return;
        }

        WriteErrors(known);
    }

    /// <summary>Reads the object with that key. Where there is none, the error suggests the nearest key that there is.</summary>
    /// <param name="key">The key that the user typed.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="readKeys">Reads what there is; called only where there is no such object.</param>
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
    /// The active environments of the tenant: all, or those that a name or a pattern chooses. One that is not active is skipped, because the service
    /// reads nothing from it; one that is named exactly is not.
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
                WriteWarning(Messages.EnvironmentSkippedNotActive(environment, connection));
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
        new(ErrorCode.ApplicationFamilyNotFound, Messages.TenantNoApplicationFamily(connection, name))
        {
            Target = name,
            Advice = known is { Count: > 0 } ? Messages.ApplicationFamilies(known)
                : Messages.GetBcApplicationFamilyListsApplicationFamilies,
        };

    private protected static BcException EnvironmentNotFound(BcConnection connection, string name) =>
        new(ErrorCode.EnvironmentNotFound, Messages.TenantNoEnvironment(connection, name))
        {
            Advice = ApiAdvice.EnvironmentNotFound(connection),
        };

    private protected static BcException CountryNotFound(BcConnection connection, string country) =>
        new(ErrorCode.CountryNotFound, Messages.NoApplicationFamilyTenantAvailableCountry(connection, country))
        {
            Target = country,
            Advice = Messages.GetBcApplicationFamilyListsCountries,
        };

    /// <summary>For cmdlets that take exactly one connection.</summary>
    private protected BcConnection OneConnection() => Connections switch
    {
        [var one] => one,
        [] => throw BcConnection.NotConnected(null),
        var several => throw new BcException(
            ErrorCode.AmbiguousConnection, Messages.SeveralConnectionsFit(several))
        {
            Advice = Messages.NameOneThemConnection,
        },
    };

    /// <summary>Copies that work on one connection each, for a cmdlet whose tenants come in their order.</summary>
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
            // Empty: a pattern that matches nothing, which is not an error. Null: not specified, and an object of the pipeline has none.
            if (Connection is { } named)
                return named;

            var store = ConnectionStore.Current;
            if (store.Selected is { } selected)
                return [selected];
            throw store.NoneSelected();
        }
    }
}
