using System.Management.Automation;
using System.Net;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>
/// Selects or reschedules the next update of an environment: listEnvironmentUpdates, selectEnvironmentUpdate, listEnvironmentOperations,
/// getOperation; with -Latest, also getUpdateSettings.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentUpdate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentUpdate))]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironmentUpdateResult))]
[AcceptsInput(typeof(BcEnvironmentUpdate), typeof(BcEnvironment), typeof(BcUpdateCalendarEntry))]
public sealed class SetBcEnvironmentUpdateCommand : BcOperationCmdlet
{
    private readonly HashSet<(BcConnection Connection, EnvironmentKey Environment)> _processedEnvironments = [];

    /// <summary>Not mandatory, because -Latest replaces it. <see cref="CheckParameters"/> reports which parameters are missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UpdateVersion")]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    public string TargetVersion { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("GA", "Preview", "EarlyAccessPreview")]
    [AllowNull]
    public string? TargetVersionType { get; set; }

    /// <summary>Selects the newest available version that is released, and writes a result for each environment.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Has an offset, so that LatestSelectable of an update can be passed unchanged.</summary>
    [Parameter]
    [DateTransformation]
    public DateTimeOffset Date { get; set; }

    /// <summary>Selects the latest date that the service allows.</summary>
    [Parameter]
    public SwitchParameter LastPossible { get; set; }

    [Parameter]
    public SwitchParameter IgnoreUpdateWindow { get; set; }

    [Parameter]
    public SwitchParameter StartNow { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Only an update that starts immediately can be waited for.</summary>
    [Parameter]
    public override SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public override int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        CheckParameters();
        // Applies to all environments, so it is an error and not a result for each environment.
        if (Latest && IsBound(nameof(Date)))
            CheckIsAhead(Context.Clock.GetUtcNow());
        return base.BeginAsync();
    }

    protected override Task ProcessAsync() => ChangeAsync(Environment, connection => Latest ? SelectLatestAsync(connection) : SetAsync(connection));

    private void CheckParameters()
    {
        bool[] dates = [IsBound(nameof(Date)), LastPossible, StartNow];
        string[] ofVersion = [nameof(TargetVersion), nameof(TargetVersionType), nameof(PassThru), nameof(Wait), nameof(TimeoutSec)];
        var error = Latest switch
        {
            { IsPresent: true } when Array.Find(ofVersion, IsTyped) is { } parameter => Messages.ParametersNotCombinable(nameof(Latest), parameter),
            { IsPresent: true } when dates.Count(isSet => isSet) != 1 => Messages.LatestRequiresDate,
            { IsPresent: false } when LastPossible => Messages.LastPossibleRequiresLatest,
            { IsPresent: false } when StartNow && IsBound(nameof(Date)) => Messages.ParametersNotCombinable(nameof(StartNow), nameof(Date)),
            { IsPresent: false } when Wait && !StartNow => Messages.WaitRequiresStartNow,
            _ when StartNow && IsBound(nameof(IgnoreUpdateWindow)) => Messages.ParametersNotCombinable(nameof(StartNow), nameof(IgnoreUpdateWindow)),
            _ when !Latest && TargetVersion.Length == 0 && !MyInvocation.ExpectingInput => Messages.TargetVersionOrLatestRequired,
            _ => null,
        };
        if (error is not null)
            throw new BcException(ErrorCode.InvalidArgument, error) { Advice = Examples };
    }

    private string Examples => Messages.UpdateCommandExamples(
        Environment.Length > 0 ? Key : new(BcEnvironment.DefaultFamily, "Production"), Context.Clock.GetUtcNow().AddDays(14));

