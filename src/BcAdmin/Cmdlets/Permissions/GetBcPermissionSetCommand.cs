using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Lists the permission sets that can be given: listCompanies, listPermissionSets; with -Detailed listAggregatePermissionSets.</summary>
[Cmdlet(VerbsCommon.Get, "BcPermissionSet")]
[OutputType(typeof(BcPermissionSet))]
public sealed class GetBcPermissionSetCommand : BcInsideReadCmdlet
{
    /// <summary>Matches id and display name.</summary>
    [Parameter(Position = 1)]
    [Alias("RoleId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Version 29 and later: all sets that there are, with the ids of their records.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (IsReadAlready(connection, environment))
            return;

        var automation = Automation(connection, environment);
        var (through, query) = (await ThroughAsync(automation), new ODataQuery(Filter));
        var sets = Detailed ? automation.ListAggregatePermissionSetsAsync(through, query, PipelineStopToken) : automation.ListPermissionSetsAsync(through, query, PipelineStopToken);
        await WriteMatchesAsync(sets, Name, set => [set.RoleId, set.DisplayName], name => NotFound(name, environment));
    }

    internal static BcException NotFound(string name, EnvironmentKey environment, IEnumerable<string>? known = null) => new(ErrorCode.PermissionSetNotFound, $"Environment {environment} has no permission set '{name}'.")
    {
        Target = name,
        Suggestion = Suggestion.Nearest(name, known ?? []),
        Advice = $"Get-BcPermissionSet {environment.Name} lists them.",
    };
}
