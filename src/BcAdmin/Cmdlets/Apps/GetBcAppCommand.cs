using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists the apps installed in environments: listInstalledApps.</summary>
[Cmdlet(VerbsCommon.Get, "BcApp")]
[OutputType(typeof(BcApp))]
public sealed class GetBcAppCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid[]? AppId { get; set; }

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
            NotFound = name => new(ErrorCode.PublisherNotFound, Messages.EnvironmentNoAppPublisher(environment, name))
            {
                Advice = Messages.ListsApps2(environment, connection),
            },
        };
        var missing = AppId?.ToHashSet();
        await WriteMatchesAsync(AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken), names, publishers, app =>
        {
            missing?.Remove(app.AppId);
            return AppId?.Contains(app.AppId) != false && (AppType is null || app.HasType(AppType));
        });
        foreach (var id in missing ?? [])
            await GuardAsync(id, () => throw AdminCenterClient.AppNotFound(environment, id));
    }
}
