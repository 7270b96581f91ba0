using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Cancels a scheduled update of a Marketplace app (cancelAppUpdate) or a scheduled per-tenant extension (removeScheduledPte).</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcAppOperation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[AcceptsInput(typeof(BcAppOperation), typeof(BcApp), typeof(BcEnvironment))]
public sealed class StopBcAppOperationCommand : BcEnvironmentCmdlet
{
    private static readonly string[] Schedules = ["UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"];

    private readonly EnvironmentLists _lists;

    public StopBcAppOperationCommand() => _lists = new(this);

    [Parameter(Mandatory = true, HelpMessage = Messages.AppNameOrId, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    public string AppId { get; set; } = string.Empty;

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(CancelableAppOperationCompleter))]
    public Guid? OperationId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(AppOperationVersionCompleter))]
    public string? TargetVersion { get; set; }

    /// <summary>Empty for operations on Marketplace apps. Has no ValidateSet, because the pipeline also binds the empty value.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Schedule")]
    [ArgumentCompleter(typeof(ScheduleKindCompleter))]
    [AllowNull]
    public string? ScheduleKind { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(OperationId?.ToString() ?? AppId, async connection =>
    {
        var environment = Key;
        var app = await _lists.FindAppAsync(connection, environment, AppId);
        var target = Messages.AppInEnvironmentTarget(AppFinder.Describe(AppId, app), environment, connection);
        if (!string.IsNullOrEmpty(ScheduleKind))
        {
            await RemoveScheduledAsync(connection, environment, app, target, ScheduleKind);
        }
        else if (OperationId is { } id)
        {
            await CancelUpdateAsync(connection, environment, app, target, id);
        }
        else
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.SpecifyOperationOrSchedule);
        }
    });

    private async Task CancelUpdateAsync(BcConnection connection, EnvironmentKey environment, Guid app, string target, Guid id)
    {
        var admin = AdminCenter(connection);
        // With -WhatIf, this replaces the check of the service.
        if (IsWhatIf && await admin.FindAppOperationAsync(environment, app, id, PipelineStopToken) is null)
            throw new BcException(ErrorCode.ResourceDoesNotExist, Messages.AppOperationNotFound(app, environment, id)) { Target = id };
        if (ShouldProcess(target, Messages.CancelScheduledUpdateAction(id)))
            Write(await admin.CancelAppUpdateAsync(environment, app, id, PipelineStopToken));
    }

    private async Task RemoveScheduledAsync(BcConnection connection, EnvironmentKey environment, Guid app, string target, string kind)
    {
        var schedule = Array.Find(Schedules, known => known.Equals(kind, StringComparison.OrdinalIgnoreCase))
            ?? throw new BcException(
                ErrorCode.InvalidArgument, Messages.InvalidScheduleKind(kind, Schedules));
        if (string.IsNullOrEmpty(TargetVersion))
            throw new BcException(ErrorCode.InvalidArgument, Messages.TargetVersionRequired);
        var admin = AdminCenter(connection);
        var version = VersionFinder.IsShort(TargetVersion) || IsWhatIf
            ? await FullVersionAsync(admin, environment, app, schedule, TargetVersion) : TargetVersion;
        if (ShouldProcess(target, Messages.CancelScheduledVersionAction(version, schedule)))
            Write(await admin.RemoveScheduledPteAsync(environment, app, new(version, schedule), PipelineStopToken));
    }

    /// <summary>
    /// Gets the full version that is scheduled. If none starts with the specified version, that version is sent unchanged, and the service rejects
    /// it. With -WhatIf, the cmdlet rejects it.
    /// </summary>
    private async Task<string> FullVersionAsync(AdminCenterClient admin, EnvironmentKey environment, Guid app, string schedule, string version)
    {
        var waiting = await admin.ListScheduledPteOperationsAsync(environment, PipelineStopToken)
            .Where(operation => operation.AppId == app && schedule.Equals(operation.ScheduleKind, StringComparison.OrdinalIgnoreCase)).ToListAsync();
        if (VersionFinder.Find(waiting, version, operation => operation.TargetVersion) is [var found, ..])
            return $"{found.TargetVersion}";
        return !IsWhatIf ? version
            : throw new BcException(ErrorCode.ResourceDoesNotExist, Messages.VersionNotScheduled(app, version, schedule)) { Target = version };
    }

    private void Write(BcAppOperation? canceled)
    {
        if (canceled is not null)
            WriteObject(canceled);
    }
}
