using BcAdmin.Simulator.AdminCenter;
using BcAdmin.Simulator.Automation;
using BcAdmin.Simulator.Contract;
using BcAdmin.Simulator.Control;
using BcAdmin.Simulator.Entra;
using BcAdmin.Simulator.Graph;
using BcAdmin.Simulator.Scenarios;

namespace BcAdmin.Simulator;

/// <summary>All parts of the service: the contracts, the sign-in, the servers, and the world that a reset replaces.</summary>
internal sealed class SimulatedService : IDisposable
{
    private readonly AdminCenterServer _adminCenter;
    private readonly AutomationServer _automation;
    private readonly GraphServer _graph;
    private readonly double _timeScale;
    private readonly TimeProvider _time;
    private World _world;

    /// <exception cref="ScenarioException">The scenario cannot be loaded.</exception>
    public SimulatedService(string scenario, double timeScale, TimeProvider time)
    {
        _timeScale = timeScale;
        _time = time;
        _world = NewWorld(scenario);

        var adminCenter = ApiContract.Load(SimulatedApi.AdminCenter);
        var automation = ApiContract.Load(SimulatedApi.Automation);
        Contracts = [adminCenter, automation];
        Handlers = OperationTable.Build(Contracts.SelectMany(contract => contract.Operations.Concat(contract.UndocumentedOperations)));

        _adminCenter = new AdminCenterServer(this, adminCenter);
        _automation = new AutomationServer(this, automation);
        _graph = new GraphServer(this);
    }

    public IReadOnlyList<ApiContract> Contracts { get; }

    public IReadOnlyDictionary<(SimulatedApi Api, string Id), OperationHandler> Handlers { get; }

    public TokenAuthority Tokens { get; } = new();

    public GrantStore Grants { get; } = new();

    public RequestLog Log { get; } = new();

    public RequestJournal Journal { get; } = new(Environment.GetEnvironmentVariable(RequestJournal.Variable));

    /// <summary>The simulator's own addresses. Clients that use the address of the API as its resource ID request tokens for these.</summary>
    public IReadOnlyList<Uri> Addresses { get; set; } = [];

    /// <summary>The value that the managed identity endpoint requires in X-IDENTITY-HEADER.</summary>
    public string IdentityHeader { get; } = Guid.NewGuid().ToString("N");

    public World World => Volatile.Read(ref _world);

    /// <summary>Restarts with a scenario, or with the same one. Calls in progress finish in the old world.</summary>
    public void Reset(string? scenario)
    {
        Volatile.Write(ref _world, NewWorld(scenario ?? World.Scenario));
        Log.Clear();
    }

    public Destination Route(Exchange exchange) =>
        _adminCenter.TryRoute(exchange)
        ?? _automation.TryRoute(exchange)
        ?? _graph.TryRoute(exchange)
        ?? WebClient.TryRoute(exchange)
        ?? EnvironmentDirectory.TryRoute(exchange)
        ?? DevelopmentEndpoint.TryRoute(exchange)
        ?? new Destination
        {
            OperationId = "unknown",
            Serve = () => Reply.Text(404, "text/plain", "The simulator has no resource at this address."),
            Refuse = EntraError.Write,
        };

    /// <summary>The API that a token is for, by application ID or address; null for one that the directory does not know.</summary>
    public DirectoryResource? FindResource(string appIdOrUri) =>
        DirectoryResource.Find(appIdOrUri) ?? (IsOwnAddress(appIdOrUri) ? DirectoryResource.BusinessCentral : null);

    private bool IsOwnAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.IsLoopback && address.AbsolutePath == "/"
        && Addresses.Any(own => own.Scheme == address.Scheme && own.Port == address.Port);

    public void Dispose() => Tokens.Dispose();

    private World NewWorld(string scenario)
    {
        var clock = new SimulatorClock(_timeScale, _time);
        return new World(scenario, ScenarioFile.Read(scenario).Build(clock.UtcNow), clock);
    }
}
