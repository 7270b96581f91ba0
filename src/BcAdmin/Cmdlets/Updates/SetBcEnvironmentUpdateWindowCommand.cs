using System.Management.Automation;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Sets the update window of an environment: setUpdateSettings, getUpdateSettings.</summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentUpdateWindow", DefaultParameterSetName = "LocalTime", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcEnvironmentUpdateWindow))]
[AcceptsInput(typeof(BcEnvironmentUpdateWindow), typeof(BcEnvironment), typeof(BcTimeZone))]
public sealed class SetBcEnvironmentUpdateWindowCommand : BcEnvironmentCmdlet
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "LocalTime", ValueFromPipelineByPropertyName = true)]
    [Alias("PreferredStartTime")]
    [TimeOfDayTransformation]
    public TimeSpan StartTime { get; set; }

    [Parameter(Mandatory = true, Position = 2, ParameterSetName = "LocalTime", ValueFromPipelineByPropertyName = true)]
    [Alias("PreferredEndTime")]
    [TimeOfDayTransformation]
    public TimeSpan EndTime { get; set; }

    [Parameter(Mandatory = true, Position = 3, ParameterSetName = "LocalTime", ValueFromPipelineByPropertyName = true)]
    [Alias("TimeZoneId")]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string TimeZone { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = "Utc")]
    [TimeOfDayTransformation]
    public TimeSpan StartTimeUtc { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Utc")]
    [TimeOfDayTransformation]
    public TimeSpan EndTimeUtc { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var utc = ParameterSetName == "Utc";
        var zone = utc ? string.Empty : TimeZoneFinder.ToWindows(TimeZone);
        var (start, end) = utc ? (StartTimeUtc, EndTimeUtc) : (StartTime, EndTime);
        Check(start, end);

        var environment = Key;
        var admin = AdminCenter(connection);
        if (IsWhatIf)
        {
            await admin.GetEnvironmentAsync(environment, PipelineStopToken);
            if (!utc)
                await admin.CheckTimeZoneAsync(zone, PipelineStopToken);
        }

        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection),
            Messages.SetUpdateWindowAction(start, end, utc, zone)))
        {
            return;
        }

        await (utc
            ? admin.SetUpdateWindowUtcAsync(environment, start, end, PipelineStopToken)
            : admin.SetUpdateWindowAsync(environment, start, end, zone, PipelineStopToken));
        if (PassThru)
            WriteObject(await admin.GetUpdateWindowAsync(environment, PipelineStopToken));
    });

    /// <summary>The value that was typed. PowerShell converts the number 22 to 22 ticks, and the text 22 to 22 days.</summary>
    private static string AsTyped(TimeSpan time) => time.Ticks % TimeSpan.TicksPerDay == 0 ? time.Days.ToString(CultureInfo.InvariantCulture)
        : time.Duration() < TimeSpan.FromSeconds(1) ? time.Ticks.ToString(CultureInfo.InvariantCulture)
        : time.Days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}")
        : time.ToString();

    private static void Check(TimeSpan start, TimeSpan end)
    {
        foreach (var time in (TimeSpan[])[start, end])
        {
            if (time < TimeSpan.Zero || time >= TimeSpan.FromDays(1) || time.Ticks % TimeSpan.TicksPerMinute != 0)
                throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidTimeOfDay(AsTyped(time))) { Target = time };
        }

        var length = end > start ? end - start : end - start + TimeSpan.FromDays(1);
        if (start == end || length < Shortest)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.UpdateWindowBelowMinimum(start, end))
            { Target = end };
        }
    }
}
