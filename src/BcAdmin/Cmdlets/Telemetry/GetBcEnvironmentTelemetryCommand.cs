using System.Management.Automation;

namespace BcAdmin.Cmdlets.Telemetry;

/// <summary>Reads the events and errors that environments logged: getEnvironmentTelemetry.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentTelemetry")]
[OutputType(typeof(BcTelemetryEvent))]
public sealed class GetBcEnvironmentTelemetryCommand : BcEnvironmentReadCmdlet
{
    /// <summary>The start of the range. The default is one hour before the end.</summary>
    [Parameter(Position = 1)]
    [DateTransformation]
    public DateTime? StartTime { get; set; }

    /// <summary>The end of the range. The default is now.</summary>
    [Parameter(Position = 2)]
    [DateTransformation]
    public DateTime? EndTime { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var (start, end) = TimeSpanOf(StartTime, EndTime, TimeSpan.FromHours(1));
        foreach (var entry in await AdminCenter(connection).ListTelemetryAsync(environment, start, end, PipelineStopToken))
            WriteObject(WithColumns(entry));
    }

    /// <summary>Adds the columns as properties of the object, because the service determines them.</summary>
    private static PSObject WithColumns(BcTelemetryEvent entry)
    {
        var result = PSObject.AsPSObject(entry);
        foreach (var (name, value) in entry.Values)
        {
            if (result.Properties[name] is null)
                result.Properties.Add(new PSNoteProperty(name, value));
        }

        return result;
    }
}
