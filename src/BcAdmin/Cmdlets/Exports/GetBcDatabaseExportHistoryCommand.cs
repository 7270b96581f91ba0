using System.Management.Automation;

namespace BcAdmin.Cmdlets.Exports;

/// <summary>Lists past exports: listExportHistory, which Microsoft removes in version 2.30 of the API.</summary>
[Cmdlet(VerbsCommon.Get, "BcDatabaseExportHistory")]
[OutputType(typeof(BcDatabaseExportHistory))]
public sealed class GetBcDatabaseExportHistoryCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>The start of the range. The default is 30 days before the end.</summary>
    [Parameter(Position = 0)]
    [DateTransformation]
    public DateTime? StartTime { get; set; }

    /// <summary>The end of the range. The default is now.</summary>
    [Parameter(Position = 1)]
    [DateTransformation]
    public DateTime? EndTime { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override async Task ProcessAsync()
    {
        var span = TimeSpanOf(StartTime, EndTime, TimeSpan.FromDays(30));
        await ReadAsync(StartTime, async connection =>
        {
            await foreach (var export in AdminCenter(connection).ListExportHistoryAsync(span.Start, span.End, PipelineStopToken))
                WriteObject(export);
        });
    }
}
