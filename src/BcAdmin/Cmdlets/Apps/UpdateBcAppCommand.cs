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

    public UpdateBcAppCommand() => _installations = new(this);

    /// <summary>What an environment offers is read once for all its apps.</summary>
    private readonly OncePerKey<(BcConnection, EnvironmentKey), Dictionary<Guid, BcAppUpdate>> _offers = new();

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(UpdatableAppCompleter))]
    public Guid AppId { get; set; }

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
        var (name, version) = string.IsNullOrEmpty(TargetVersion) ? await OfferedAsync(connection) : await WantedAsync(connection, TargetVersion);
        var action = Messages.UpdateUpdateWindow(version, UseUpdateWindow, IncludeDependency);
        if (version is null || !ShouldProcess(Messages.AppEnvironmentTenant2(name, Key, connection), action))
            return;

        var body = new UpdateAppRequest(version, UseUpdateWindow, AllowPreview, IncludeDependency);
        var admin = AdminCenter(connection);
        var installations = _installations.Of(connection, Key);
        var operation = await installations.StartAsync(UseUpdateWindow, () => admin.UpdateAppAsync(Key, AppId, body, PipelineStopToken));
        await AppTerms.FinishAsync(installations, admin, operation with { AppName = name }, UseUpdateWindow, PipelineStopToken);
        if (IncludeDependency)
            _offers.Forget((connection, Key)); // it may have brought others up to date as well
    });

    /// <summary>The version on offer; null where there is none, which is no error.</summary>
    private async Task<(string? Name, string? Version)> OfferedAsync(BcConnection connection)
    {
        var offers = await _offers.GetAsync(
            (connection, Key), () => AdminCenter(connection).ListAppUpdatesAsync(Key, PipelineStopToken).ToDictionaryAsync(offer => offer.AppId));
        if (offers.TryGetValue(AppId, out var offer))
            return (offer.ToString(), offer.TargetVersionText);
        if (IsTyped(nameof(AppId)) && await AdminCenter(connection).FindAppAsync(Key, AppId, PipelineStopToken) is null)
            throw AdminCenterClient.AppNotFound(Key, AppId);
        WriteVerbose(Messages.EnvironmentNoUpdateApp(Key, AppId));
        return default;
    }

    /// <summary>The version that the caller names; null where it or a newer one is there.</summary>
    private async Task<(string? Name, string? Version)> WantedAsync(BcConnection connection, string version)
    {
        var app = await AdminCenter(connection).FindAppAsync(Key, AppId, PipelineStopToken) ?? throw AdminCenterClient.AppNotFound(Key, AppId);
        if (app.HasType("PerTenant"))
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.PerTenantExtensionThereNoMarketplace(app))
            {
                Advice = Messages.UploadNewVersionPublishBcApp,
            };
        }

        if (!app.IsAtLeast(version))
            return (app.Name, version);
        AppTerms.WriteSkipped(this, app);
        return default;
    }
}
