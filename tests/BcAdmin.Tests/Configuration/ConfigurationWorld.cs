using System.Text.Json.Nodes;
using BcAdmin.Api;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Api.Automation;
using BcAdmin.Configuration;
using BcAdmin.Configuration.Components;
using BcAdmin.Connections;
using BcAdmin.Operations;
using BcAdmin.Simulator;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Configuration;

/// <summary>A tenant on a simulator, called with the transport of the module: the logic of the cmdlets without PowerShell.</summary>
internal sealed class ConfigurationWorld : IConfigurationHost, IDisposable
{
    private readonly ServiceAccess _access;
    private readonly SimulatorHost _simulator;
    private readonly BcConnection _connection;

    public ConfigurationWorld(SimulatorHost simulator, string token)
    {
        _simulator = simulator;
        _access = new ServiceAccess(
            new WireOptions
            {
                Flow = SignInFlow.AccessToken,
                AccessToken = TestWire.Secure(token),
                Authority = simulator.Https,
                Resource = simulator.Https,
                IsApiAddress = address => ServiceAccess.IsApiAddress(simulator.Https, address),
                PinnedCertificate = simulator.CertificateSha256,
                Clock = new FastClock(),
            },
            simulator.Https);
        _connection = new BcConnection(_access)
        {
            Name = "contoso.example",
            TenantId = Simulator.SimulatorTest.TenantId,
            Endpoint = simulator.Https,
        };
    }

    public List<BcConfigurationResult> Results { get; } = [];

    public List<BcException> Failures { get; } = [];

    bool IConfigurationHost.IsWhatIf => false;

    bool IConfigurationHost.AcceptsTerms => true;

    bool IConfigurationHost.CreatesEnvironments => false;

    bool IConfigurationHost.WaitsForLast => true;

    public AdminCenterClient AdminCenter => new(_connection, _access.Client(new CallContext(), _connection));

    /// <summary>The tenant as a file, as Export-BcConfiguration writes it.</summary>
    public async Task<byte[]> ExportAsync()
    {
        var tenant = new ConfigurationScope(_connection, AdminCenter, null, null, ConfigurationSecrets.None, default);
        var environments = await AdminCenter.ListEnvironmentsAsync(null, default).ToListAsync();
        var states = new List<ConfigurationWriter.State>();
        foreach (var environment in environments)
            states.Add(await ReadAsync(new(_connection, AdminCenter, environment, Automation(environment.Key), ConfigurationSecrets.None, default)));
        using var file = new MemoryStream();
        ConfigurationWriter.WriteTenant(file, _connection.TenantId, await ReadAsync(tenant), states);
        return file.ToArray();
    }

    public async Task<List<BcConfigurationDifference>> CompareAsync(byte[] file, bool includeUnlisted = true) =>
        [.. ConfigurationObjects.Differences(await Planner(Load(file), includeUnlisted).PlanAsync(_connection))];

    /// <summary>Applies a configuration like Set-BcConfiguration.</summary>
    public async Task SetAsync(byte[] file, bool removeUnlisted = true)
    {
        Results.Clear();
        Failures.Clear();
        var planner = Planner(Load(file), removeUnlisted);
        try
        {
            await new ConfigurationRun(planner, this, default).ApplyAsync(await planner.PlanAsync(_connection));
        }
        catch (BcException failure)
        {
            Failures.Add(failure);
        }
    }

    public static ConfigurationDocument Load(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            var loader = new ConfigurationLoader(new Dictionary<string, string>(StringComparer.Ordinal));
            var document = Assert.Single(loader.LoadAll(path));
            Assert.Empty(loader.Errors);
            return document;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() => _access.Dispose();

    Task<bool> IConfigurationHost.ConfirmAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) => Task.FromResult(true);

    bool IConfigurationHost.ConfirmCreation(BcConnection connection, EnvironmentKey environment, string description) => true;

    void IConfigurationHost.Write(BcConfigurationResult result) => Results.Add(result);

    void IConfigurationHost.WriteError(BcException failure, object? target) => Failures.Add(failure);

    void IConfigurationHost.WriteVerbose(string text)
    {
    }

    IDisposable IConfigurationHost.ShowProgress(ConfigurationScope scope, int changes, out Action step)
    {
        step = () => { };
        return new MemoryStream();
    }

    async Task<T> IConfigurationHost.EndAsync<T>(BcConnection connection, T operation)
    {
        var handler = OperationHandler.Of(operation);
        var service = new OperationService(AdminCenter, Automation);
        ILongRunningOperation seen = operation;
        while (!seen.IsCompleted)
        {
            _simulator.Simulator.World.Clock.Advance(TimeSpan.FromMinutes(1));
            seen = await handler.ReadAgain(seen, service, default) ?? seen;
        }

        return (T)seen;
    }

    Task<BcEnvironment> IConfigurationHost.WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity) =>
        AdminCenter.GetEnvironmentAsync(environment, default);

    async Task<T> IConfigurationHost.WaitUntilAsync<T>(BcConnection connection, string activity, WaitFor<T> wait)
    {
        var seen = await wait.Read(default);
        while (!wait.IsDone(seen))
        {
            _simulator.Simulator.World.Clock.Advance(TimeSpan.FromMinutes(1));
            seen = await wait.Read(default);
        }

        return seen;
    }

    private AutomationClient Automation(EnvironmentKey environment) =>
        new(_connection, environment, _access.Client(new CallContext { Clock = new FastClock() }, _connection));

    private ConfigurationPlanner Planner(ConfigurationDocument document, bool includeUnlisted) =>
        new(_ => document, ConfigurationSecrets.None, default)
        {
            AdminCenter = _ => AdminCenter,
            Automation = (_, environment) => Automation(environment),
            IsWanted = _ => true,
            IncludeUnlisted = includeUnlisted,
            Host = this,
        };

    private static async Task<ConfigurationWriter.State> ReadAsync(ConfigurationScope scope)
    {
        var read = new List<(ComponentSchema, IReadOnlyList<ConfigurationItem>)>();
        foreach (var component in ManagedComponents.Of(scope.IsTenant).Where(component => component.Schema.IsExported))
            read.Add((component.Schema, await component.ReadAsync(scope, null)));
        return new(scope.IsTenant ? null : scope.Environment, read);
    }

    /// <summary>Waits a hundredth of the time, so that retries take milliseconds.</summary>
    private sealed class FastClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Faster(dueTime), Faster(period));

        private static TimeSpan Faster(TimeSpan time) => time > TimeSpan.Zero ? time / 100 : time;
    }
}
