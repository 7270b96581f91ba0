using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.State;

/// <summary>The state that a reset discards: the tenants of a scenario, clock, settings, faults, and counters.</summary>
internal sealed class World
{
    private Settings _settings = new();
    private TokenPolicy _tokenPolicy = new();

    public World(string scenario, IReadOnlyList<Tenant> tenants, SimulatorClock clock)
    {
        Scenario = scenario;
        Tenants = tenants;
        Clock = clock;
        var gate = new object();
        foreach (var tenant in tenants)
            tenant.Gate = gate;
        Throttle = new Throttle(this);
    }

    public string Scenario { get; }

    public IReadOnlyList<Tenant> Tenants { get; }

    public SimulatorClock Clock { get; }

    public FaultList Faults { get; } = new();

    public Throttle Throttle { get; }

    public Settings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    public TokenPolicy TokenPolicy
    {
        get => Volatile.Read(ref _tokenPolicy);
        set => Volatile.Write(ref _tokenPolicy, value);
    }

    /// <summary>Processes everything that is due by now. The caller holds the lock of the tenants.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var tenant in Tenants)
            tenant.Advance(now, Clock);
    }

    public Tenant DefaultTenant => Tenants[0];

    public Tenant? FindTenant(string tenant) => Tenants.FirstOrDefault(candidate => candidate.IsNamed(tenant));

    public JsonArray DescribeTenants() => new([.. Tenants.Select(tenant =>
    {
        lock (tenant.Gate)
        {
            return new JsonObject
            {
                ["tenantId"] = tenant.Id.ToString(),
                ["domain"] = tenant.Domain,
                ["users"] = new JsonArray([.. tenant.Accounts.Select(account => new JsonObject
                {
                    ["userName"] = account.UserName,
                    ["role"] = account.Role.ToString(),
                })]),
                ["apps"] = new JsonArray([.. tenant.Apps.Select(app => new JsonObject
                {
                    ["clientId"] = app.ClientId,
                    ["secret"] = app.Application.Passwords.FirstOrDefault()?.Text,
                    ["name"] = app.Name,
                })]),
            };
        }
    })]);
}

/// <summary>The lifetimes of tokens.</summary>
internal sealed record TokenPolicy
{
    /// <summary>Seconds after which the APIs reject an access token.</summary>
    public int LifetimeSec { get; init; } = 3600;

    /// <summary>
    /// Seconds by which expires_in exceeds the lifetime. MSAL treats a token as expired five minutes early; with 300, a lifetime of
    /// a few seconds can be tested.
    /// </summary>
    public int ClientSlackSec { get; init; }

    /// <summary>Seconds after which Microsoft Entra ID rejects a refresh token.</summary>
    public int RefreshLifetimeSec { get; init; } = 90 * 24 * 3600;
}
