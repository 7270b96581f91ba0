using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Profiles;

/// <summary>Lists role profiles of environments: listCompanies, listProfiles.</summary>
[Cmdlet(VerbsCommon.Get, "BcProfile")]
[OutputType(typeof(BcProfile))]
public sealed class GetBcProfileCommand : BcInsideReadCmdlet
{
    /// <summary>Matches id and display name.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (IsReadAlready(connection, environment))
            return;

        var automation = Automation(connection, environment);
        var profiles = automation.ListProfilesAsync(await ThroughAsync(automation), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(profiles, Name, profile => [profile.ProfileId, profile.DisplayName], name => new BcException(ErrorCode.ProfileNotFound, $"Environment {environment} has no profile '{name}'.")
        {
            Target = name,
            Advice = $"Get-BcProfile {environment.Name} lists them.",
        });
    }
}
