using System.Management.Automation;
using BcAdmin.Reports;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Lists the versions to which environments can be updated: listEnvironmentUpdates; with -Calendar, also getUpdateSettings.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentUpdate")]
[OutputType(typeof(BcEnvironmentUpdate), typeof(BcUpdateCalendarEntry))]
public sealed class GetBcEnvironmentUpdateCommand : BcEnvironmentReadCmdlet
{
    private readonly Dictionary<(BcConnection Connection, EnvironmentKey Environment), BcUpdateCalendarEntry> _calendar = [];

    [Parameter]
    public SwitchParameter Selected { get; set; }

    /// <summary>Writes the selected updates of all environments at the end, sorted by date.</summary>
    [Parameter]
    public SwitchParameter Calendar { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var admin = AdminCenter(connection);
        if (Calendar)
        {
            var entry = await UpdateCalendar.ReadAsync(admin, connection, environment, Context.Clock.LocalTimeZone, PipelineStopToken);
            if (entry is not null)
                _calendar[(connection, environment)] = entry;
            return;
        }

        await foreach (var item in admin.ListUpdatesAsync(environment, PipelineStopToken))
        {
            if (!Selected || item.Selected == true)
                WriteObject(item);
        }
    }

    protected override Task EndAsync()
    {
        foreach (var entry in UpdateCalendar.Sort(_calendar.Values))
            WriteObject(entry);
        return Task.CompletedTask;
    }
}
