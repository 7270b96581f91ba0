using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Cmdlets.ApiCalls;

/// <summary>Sends calls to the Automation API in batches of up to 100: postBatch.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BcBatch", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcBatchResponse))]
public sealed class InvokeBcBatchCommand : BcConnectedCmdlet
{
    private readonly List<(BatchCall Call, PSObject Source)> _calls = [];

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public string Environment { get; set; } = string.Empty;

    [Parameter]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    /// <summary>Objects or hashtables with Path and, optionally, Method (the default is GET), Body, Header, and Id.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject[] Request { get; set; } = [];

    /// <summary>Runs all calls in one transaction of at most 100 calls (Isolation: snapshot).</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    [Parameter]
    [ValidateRange(1, AutomationClient.MaxBatchSize)]
    public int BatchSize { get; set; } = AutomationClient.MaxBatchSize;

    protected override async Task ProcessAsync()
    {
        foreach (var request in Request)
        {
            await GuardAsync(request, () =>
            {
                _calls.Add((Read(request), request));
                return Task.CompletedTask;
            });
        }
    }

    protected override async Task EndAsync()
    {
        if (_calls.Count == 0)
            return;
        if (Atomic && _calls.Count > AutomationClient.MaxBatchSize)
        {
            throw new BcException(
                ErrorCode.InvalidArgument, Messages.AtomicBatchTooLarge(_calls))
            {
                Advice = Messages.SplitCallsIntoBatches,
            };
        }

        if (_calls.Select(item => item.Call.Id).Distinct(StringComparer.Ordinal).Count() < _calls.Count)
            throw new BcException(ErrorCode.InvalidArgument, Messages.DuplicateCallId) { Advice = Messages.SpecifyUniqueCallIds };

        var environment = new EnvironmentKey(ApplicationFamily, Environment);
        await ChangeAsync(Environment, async connection =>
        {
            if (!IsWanted(connection, environment))
                return;
            var automation = Automation(connection, environment);
            foreach (var part in _calls.Chunk(Atomic ? AutomationClient.MaxBatchSize : BatchSize))
                await GuardAsync(Environment, () => SendAsync(automation, part));
        });
    }

    /// <summary>Prompts for confirmation unless all calls are GET requests.</summary>
    private bool IsWanted(BcConnection connection, EnvironmentKey environment)
    {
        var changes = _calls.Where(item => item.Call.Method != "GET").GroupBy(item => item.Call.Method, StringComparer.Ordinal)
            .Select(verb => string.Create(CultureInfo.InvariantCulture, $"{verb.Count()} {verb.Key}")).ToList();
        return changes.Count == 0
            || ShouldProcess(Messages.EnvironmentTarget(environment, connection),
            Messages.SendBatchAction(changes, Atomic));
    }

    private async Task SendAsync(AutomationClient automation, (BatchCall Call, PSObject Source)[] part)
    {
        var answers = await automation.SendBatchAsync([.. part.Select(item => item.Call)], Atomic, PipelineStopToken);
        var isUndone = Atomic && (answers.Count < part.Length || answers.Values.Any(answer => answer.Status >= 400));
        foreach (var (call, source) in part)
        {
            var answer = answers.GetValueOrDefault(call.Id);
            var failure = answer is null ? NotAnswered(call) : answer.Status >= 400 ? automation.FailureOf(call, answer) : null;
            WriteObject(new BcBatchResponse
            {
                Id = call.Id,
                Method = call.Method,
                Path = call.Url,
                Status = answer?.Status,
                IsUndone = isUndone && answer is { Status: < 400 },
                ErrorCode = failure?.Code,
                ErrorMessage = failure?.Message,
                Headers = new Dictionary<string, string>(
                    answer?.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase),
                Body = answer?.Body is { } body ? PSJson.ToObject(body) : null,
            });
            if (failure is not null)
                WriteError(ErrorRecordFactory.Create(failure, source));
        }
    }

    private static BcException NotAnswered(BatchCall call) =>
        new(ErrorCode.BatchNotAnswered, Messages.CallNotAnsweredAfterFailure(call))
        {
            Advice = Messages.CheckStateAndResend,
        };

    private BatchCall Read(PSObject request)
    {
        var path = Text(request, "Path") ?? Text(request, "Url")
            ?? throw new BcException(ErrorCode.InvalidArgument, Messages.BatchCallRequiresPath) { Target = request };
        var method = (Text(request, "Method") ?? "GET").ToUpperInvariant();
        if (method is not ("GET" or "POST" or "PATCH" or "DELETE"))
            throw new BcException(ErrorCode.InvalidArgument, Messages.BatchMethodNotSupported(method)) { Target = request };

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry header in Member(request, "Header") as IDictionary ?? new Hashtable())
            headers[header.Key.ToString()!] = ValueText.Of(Unwrapped(header.Value));
        if (method is "PATCH" or "DELETE")
            headers.TryAdd("If-Match", "*");

        var body = Member(request, "Body") is { } content ? Json(request, content) : (JsonElement?)null;
        var id = Text(request, "Id") ?? string.Create(CultureInfo.InvariantCulture, $"{_calls.Count + 1}");
        return new BatchCall(id, method, path.TrimStart('/'), headers.Count == 0 ? null : headers, body);
    }

    private JsonElement Json(PSObject request, object content)
    {
        var text = content as string
            ?? InvokeCommand.InvokeScript("param($body) ConvertTo-Json -InputObject $body -Depth 50 -Compress", false,
                System.Management.Automation.Runspaces.PipelineResultTypes.None, null, content)[0].BaseObject.ToString()!;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.BodyNotValidJson(exception), exception) { Target = request };
        }
    }

    private static string? Text(PSObject request, string name) => Member(request, name) is { } value ? ValueText.Of(value) : null;

    private static object? Member(PSObject request, string name)
    {
        if (request.BaseObject is not IDictionary entries)
            return Unwrapped(request.Properties[name]?.Value);
        return Unwrapped(entries.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)) is { } key
            ? entries[key] : null);
    }

    private static object? Unwrapped(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
