using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.ManageableApplications;

/// <summary>Lists the application families and countries that a customer may use: listManageableApplications. Delegated administrators only.</summary>
[Cmdlet(VerbsCommon.Get, "BcManageableApplication")]
[OutputType(typeof(BcManageableApplication))]
public sealed class GetBcManageableApplicationCommand : BcConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ManageableFamilyCompleter))]
    public string[]? ApplicationFamily { get; set; }

    [Parameter(Position = 1)]
    [Alias("CountryCode")]
    [ArgumentCompleter(typeof(ManageableCountryCompleter))]
    public string[]? Country { get; set; }

    protected override Task ProcessAsync() => ReadAsync(ApplicationFamily, async connection =>
    {
        RequireUser(connection);
        var families = ApplicationFamily?.Select(family => WildcardPattern.Get(family, WildcardOptions.IgnoreCase)).ToList();
        await foreach (var application in AdminCenter(connection).ListManageableApplicationsAsync(PipelineStopToken))
        {
            if (families?.Exists(family => family.IsMatch(application.ApplicationFamily)) != false
                && Country?.Contains(application.CountryCode, StringComparer.OrdinalIgnoreCase) != false)
            {
                WriteObject(application);
            }
        }
    });
}
