using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Parameters;

/// <summary>
/// Converts text to a time of day. Without this attribute, PowerShell reports 25:00 as an argument without a parameter, because it is not a time
/// span.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class TimeOfDayTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Hours that a day does not have are converted as well, so that the cmdlet rejects them. 24:00 would be a day.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text when HoursAndMinutes().Match(text) is { Success: true } match
                && new TimeSpan(Number(match, "hours"), Number(match, "minutes"), 0) is var time
                && (time == TimeSpan.Zero || time.Ticks % TimeSpan.TicksPerDay != 0) => time,
            string text when !HoursAndMinutes().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) => time,
            string text => throw new ArgumentTransformationMetadataException(Messages.InvalidTimeOfDay(text)),
            DateTime time => time.TimeOfDay,
            _ => inputData,
        };

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<hours>[0-9]{1,4}):(?<minutes>[0-5][0-9])\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HoursAndMinutes();
}