    private async Task SetAsync(BcConnection connection)
    {
        if (TargetVersion.Length == 0)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.TargetVersionOrLatestRequired)
            {
                Target = Environment,
                Advice = Examples,
            };
        }

        var environment = Key;
        var admin = AdminCenter(connection);
        var update = await FindAsync(admin, environment);
        var stored = default(BcEnvironmentUpdate);
        var earlier = Wait ? await CompletedUpdatesAsync(admin, environment) : [];
        if (Plan(update) is not { } change)
        {
            WriteVerbose(Messages.UpdateAlreadySelected(update, environment));
        }
        else if (!await ConfirmAsync(
            connection, environment, Messages.EnvironmentTarget(environment, connection), Describe(update, change), Force))
        {
            return;
        }
        else
        {
            stored = await SelectAsync(admin, environment, update, change);
        }

        if (update.RolloutStatus is { } rollout && !rollout.Equals("Active", StringComparison.OrdinalIgnoreCase))
            WriteWarning(Messages.UpdateRolloutPaused(update, rollout));
        if (Wait)
            WriteObject(await WaitForUpdateAsync(connection, environment, earlier));
        else if (PassThru)
            WriteObject(stored ?? await FindAsync(admin, environment));
    }

    /// <summary>Writes one result for the environment. A limitation of the service is a result; a failure is also an error.</summary>
    private async Task SelectLatestAsync(BcConnection connection)
    {
        if (!_processedEnvironments.Add((connection, Key)))
            return; // several versions of one environment were piped
        LatestUpdate? plan = null;
        try
        {
            var admin = AdminCenter(connection);
            plan = await PlanLatestAsync(admin);
            var target = Messages.EnvironmentTarget(Key, connection);
            if (plan.Change is null)
                Write(plan);
            else if (await ConfirmAsync(connection, Key, target, Describe(plan.Update!, plan.Change), Force))
                Write(await SendAsync(admin, plan));
            else
                Write(IsWhatIf ? plan with { Status = BcUpdateStatus.Planned } : NotSent(BcUpdateStatus.Declined, Messages.ChangeDeclined));
        }
        catch (BcException failure)
        {
            Write(NotSent(BcUpdateStatus.NotPossible, failure.Message));
            if (plan is null || failure is not BcApiException { Status: HttpStatusCode.BadRequest or HttpStatusCode.Conflict })
                throw;
        }

        LatestUpdate NotSent(BcUpdateStatus status, string reason) =>
            (plan ?? new() { Status = status }) with { Status = status, Change = null, Reason = reason };

        void Write(LatestUpdate outcome)
        {
            var result = new BcEnvironmentUpdateResult
            {
                Status = outcome.Status,
                TargetVersion = outcome.Update?.TargetVersion,
                ScheduledOn = outcome.Date,
                PreviousVersion = outcome.Previous?.TargetVersion,
                PreviousDate = outcome.Previous?.ScheduledOn,
                Reason = outcome.Reason,
                IsPreview = IsWhatIf,
            };
            result.SetOrigin(connection, Key);
            WriteObject(result);
        }
    }

    private UpdateOptions Options => new(
        IsBound(nameof(Date)) ? Date : null, LastPossible, StartNow, IsBound(nameof(IgnoreUpdateWindow)) ? IgnoreUpdateWindow.IsPresent : null);

    private async Task<LatestUpdate> PlanLatestAsync(AdminCenterClient admin)
    {
        var offered = await ListAsync(admin, Key);
        var plan = LatestUpdate.Decide(offered, Options, null, Context.Clock.GetUtcNow());
        return plan.DependsOnWindow(Options)
            ? LatestUpdate.Decide(offered, Options, await admin.GetUpdateWindowAsync(Key, PipelineStopToken), Context.Clock.GetUtcNow())
            : plan;
    }

    /// <summary>Sends the change and reads the stored result, also if the response was lost, because the change may have been made.</summary>
    private async Task<LatestUpdate> SendAsync(AdminCenterClient admin, LatestUpdate plan)
    {
        try
        {
            await admin.SelectUpdateAsync(Key, plan.Update!, plan.Change!, PipelineStopToken);
        }
        catch (BcApiException lost) when (lost.IsResponseLost)
        {
            if (await PlanLatestAsync(admin) is not { Status: BcUpdateStatus.AlreadySet } found)
                throw;
            return found with { Status = BcUpdateStatus.Moved, Previous = plan.Previous };
        }

        return plan.Settle(await ListAsync(admin, Key), Options);
    }

    /// <summary>
    /// Sends the change and reads the stored result, because the service moves a date to the start of the update window and ignores values that it
    /// does not support. An update that starts immediately may no longer be listed.
    /// </summary>
    private async Task<BcEnvironmentUpdate?> SelectAsync(
        AdminCenterClient admin, EnvironmentKey environment, BcEnvironmentUpdate update, SelectUpdateRequest change)
    {
        await admin.SelectUpdateAsync(environment, update, change, PipelineStopToken);
        if (StartNow || Pick(await ListAsync(admin, environment)) is not { } stored)
            return null;

        if (stored.Selected == false)
            WriteWarning(Messages.UpdateNotSelected(stored, environment));
        if (change.ScheduleDetails?.IgnoreUpdateWindow is { } ignore && stored.IgnoreUpdateWindow is { } kept && ignore != kept)
            WriteWarning(Messages.IgnoreUpdateWindowNotApplied(stored, kept));
        if (stored.ScheduledOn is { } date)
        {
            if (change.ScheduleDetails?.SelectedDateTime is { } sent && !IsSame(sent, date))
            {
                WriteWarning(
                    Messages.UpdateDateAdjusted(environment, stored, date, sent));
            }
            else
            {
                WriteVerbose(Messages.UpdateScheduled(environment, stored, date));
            }
        }

        return stored;
    }

    private Task<List<BcEnvironmentUpdate>> ListAsync(AdminCenterClient admin, EnvironmentKey environment) =>
        admin.ListUpdatesAsync(environment, PipelineStopToken).ToListAsync();

    /// <summary>Gets the available update for the specified version. A released version is preferred.</summary>
    private BcEnvironmentUpdate? Pick(List<BcEnvironmentUpdate> offered)
    {
        var found = VersionFinder.Find(
            offered.Where(update => TargetVersionType is null || update.HasType(TargetVersionType)), TargetVersion, update => update.TargetVersion);
        return found.Find(update => update.IsReleased) ?? found.FirstOrDefault();
    }

    private async Task<BcEnvironmentUpdate> FindAsync(AdminCenterClient admin, EnvironmentKey environment)
    {
        var offered = await ListAsync(admin, environment);
        return Pick(offered)
            ?? throw new BcException(
                ErrorCode.TargetVersionNotFound,
                Messages.UpdateVersionNotAvailable(environment, TargetVersion, TargetVersionType))
            {
                Target = TargetVersion,
                Advice = offered.Count == 0 ? Messages.NoVersionAvailable : Messages.AvailableUpdateVersions(offered),
            };
    }

    /// <summary>Creates the request, or returns null if nothing changes.</summary>
    private SelectUpdateRequest? Plan(BcEnvironmentUpdate update)
    {
        var isScheduled = StartNow || IsBound(nameof(Date)) || IsBound(nameof(IgnoreUpdateWindow));
        if (update.Available == false && isScheduled)
        {
            throw new BcException(ErrorCode.UpdateNotAvailable,
                Messages.UpdateNotReleased(update))
            {
                Target = TargetVersion,
                Advice = Messages.OmitUpdateDate,
            };
        }

        if (StartNow && string.Equals(update.Status, "running", StringComparison.OrdinalIgnoreCase))
            return null;

        var date = update.Available == false ? null : ChooseDate(update);
        bool? ignoreWindow = StartNow ? true : IsBound(nameof(IgnoreUpdateWindow)) ? IgnoreUpdateWindow.IsPresent : null;
        var isChanged = update.Selected != true
            || (date is { } chosen && !(update.ScheduledOn is { } known && IsSame(chosen, known)))
            || (ignoreWindow is { } ignore && ignore != update.IgnoreUpdateWindow);
        var schedule = date is null && ignoreWindow is null ? null : new UpdateSchedule(date, ignoreWindow);
        return isChanged ? new(update.Selected == true ? null : true, update.TargetVersionType, schedule) : null;
    }

    /// <summary>Gets the date to request, or null to leave the date unchanged or to the service.</summary>
    private DateTimeOffset? ChooseDate(BcEnvironmentUpdate update)
    {
        var now = Context.Clock.GetUtcNow();
        if (IsBound(nameof(Date)))
        {
            CheckIsAhead(now);
            if (Date > update.RawLatestSelectable)
            {
                throw new BcException(ErrorCode.InvalidArgument,
                    Messages.UpdateDateAfterLatest(Date, update))
                {
                    Target = Date,
                };
            }

            return Date;
        }

        // The service rejects a date in the past, including the stored one, and its clock can be slightly ahead.
        if (!StartNow && !(update.ScheduledOn < now))
            return null;
        var soon = now.AddSeconds(10);
        return update.LatestSelectable is { } latest && latest > now && latest < soon ? latest : soon;
    }

    /// <summary>Checks that the date is not in the past. The service accepts any time of the current day.</summary>
    private void CheckIsAhead(DateTimeOffset now)
    {
        if (Date.UtcDateTime.Date < now.UtcDateTime.Date)
        {
            throw new BcException(ErrorCode.InvalidArgument, $"{Date.UtcDateTime:u} has passed.")
            {
                Target = Date,
                Advice = Messages.SpecifyLaterUpdateDate,
            };
        }
    }

    private static bool IsSame(DateTimeOffset left, DateTimeOffset right) => (left - right).Duration() < TimeSpan.FromSeconds(1);

    private static string Describe(BcEnvironmentUpdate update, SelectUpdateRequest change)
    {
        var date = change.ScheduleDetails?.SelectedDateTime ?? update.ScheduledOn;
        var window = (change.ScheduleDetails?.IgnoreUpdateWindow ?? update.IgnoreUpdateWindow) == true
            ? Messages.IgnoreUpdateWindowSuffix : string.Empty;
        return date is { } known ? Messages.ScheduleUpdateAction(update, known, window) : Messages.SelectUpdateAction(update, window);
    }

    private async Task<BcOperation> WaitForUpdateAsync(BcConnection connection, EnvironmentKey environment, HashSet<Guid> earlier)
    {
        var activity = Messages.UpdatingEnvironment(environment, TargetVersion);
        var admin = AdminCenter(connection);
        var tracker = Track(connection);
        var start = new WaitFor<BcOperation?>(
            null, token => FindStartedAsync(admin, environment, earlier, token), found =>
                found is not null, _ => Messages.WaitingForUpdateStart, _ => NotStarted());
        var started = await tracker.WaitUntilAsync(activity, Messages.ServiceStartsUpdate(UpdateOperation()), start);
        return await tracker.WaitForSuccessAsync(started!, activity);

        BcException NotStarted() => new(ErrorCode.OperationTimeout, Messages.UpdateNotStartedYet(environment))
        {
            Advice = Messages.CheckSelectedUpdate(UpdateOperation()),
        };

        SuggestedCommand UpdateOperation() => Commands.GetOperation.In(environment).With("Type", "update").On(connection);
    }

    private static Task<BcOperation?> FindStartedAsync(
        AdminCenterClient admin, EnvironmentKey environment, HashSet<Guid> earlier, CancellationToken stop) =>
        admin.ListOperationsAsync(environment, stop)
            .FirstOrNullAsync(operation => operation.HasType("update") && !earlier.Contains(operation.OperationId));

    private async Task<HashSet<Guid>> CompletedUpdatesAsync(AdminCenterClient admin, EnvironmentKey environment) =>
    [
        .. await admin.ListOperationsAsync(environment, PipelineStopToken)
            .Where(operation => operation.HasType("update") && operation.IsCompleted).Select(operation => operation.OperationId).ToListAsync(),
    ];

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
