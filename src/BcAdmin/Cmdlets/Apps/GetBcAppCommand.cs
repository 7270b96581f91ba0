using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists the apps installed in environments: listInstalledApps.</summary>
[Cmdlet(VerbsCommon.Get, "BcApp")]
[OutputType(typeof(BcApp))]
public sealed class GetBcAppCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [NameOrId(typeof(BcApp), nameof(BcApp.Name))]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    public string[]? AppId { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AppPublisherCompleter))]
    public string? Publisher { get; set; }

    [Parameter]
    [ValidateSet("Global", "PerTenant", "Developer")]
    public string? AppType { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var names = new NameFilter<BcApp>(Name, app => [app.Name]) { NotFound = name => AdminCenterClient.AppNotFound(environment, name) };
        var publishers = new NameFilter<BcApp>(Publisher is null ? null : [Publisher], app => [app.Publisher])
        {
            NotFound = name => new(ErrorCode.PublisherNotFound, Messages.NoAppByPublisher(environment, name))
            {
                Advice = Messages.ListAppsOnConnection(environment, connection),
            },
        };
        var ids = new NameFilter<BcApp>(AppId?.Select(AppFinder.IdOrName), AppFinder.TextsOf)
        {
            NotFound = id => AdminCenterClient.AppNotFound(environment, id),
        };
        await WriteMatchesAsync(
            AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken), app => AppType is null || app.HasType(AppType),
            names, publishers, ids);
    }
}
