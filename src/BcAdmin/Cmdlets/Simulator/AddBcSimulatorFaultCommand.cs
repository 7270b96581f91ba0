using System.Management.Automation;
using System.Text.Json.Nodes;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Adds a fault to a simulator: an error, a delay, throttling, or a dropped connection.</summary>
[Cmdlet(VerbsCommon.Add, "BcSimulatorFault", DefaultParameterSetName = "Status")]
[OutputType(typeof(BcSimulatorFault))]
public sealed class AddBcSimulatorFaultCommand : BcCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Status")]
    [ValidateRange(400, 599)]
    public int StatusCode { get; set; }

    /// <summary>The error code. For an operation, the code in its errorMessage, with the inner code after a slash.</summary>
    [Parameter(ParameterSetName = "Status")]
    [Parameter(ParameterSetName = "FailOperation")]
    [ArgumentCompleter(typeof(ServiceErrorCompleter))]
    public string? ErrorCode { get; set; }

    [Parameter(ParameterSetName = "Status")]
    [ValidateRange(0, 86400)]
    public int RetryAfterSec { get; set; }

    /// <summary>Sends Retry-After as a date, by the clock of the simulator.</summary>
    [Parameter(ParameterSetName = "Status")]
    public SwitchParameter RetryAfterDate { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Delay")]
    [ValidateRange(1, 3_600_000)]
    public int DelayMs { get; set; }

    /// <summary>Runs the call, and then drops the connection without a response.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Drop")]
    public SwitchParameter DropAnswer { get; set; }

    /// <summary>Another way in which the call or its response fails.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Kind")]
    [ValidateSet("DropBefore", "Truncate", "Malformed", "Html", "WrongContentType", "SlowDrip", "ExpireToken", "RevokeToken")]
    public string Kind { get; set; } = string.Empty;

    /// <summary>Lets a long-running operation fail.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "FailOperation")]
    public SwitchParameter FailOperation { get; set; }

    [Parameter(ParameterSetName = "Status")]
    [Parameter(ParameterSetName = "FailOperation")]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Message { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContractOperationCompleter))]
    public string[] Operation { get; set; } = ["*"];

    /// <summary>The number of calls that the fault applies to; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; } = 1;

    [Parameter]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    public string? Name { get; set; }

    protected override async Task EndAsync()
    {
        var simulator = SimulatorStore.Get(Name);
        var known = NameFilter.Of(Operation);
        known.From(SimulatorFiles.Operations);
        WarnUnknown(known, nameof(Operation), []);
        foreach (var operation in Operation)
        {
            var fault = Describe(operation);
            await simulator.Control.PostAsync("faults", fault, PipelineStopToken);
            WriteObject(new BcSimulatorFault
            {
                Name = simulator.Name,
                Kind = fault["kind"]!.GetValue<string>(),
                Operation = operation,
                Count = Count,
                StatusCode = StatusCode > 0 ? StatusCode : null,
                ErrorCode = ErrorCode,
                Message = Message,
                RetryAfterSec = MyInvocation.BoundParameters.ContainsKey(nameof(RetryAfterSec)) ? RetryAfterSec : null,
                DelayMs = DelayMs > 0 ? DelayMs : null,
            });
        }
    }

    private JsonObject Describe(string operation)
    {
        var fault = new JsonObject { ["operation"] = operation, ["count"] = Count };
        switch (ParameterSetName)
        {
            case "Delay":
                fault["kind"] = "delay";
                fault["delayMs"] = DelayMs;
                break;
            case "Drop":
                fault["kind"] = "dropAfter";
                break;
            case "Kind":
                fault["kind"] = JsonNamingPolicy.CamelCase.ConvertName(Kind);
                break;
            case "FailOperation":
                fault["kind"] = "failOperation";
                break;
            default:
                fault["kind"] = "status";
                fault["statusCode"] = StatusCode;
                if (MyInvocation.BoundParameters.ContainsKey(nameof(RetryAfterSec)))
                    fault["retryAfterSec"] = RetryAfterSec;
                if (RetryAfterDate)
                    fault["retryAfterDate"] = true;
                break;
        }

        if (ErrorCode is not null)
            fault["errorCode"] = ErrorCode;
        if (Message is not null)
            fault["message"] = Message;
        return fault;
    }
}
