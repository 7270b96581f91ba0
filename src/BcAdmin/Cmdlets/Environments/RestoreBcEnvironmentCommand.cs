using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>
/// Restores an environment at a point in time to a new environment: getEnvironment, listAvailableRestorePeriods, restoreEnvironment, getOperation.
/// </summary>
[Cmdlet(VerbsData.Restore, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation), typeof(BcEnvironmentRestorePeriod))]
public sealed class RestoreBcEnvironmentCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public override string Environment { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1)]
    [EnvironmentName]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string NewName { get; set; } = string.Empty;

    /// <summary>Has an offset, so that the times of a restore period can be passed unchanged.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [DateTransformation]
    public DateTimeOffset PointInTime { get; set; }

    /// <summary>Does not bind from the pipeline, so that a restored production environment is not a production environment by accident.</summary>
    [Parameter]
    [ValidateSet("Production", "Sandbox")]
    public string? Type { get; set; }

    [Parameter]
    [Alias("SkipInstallingPTEs")]
    public SwitchParameter SkipPerTenantExtension { get; set; }

    [Parameter]
    [Alias("SkipInstallingThirdPartyGlobalApps")]
    public SwitchParameter SkipMarketplaceApp { get; set; }

    [Parameter]
    [Alias("SkipEnvironmentCleanup")]
    public SwitchParameter SkipCleanup { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var admin = AdminCenter(connection);
        var source = await admin.GetEnvironmentAsync(new(ApplicationFamily, Environment), PipelineStopToken);
        await CheckPeriodAsync(admin, source.Key);
        var restored = source.Key with { Name = NewName };
        if (IsWhatIf)
            await admin.CheckNameIsFreeAsync(restored, PipelineStopToken);
        var type = Type is null ? source.Type ?? "Sandbox" : CanonicalCase(nameof(Type), Type);
        if (!ShouldProcess($"environment {source.Describe()}", Messages.RestoreEnvironmentAction(PointInTime, type, NewName)))
            return;

        var body = new RestoreEnvironmentRequest(NewName, type, PointInTime, SkipPerTenantExtension, SkipMarketplaceApp, SkipCleanup);
        var operation = await admin.RestoreEnvironmentAsync(source.Key, body, PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.RestoringEnvironment(source, NewName), restored);
    });

    /// <summary>Checks the restore period first, because the operation would fail only after a long time.</summary>
    private async Task CheckPeriodAsync(AdminCenterClient admin, EnvironmentKey source)
    {
        var periods = await admin.ListRestorePeriodsAsync(source, PipelineStopToken).ToListAsync();
        if (periods.Exists(period => !(PointInTime < period.From || PointInTime > period.To)))
            return;
        throw new BcException(ErrorCode.RestorePointNotAvailable, periods.Count == 0
            ? Messages.NoRestorePointYet(source)
            : Messages.RestorePointOutOfRange(source, PointInTime, periods))
        {
            Target = PointInTime,
            Advice =
                Messages.ListRestorePoints(source),
        };
    }
}
