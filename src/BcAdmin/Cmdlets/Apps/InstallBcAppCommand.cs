using System.Management.Automation;
using BcAdmin.Publishing;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Installs a Marketplace app: listInstalledApps, installApp, getAppOperation.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[OutputType(typeof(BcApp))]
[AcceptsInput(typeof(BcApp), typeof(BcAppUpdate), typeof(BcAppSearchResult), typeof(BcExtension), typeof(BcEnvironment))]
public sealed class InstallBcAppCommand : BcOperationCmdlet
{
    private readonly InstallationsByPlace _installations;
    private readonly EnvironmentLists _lists;

    public InstallBcAppCommand() => (_installations, _lists) = (new(this), new(this));

    [Parameter(Mandatory = true, HelpMessage = Messages.AppIdOrAddress, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string AppId { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? TargetVersion { get; set; }

    [Parameter]
    public SwitchParameter AcceptIsvEula { get; set; }

    [Parameter]
    [Alias("UseEnvironmentUpdateWindow")]
    public SwitchParameter UseUpdateWindow { get; set; }

    [Parameter]
    [Alias("InstallOrUpdateNeededDependencies")]
    public SwitchParameter IncludeDependency { get; set; }

    [Parameter]
    [Alias("AllowPreviewVersion")]
    public SwitchParameter AllowPreview { get; set; }

    [Parameter]
    [Alias("LanguageId")]
    [ArgumentCompleter(typeof(LanguageCompleter))]
    public string? Language { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        AppTerms.RequireEula(AcceptIsvEula);
    }

    protected override Task ProcessAsync() => ChangeAsync(AppId, async connection =>
    {
        var version = string.IsNullOrEmpty(TargetVersion) ? null : TargetVersion;
        if (AllowPreview && version is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.AllowPreviewRequiresTargetVersion);

        var admin = AdminCenter(connection);
        var app = await _lists.FindAppToInstallAsync(connection, Key, AppId);
        var installed = await admin.FindAppAsync(Key, app, PipelineStopToken);
        if (installed is { IsLeaving: false } && (version is null || installed.IsAtLeast(version)))
        {
            AppTerms.WriteSkipped(this, installed);
            return;
        }

        var action = Messages.InstallAppAction(installed, app, AppId, version);
        var when = UseUpdateWindow ? Messages.InUpdateWindowSuffix : string.Empty;
        if (!ShouldProcess(Messages.EnvironmentTarget(Key, connection), action + when + AppTerms.WithDependencies(IncludeDependency)))
            return;

        var installations = _installations.Of(connection, Key);
        if (installed?.IsLeaving == true)
            await installations.WaitUntilGoneAsync([app]);

        var body = new InstallAppRequest(version, UseUpdateWindow, AllowPreview, IncludeDependency, AcceptIsvEula, Language);
        var operation = await installations.StartAsync(UseUpdateWindow, () => admin.InstallAppAsync(Key, app, body, PipelineStopToken));
        await AppTerms.FinishAsync(installations, admin, operation, UseUpdateWindow, PipelineStopToken);
    });
}
