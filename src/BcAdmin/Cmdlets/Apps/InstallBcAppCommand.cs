using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Installs a Marketplace app: listInstalledApps, installApp, getAppOperation.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[OutputType(typeof(BcApp))]
[AcceptsInput(typeof(BcApp), typeof(BcAppUpdate), typeof(BcExtension), typeof(BcEnvironment))]
public sealed class InstallBcAppCommand : BcAppOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid AppId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    public string? Language { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        RequireEula(AcceptIsvEula);
    }

    protected override Task ProcessAsync() => ChangeAsync(AppId, async connection =>
    {
        var version = string.IsNullOrEmpty(TargetVersion) ? null : TargetVersion;
        if (AllowPreview && version is null)
            throw new BcException(ErrorCode.InvalidArgument, "-AllowPreview needs -TargetVersion: which preview is meant?");

        var admin = AdminCenter(connection);
        var installed = await admin.FindAppAsync(Key, AppId, PipelineStopToken);
        if (installed is { IsLeaving: false } && (version is null || installed.IsAtLeast(version)))
        {
            WriteSkipped(installed);
            return;
        }

        var action = $"Install app {installed?.Name ?? AppId.ToString()} {version ?? "in its newest version"}";
        var when = UseUpdateWindow ? " in the update window" : string.Empty;
        if (!ShouldProcess($"environment {Key} (tenant {connection.Name})", action + when + WithDependencies(IncludeDependency)))
            return;

        if (installed?.IsLeaving == true)
            await WaitUntilGoneAsync(connection, Key, [AppId]);

        var body = new InstallAppRequest(version, UseUpdateWindow, AllowPreview, IncludeDependency, AcceptIsvEula, Language);
        var operation = await StartAsync(connection, Key, UseUpdateWindow, () => admin.InstallAppAsync(Key, AppId, body, PipelineStopToken));
        await FinishAsync(connection, operation, UseUpdateWindow);
    });
}
