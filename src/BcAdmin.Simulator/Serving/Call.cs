using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// An authorized and validated call of an operation, as its method receives it. The tenant's lock is held while the method runs,
/// so it can read and change the state, and must not wait for anything.
/// </summary>
internal sealed record Call
{
    public required Exchange Exchange { get; init; }

    public required ContractOperation Operation { get; init; }

    public required IReadOnlyDictionary<string, string> PathValues { get; init; }

    public required Caller Caller { get; init; }

    public required Tenant Tenant { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The version of the Admin Center API in the path; of the environment for the Automation API.</summary>
    public required Version Version { get; init; }

    /// <summary>The JSON body in the contract's spelling; null if there is none.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>The body as an object; an empty object if there is none.</summary>
    public JsonObject Body => Json as JsonObject ?? [];

    /// <summary>The environment in the path; Automation API only.</summary>
    public BcEnvironment? TargetEnvironment { get; init; }

    /// <summary>The path of the API itself, without a slash at the end; Automation API only.</summary>
    public string RootPath { get; init; } = "";

    /// <summary>
    /// The path of the resource in the form of links in responses, regardless of how the caller specified the company; Automation API only.
    /// </summary>
    public string ResourcePath { get; init; } = "";

    public World World => Exchange.World;

    public Settings Settings => Exchange.World.Settings;

    /// <summary>The environment in the path of an Automation call.</summary>
    public BcEnvironment Environment =>
        TargetEnvironment ?? throw new InvalidOperationException("An Admin Center call names no environment until it looks one up.");

    /// <summary>A value of the path.</summary>
    public string this[string name] => PathValues[name];

    public Guid Id(string name) => Guid.Parse(PathValues[name]);

    public string? Text(string property) => Body[property]?.GetValue<string>();

    public bool Flag(string property) => Body[property]?.GetValue<bool>() == true;

    public DateTimeOffset? Time(string property) => Body[property] is { } time ? ReadTime(time.GetValue<string>()) : null;

    public DateTimeOffset? QueryTime(string name) => Query(name) is { } text ? ReadTime(text) : null;

    public string? Header(string name) => Exchange.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Query(string name) => Exchange.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Keeps the changes so far, even if the batch of the call is rolled back: the service commits here.</summary>
    public void Commit() => Exchange.HasCommitted = true;

    /// <summary>Reads a text that was validated as a time; a time without an offset is UTC.</summary>
    public static DateTimeOffset ReadTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
