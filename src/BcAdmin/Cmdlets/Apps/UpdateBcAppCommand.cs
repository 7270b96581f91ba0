using System.Management.Automation;
using BcAdmin.Publishing;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Updates a Marketplace app: listAvailableAppUpdates or listInstalledApps, updateApp, getAppOperation.</summary>
[Cmdlet(VerbsData.Update, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[OutputType(typeof(BcApp))]
[AcceptsInput(typeof(BcAppUpdate), typeof(BcApp), typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UpdateBcAppCommand : BcOperationCmdlet
{
    private readonly InstallationsByPlace _installations;
    private readonly EnvironmentLists _lists;

    public UpdateBcAppCommand() => (_installations, _lists) = (new(this), new(this));

    /// <summary>The available updates of an environment, read once for all of its apps.</summary>
    private readonly OncePerKey<(BcConnection, EnvironmentKey), Dictionary<Guid, BcAppUpdate>> _offers = new();

    [Parameter(Mandatory = true, HelpMessage = Messages.AppNameOrId, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(UpdatableAppCompleter))]
    public string AppId { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AppUpdateVersionCompleter))]
    public string? TargetVersion { get; set; }

    [Parameter]
    [Alias("UseEnvironmentUpdateWindow")]
    public SwitchParameter UseUpdateWindow { get; set; }

    [Parameter]
    [Alias("InstallOrUpdateNeededDependencies")]
    public SwitchParameter IncludeDependency { get; set; }

    [Parameter]
    [Alias("AllowPreviewVersion")]
    public SwitchParameter AllowPreview { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(AppId, async connection =>
    {
        var app = await _lists.FindAppAsync(connection, Key, AppId);
        var (name, version) = string.IsNullOrEmpty(TargetVersion)
            ? await OfferedAsync(connection, app) : await WantedAsync(connection, app, TargetVersion);
        var action = Messages.UpdateAppAction(version, UseUpdateWindow, IncludeDependency);
        if (version is null || !ShouldProcess(Messages.AppInEnvironmentTarget(name, Key, connection), action))
            return;

        var body = new UpdateAppRequest(version, UseUpdateWindow, AllowPreview, IncludeDependency);
        var admin = AdminCenter(connection);
        var installations = _installations.Of(connection, Key);
        var operation = await installations.StartAsync(UseUpdateWindow, () => admin.UpdateAppAsync(Key, app, body, PipelineStopToken));
        await AppTerms.FinishAsync(installations, admin, operation with { AppName = name }, UseUpdateWindow, PipelineStopToken);
        if (IncludeDependency)
            _offers.Forget((connection, Key)); // the operation can have updated dependencies too
    });

    /// <summary>Gets the available version, or null if there is none, which is not an error.</summary>
    private async Task<(string? Name, string? Version)> OfferedAsync(BcConnection connection, Guid id)
    {
        if ((await OffersAsync(connection)).TryGetValue(id, out var offer))
            return (offer.ToString(), offer.TargetVersionText);
        if (IsTyped(nameof(AppId)) && await AdminCenter(connection).FindAppAsync(Key, id, PipelineStopToken) is null)
            throw AdminCenterClient.AppNotFound(Key, id);
        WriteVerbose(Messages.NoUpdateForApp(Key, id));
        return default;
    }

    private Task<Dictionary<Guid, BcAppUpdate>> OffersAsync(BcConnection connection) => _offers.GetAsync(
        (connection, Key), () => AdminCenter(connection).ListAppUpdatesAsync(Key, PipelineStopToken).ToDictionaryAsync(offer => offer.AppId));

    /// <summary>Gets the specified version, or null if this version or a higher one is installed.</summary>
    private async Task<(string? Name, string? Version)> WantedAsync(BcConnection connection, Guid id, string version)
    {
        var app = await AdminCenter(connection).FindAppAsync(Key, id, PipelineStopToken) ?? throw AdminCenterClient.AppNotFound(Key, id);
        if (app.HasType("PerTenant"))
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.NotUpdatedFromMarketplace(app))
            {
                Advice = Messages.PublishNewVersion,
            };
        }

        if (VersionFinder.IsShort(version) && (await OffersAsync(connection)).GetValueOrDefault(id) is { } offer)
            version = VersionFinder.Find([offer], version, item => item.TargetVersion) is [_] ? offer.TargetVersionText! : version;
        if (!app.IsAtLeast(version))
            return (app.Name, version);
        AppTerms.WriteSkipped(this, app);
        return default;
    }
}
