using System.Management.Automation;

namespace BcAdmin.Cmdlets.Profiles;

/// <summary>Lists role profiles of environments: listCompanies, listProfiles.</summary>
[Cmdlet(VerbsCommon.Get, "BcProfile")]
[OutputType(typeof(BcProfile))]
public sealed class GetBcProfileCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcProfileCommand() => _lists = new(this);

    /// <summary>Names or patterns for the ID and the display name.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [NameOrId(typeof(BcProfile), nameof(BcProfile.ProfileId))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (WasRead(connection, environment, Company))
            return;

        var automation = Automation(connection, environment);
        var profiles = automation.ListProfilesAsync(await _lists.CompanyIdAsync(automation, Company), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(profiles, Filter is not null, Name, profile => [profile.ProfileId, profile.DisplayName], name =>
            new BcException(ErrorCode.ProfileNotFound, Messages.ProfileNotInEnvironment(environment, name))
            {
                Target = name,
                Advice = Messages.ListProfiles(environment, connection),
            });
    }
}
