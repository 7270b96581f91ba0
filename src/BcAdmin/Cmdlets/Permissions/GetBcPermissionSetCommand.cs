using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Lists the permission sets that can be given: listCompanies, listPermissionSets.</summary>
[Cmdlet(VerbsCommon.Get, "BcPermissionSet")]
[OutputType(typeof(BcPermissionSet))]
public sealed class GetBcPermissionSetCommand : BcEnvironmentReadCmdlet
{
    private readonly HashSet<(BcConnection, EnvironmentKey)> _read = [];

    /// <summary>Matches id and display name.</summary>
    [Parameter(Position = 1)]
    [Alias("RoleId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only the way to the sets: they are the environment's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (!_read.Add((connection, environment)))
        {
            WriteVerbose($"The permission sets of environment {environment} are read already; company {Company} has the same.");
            return;
        }

        var automation = Automation(connection, environment);
        var through = Company is null ? (Guid?)null : await automation.FindCompanyIdAsync(Company, PipelineStopToken);
        var patterns = Name?.Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var set in automation.ListPermissionSetsAsync(through, PipelineStopToken))
        {
            var matches = patterns?.Where(item => item.Pattern.IsMatch(set.RoleId) || item.Pattern.IsMatch(set.DisplayName ?? string.Empty)).ToList();
            if (matches is { Count: 0 })
                continue;
            found.UnionWith(matches?.Select(item => item.Text) ?? []);
            WriteObject(set);
        }

        foreach (var (name, _) in patterns?.Where(item => !WildcardPattern.ContainsWildcardCharacters(item.Text) && !found.Contains(item.Text)) ?? [])
        {
            await GuardAsync(name, () => throw new BcException("PermissionSetNotFound", $"Environment {environment} has no permission set '{name}'.")
            {
                Target = name,
                Advice = $"Get-BcPermissionSet {environment.Name} lists them.",
            });
        }
    }
}
