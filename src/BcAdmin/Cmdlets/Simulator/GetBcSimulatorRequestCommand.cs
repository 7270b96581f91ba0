using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Lists the requests that a simulator received, for tests and to show what a script would send.</summary>
[Cmdlet(VerbsCommon.Get, "BcSimulatorRequest")]
[OutputType(typeof(BcSimulatorRequest))]
public sealed class GetBcSimulatorRequestCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    [NameOrId(typeof(BcSimulator), nameof(BcSimulator.Name), IsSingle = true)]
    public string? Name { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContractOperationCompleter))]
    public string[]? Operation { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    protected override Task ProcessAsync() => GuardAsync(Name, async () =>
    {
        var simulator = SimulatorStore.Get(Name);
        var filter = new NameFilter<BcSimulatorRequest>(Operation, request => [request.Operation]);
        using var log = await simulator.Control.GetAsync("requests", PipelineStopToken);
        var requests = filter.From([.. ApiJson.Items(log.RootElement).Select(entry => Read(simulator.Name, entry))]);
        WriteObject(Last > 0 ? requests.TakeLast(Last) : requests, enumerateCollection: true);
        WarnUnknown(filter, nameof(Operation), SimulatorFiles.Operations);
    });

    private static BcSimulatorRequest Read(string name, JsonElement entry)
    {
        var (started, ended) = (Date(entry, "startedOn"), Date(entry, "endedOn"));
        return new BcSimulatorRequest
        {
            Name = name,
            Sequence = entry.GetProperty("sequence").GetInt64(),
            StartedOn = started,
            Duration = ended - started,
            Operation = ApiJson.Text(entry, "operationId"),
            Method = ApiJson.Text(entry, "method"),
            Path = ApiJson.Text(entry, "path"),
            Status = ApiJson.Text(entry, "status") is { } status ? int.Parse(status, CultureInfo.InvariantCulture) : null,
            TenantId = ApiJson.Text(entry, "tenantId"),
            Caller = ApiJson.Text(entry, "callerKind"),
            CallerId = ApiJson.Text(entry, "callerId"),
            CorrelationId = ApiJson.Text(entry, "correlationId"),
            InFlight = entry.GetProperty("inFlight").GetInt32(),
            InBatch = entry.GetProperty("inBatch").GetBoolean(),
            Fault = ApiJson.Text(entry, "fault"),
        };
    }

    private static DateTimeOffset? Date(JsonElement entry, string name) =>
        ApiJson.Text(entry, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
}
