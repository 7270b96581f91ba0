using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using BcAdmin.Api;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Api.Automation;
using BcAdmin.Connections;
using BcAdmin.Pipeline;

namespace BcAdmin.Completion;

/// <summary>
/// Completes a value from what the service knows. Has one second, then offers nothing; keeps silent about every failure, since a prompt is no
/// place for errors; remembers answers for a minute a connection.
/// </summary>
public abstract class BcCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Lazy<Dictionary<string, Type>> Cmdlets = new(() => typeof(BcCompleter).Assembly.GetTypes()
        .Select(type => (Type: type, Name: (CmdletAttribute?)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute), inherit: false)))
        .Where(cmdlet => cmdlet.Name is not null)
        .ToDictionary(cmdlet => $"{cmdlet.Name!.VerbName}-{cmdlet.Name.NounName}", cmdlet => cmdlet.Type, StringComparer.OrdinalIgnoreCase));

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        ArgumentNullException.ThrowIfNull(wordToComplete);
        var (quote, word) = wordToComplete.Length > 0 && wordToComplete[0] is '\'' or '"'
            ? (wordToComplete[0], wordToComplete[1..].TrimEnd(wordToComplete[0]))
            : ('\0', wordToComplete);
        var takesWildcards = TakesWildcards(commandName, parameterName);
        var begin = EscapedName.Unescape(word);
        var entries = Values(fakeBoundParameters).Where(entry => IsBegun(ValueOf(entry)) || IsBegun(LabelOf(entry)));
        foreach (var entry in entries.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(LabelOf, StringComparer.OrdinalIgnoreCase))
            yield return new CompletionResult(Quote(takesWildcards ? WildcardPattern.Escape(ValueOf(entry)) : ValueOf(entry), quote), LabelOf(entry), CompletionResultType.ParameterValue, LabelOf(entry));

        bool IsBegun(string text) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase) || text.StartsWith(begin, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the value is read as a pattern, so that a bracket in a name has to be escaped.</summary>
    private static bool TakesWildcards(string command, string parameter) => Cmdlets.Value.TryGetValue(command, out var type)
        && type.GetProperty(parameter)?.IsDefined(typeof(SupportsWildcardsAttribute), inherit: true) == true;

    /// <summary>What could be typed here.</summary>
    private protected abstract IEnumerable<string> Values(IDictionary bound);

    /// <summary>The part of it that is typed, and the part that people know it by: an id has a name.</summary>
    private protected virtual string ValueOf(string entry) => entry;

    private protected virtual string LabelOf(string entry) => entry;

    /// <summary>Asks the service, within the limits of a prompt.</summary>
    private protected static IReadOnlyList<string> Ask(IDictionary bound, string key, Func<BcConnection, ApiClient, CancellationToken, IAsyncEnumerable<string>> read)
    {
        if (ConnectionOf(bound) is not { IsOpen: true } connection)
            return [];
        var now = DateTimeOffset.UtcNow;
        if (connection.Completions.TryGetValue(key, out var known) && known.Until > now)
            return known.Values;

        using var limit = new CancellationTokenSource(Patience);
        var api = connection.Client(new CallContext());
        // The prompt's thread can only block. It does so for a task of the pool, and never longer than its patience.
        var answer = Task.Run(async () =>
        {
            var found = new List<string>();
            await foreach (var value in read(connection, api, limit.Token).ConfigureAwait(false))
                found.Add(value);
            return found;
        }, limit.Token);
        ((IAsyncResult)answer).AsyncWaitHandle.WaitOne(Patience);
        if (!answer.IsCompletedSuccessfully)
        {
            _ = answer.ContinueWith(task => task.Exception, TaskScheduler.Default); // seen, not told
            return [];
        }

#pragma warning disable RS0030, VSTHRD002, VSTHRD104 // it is completed
        var values = answer.Result;
#pragma warning restore RS0030, VSTHRD002, VSTHRD104
        connection.Completions[key] = (now + Memory, values);
        return values;
    }

    private protected static EnvironmentKey? EnvironmentOf(IDictionary bound)
    {
        var name = (bound["Environment"] ?? bound["EnvironmentName"]) switch
        {
            string text => text,
            object[] { Length: > 0 } several => several[0]?.ToString(),
            var other => other?.ToString(),
        };
        return string.IsNullOrEmpty(name) ? null : new EnvironmentKey(FamilyOf(bound), name);
    }

    private protected static string FamilyOf(IDictionary bound) => bound["ApplicationFamily"]?.ToString() is { Length: > 0 } family ? family : BcEnvironment.DefaultFamily;

    private static BcConnection? ConnectionOf(IDictionary bound)
    {
        var store = ConnectionStore.OfThisRunspace;
        return (bound["Connection"] ?? bound["TenantId"]) switch
        {
            null => store?.Selected,
            PSObject { BaseObject: BcConnection connection } => connection,
            BcConnection connection => connection,
            BcConnection[] { Length: > 0 } several => several[0],
            var name => store?.Find(name.ToString()!).FirstOrDefault(),
        };
    }

    private static string Quote(string value, char quote) => quote switch
    {
        '"' => $"\"{value.Replace("`", "``", StringComparison.Ordinal).Replace("\"", "`\"", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal)}\"",
        '\'' => PowerShellText.InSingleQuotes(value),
        _ => PowerShellText.Quote(value),
    };
}

/// <summary>Names of connections; known without asking anybody.</summary>
public sealed class ConnectionCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => ConnectionStore.OfThisRunspace?.All.Select(connection => connection.Name) ?? [];
}

/// <summary>Names of environments.</summary>
public sealed class EnvironmentCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => Ask(bound, "environments", (connection, api, stop) =>
        Names(new AdminCenterClient(connection, api).ListEnvironmentsAsync(null, stop)));

    private static async IAsyncEnumerable<string> Names(IAsyncEnumerable<BcEnvironment> environments)
    {
        await foreach (var environment in environments.ConfigureAwait(false))
            yield return environment.Name;
    }
}

/// <summary>Application families that the tenant has environments of.</summary>
public sealed class ApplicationFamilyCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => Ask(bound, "families", (connection, api, stop) =>
        Families(new AdminCenterClient(connection, api).ListEnvironmentsAsync(null, stop))).Append(BcEnvironment.DefaultFamily);

    private static async IAsyncEnumerable<string> Families(IAsyncEnumerable<BcEnvironment> environments)
    {
        await foreach (var environment in environments.ConfigureAwait(false))
            yield return environment.ApplicationFamily;
    }
}

/// <summary>Names of the companies of the environment that was typed before.</summary>
public sealed class CompanyCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"companies of {environment}", (connection, api, stop) => Names(new AutomationClient(connection, environment, api).ListCompaniesAsync(stop)))
        : [];

    private static async IAsyncEnumerable<string> Names(IAsyncEnumerable<BcCompany> companies)
    {
        await foreach (var company in companies.ConfigureAwait(false))
            yield return company.Name;
    }
}
