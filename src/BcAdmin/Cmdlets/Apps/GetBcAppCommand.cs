using System.Management.Automation;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Completion;

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
    public string? Publisher { get; set; }

    [Parameter]
    [ValidateSet("Global", "PerTenant", "Developer")]
    public string? AppType { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var patterns = Name?.Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        var publisher = Publisher is null ? null : WildcardPattern.Get(Publisher, WildcardOptions.IgnoreCase);
        var found = new HashSet<object>();

        await foreach (var app in AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken))
        {
            var matches = patterns?.Where(item => item.Pattern.IsMatch(app.Name)).ToList();
            if (matches is { Count: 0 } || AppId?.Contains(app.AppId) == false)
                continue;
            found.Add(app.AppId);
            found.UnionWith(matches?.Select(item => item.Text) ?? []);
            if (publisher?.IsMatch(app.Publisher ?? string.Empty) != false && (AppType is null || app.HasType(AppType)))
                WriteObject(app);
        }

        var exact = Name?.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Cast<object>() ?? [];
        foreach (var missing in exact.Concat(AppId?.Cast<object>() ?? []).Where(item => !found.Contains(item)))
            await GuardAsync(missing, () => throw AdminCenterClient.AppNotFound(environment, missing));
    }
}
