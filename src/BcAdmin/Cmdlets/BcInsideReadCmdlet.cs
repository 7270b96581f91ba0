using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>
/// A cmdlet that lists what is inside of environments and belongs to them as a whole, through any of their companies: adds -Company and -Filter,
/// and reads each environment once, also when several of its companies come down the pipeline.
/// </summary>
public abstract class BcInsideReadCmdlet : BcEnvironmentReadCmdlet
{
    private readonly HashSet<(BcConnection, EnvironmentKey)> _read = [];
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcUser>> _users = [];
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcSecurityGroup>> _groups = [];

    /// <summary>Only the way there.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter for the service, besides what the other parameters choose.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>Whether the environment was read for another company before; says so.</summary>
    private protected bool IsReadAlready(BcConnection connection, EnvironmentKey environment)
    {
        if (_read.Add((connection, environment)))
            return false;
        WriteVerbose($"Environment {environment} is read already; company {Company} has the same.");
        return true;
    }

    /// <summary>The company to go through; null for any.</summary>
    private protected async Task<Guid?> ThroughAsync(AutomationClient automation) =>
        string.IsNullOrEmpty(Company) ? null : await automation.FindCompanyIdAsync(Company, PipelineStopToken);

    /// <summary>Security id of the user with this name, e-mail address or id.</summary>
    private protected async Task<Guid> FindUserAsync(BcConnection connection, EnvironmentKey environment, string user)
    {
        if (Guid.TryParse(user, out var id))
            return id;
        return (UserFinder.Pick(await UsersAsync(connection, environment), user)
            ?? throw UserFinder.NotFound(user, environment, await UsersAsync(connection, environment))).UserSecurityId;
    }

    /// <summary>The users, with what it takes to find one.</summary>
    private protected Task<List<BcUser>> UsersAsync(BcConnection connection, EnvironmentKey environment)
    {
        var query = new ODataQuery(Select: UserFinder.Members);
        return ReadOnceAsync(_users, (connection, environment), () => Automation(connection, environment).ListUsersAsync(null, query, PipelineStopToken));
    }

    /// <summary>The security group with this id, code or name.</summary>
    private protected async Task<BcSecurityGroup> FindSecurityGroupAsync(BcConnection connection, EnvironmentKey environment, string group) =>
        SecurityGroupFinder.Pick(await SecurityGroupsAsync(connection, environment), group) ?? throw SecurityGroupFinder.NotFound(group, environment, await SecurityGroupsAsync(connection, environment));

    private protected Task<List<BcSecurityGroup>> SecurityGroupsAsync(BcConnection connection, EnvironmentKey environment) =>
        ReadOnceAsync(_groups, (connection, environment), () => Automation(connection, environment).ListSecurityGroupsAsync(null, null, PipelineStopToken));

    /// <summary>A list that names are looked up in, read once for all items of the pipeline.</summary>
    private static async Task<List<T>> ReadOnceAsync<T>(
        Dictionary<(BcConnection, EnvironmentKey), List<T>> known, (BcConnection, EnvironmentKey) key, Func<IAsyncEnumerable<T>> read)
    {
        if (known.TryGetValue(key, out var items))
            return items;
        items = [];
        await foreach (var item in read())
            items.Add(item);
        return known[key] = items;
    }

    /// <summary>Writes the items that a name fits, and an error for each exact name that fits none (unless -Filter may have left it out).</summary>
    /// <param name="items">All items.</param>
    /// <param name="names">What was asked for, with wildcards; null for all.</param>
    /// <param name="textsOf">What a name is compared with.</param>
    /// <param name="notFound">The error for a name that is missing.</param>
    /// <param name="isWanted">What else must hold. An item that fails it is not missing.</param>
    private protected async Task WriteMatchesAsync<T>(
        IAsyncEnumerable<T> items, string[]? names, Func<T, IEnumerable<string?>> textsOf, Func<string, BcException> notFound, Func<T, bool>? isWanted = null)
    {
        var filter = new NameFilter<T>(names, textsOf);
        await foreach (var item in items.ChosenBy(filter))
        {
            if (isWanted?.Invoke(item) != false)
                WriteObject(item);
        }

        if (Filter is null)
            WriteUnmatched(filter, notFound);
        else
            WriteInvalid(filter);
    }
}
