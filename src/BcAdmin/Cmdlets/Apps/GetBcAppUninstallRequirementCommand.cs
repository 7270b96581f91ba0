using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists the apps that must be uninstalled before an app can be uninstalled: listAppUninstallRequirements.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppUninstallRequirement")]
[OutputType(typeof(BcAppUninstallRequirement))]
public sealed class GetBcAppUninstallRequirementCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcAppUninstallRequirementCommand() => _lists = new(this);

    [Parameter(Mandatory = true, HelpMessage = Messages.AppNameOrId, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    public string AppId { get; set; } = string.Empty;

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        foreach (var app in await _lists.FindAppsAsync(connection, environment, AppId))
        {
            await foreach (var requirement in AdminCenter(connection).ListAppUninstallRequirementsAsync(environment, app, PipelineStopToken))
                WriteObject(requirement);
        }
    }
}
