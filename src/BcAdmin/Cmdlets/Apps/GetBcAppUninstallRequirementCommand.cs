using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists the apps that must go before an app can be uninstalled: listAppUninstallRequirements.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppUninstallRequirement")]
[OutputType(typeof(BcAppUninstallRequirement))]
public sealed class GetBcAppUninstallRequirementCommand : BcEnvironmentCmdlet, IThrottled
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid AppId { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(AppId, async connection =>
    {
        var requirements = AdminCenter(connection).ListAppUninstallRequirementsAsync(Key, AppId, PipelineStopToken);
        await foreach (var requirement in requirements)
            WriteObject(requirement);
    });
}
