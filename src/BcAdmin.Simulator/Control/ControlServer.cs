using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Entra;
using BcAdmin.Simulator.Faults;
using BcAdmin.Simulator.Scenarios;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Control;

/// <summary>
/// <c>/simulator/…</c>: how a test or a script tells the simulator what to be like. Only for programs on this machine: a request that a browser
/// made for a web page (it carries an Origin) or that was led here by a foreign host name is refused.
/// </summary>
internal sealed class ControlServer(SimulatedService simulator)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    public Reply Handle(Exchange exchange)
    {
        if (exchange.Request.Headers.ContainsKey("Origin") || !LoopbackHosts.Contains(exchange.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
            || exchange.Http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return Error(403, "Control answers programs on this machine only: no Origin header, and a loopback Host.");

        try
        {
            return Dispatch(exchange);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ScenarioException)
        {
            return Error(400, error.Message);
        }
    }

    private Reply Dispatch(Exchange exchange)
    {
        var path = string.Join('/', exchange.Segments.Skip(1)).ToLowerInvariant();
        return (exchange.Request.Method, path) switch
        {
            ("GET", "") => Reply.Ok(Summary()),
            ("GET", "ready") => Reply.Ok(new JsonObject { ["scenario"] = simulator.World.Scenario, ["tenants"] = simulator.World.DescribeTenants() }),
            ("POST", "reset") => Reset(exchange),
            ("POST", "clock") => Clock(exchange),
            ("GET", "settings") => Reply.Ok(exchange.World.Settings.ToJson()),
            ("POST", "settings") => ChangeSettings(exchange),
            ("GET", "faults") => Reply.Ok(exchange.World.Faults.ToJson()),
            ("POST", "faults") => AddFaults(exchange),
            ("DELETE", "faults") => Done(exchange.World.Faults.Clear),
            ("GET", "requests") => Requests(exchange),
            ("DELETE", "requests") => Done(simulator.Log.Clear),
            ("POST", "tokens") => Tokens(exchange),
            ("POST", "devicecode") => DecideDeviceCode(exchange),
            ("POST", "apps") => Apps(exchange),
            ("GET", "contract/operations") => Reply.Ok(ContractOperations()),
            _ => Error(404, $"There is no control {exchange.Request.Method} /simulator/{path}."),
        };
    }

    private static Reply Error(int status, string message) => Reply.Of(status, new JsonObject { ["error"] = message });

    private static Reply Done(Action action)
    {
        action();
        return Reply.NoContent();
    }

    private static ControlBody Body(Exchange exchange, params string[] members) => new(exchange, members);

    private JsonObject Summary()
    {
        var world = simulator.World;
        return new JsonObject
        {
            ["scenario"] = world.Scenario,
            ["now"] = world.Clock.UtcNow.ToString("O"),
            ["timeScale"] = world.Clock.TimeScale,
            ["settings"] = world.Settings.ToJson(),
            ["tokens"] = JsonSerializer.SerializeToNode(world.TokenPolicy, Web),
            ["faults"] = world.Faults.ToJson(),
            ["tenants"] = new JsonArray([.. world.Tenants.Select(tenant => SummarizeTenant(world, tenant))]),
        };
    }

    private static JsonObject SummarizeTenant(World world, Tenant tenant)
    {
        lock (tenant.Gate)
        {
            world.Advance(world.Clock.UtcNow);
            return new JsonObject
            {
                ["tenantId"] = tenant.Id.ToString(),
                ["domain"] = tenant.Domain,
                ["environments"] = new JsonArray([.. tenant.Environments.Select(environment => new JsonObject
                {
                    ["name"] = environment.Name,
                    ["type"] = environment.Type.ToString(),
                    ["status"] = environment.Status.ToString(),
                    ["version"] = environment.Version.ToString(),
                    ["companies"] = environment.Companies.Count,
                    ["users"] = environment.Users.Count,
                })]),
                ["operations"] = new JsonArray([.. tenant.Operations.Select(operation => new JsonObject
                {
                    ["id"] = operation.Id.ToString(),
                    ["type"] = operation.Type,
                    ["status"] = JsonNamingPolicy.CamelCase.ConvertName(operation.Status.ToString()),
                    ["environmentName"] = operation.EnvironmentName,
                })]),
                ["users"] = new JsonArray([.. tenant.Accounts.Select(account => new JsonObject
                {
                    ["userName"] = account.UserName,
                    ["role"] = account.Role.ToString(),
                })]),
                ["apps"] = new JsonArray([.. tenant.Apps.Select(WriteApp)]),
            };
        }
    }

    private Reply Reset(Exchange exchange)
    {
        var body = Body(exchange, "scenario", "faultsOnly");
        if (body.Bool("faultsOnly") == true)
        {
            exchange.World.Faults.Clear();
            return Reply.NoContent();
        }

        simulator.Reset(body.Text("scenario"));
        return Reply.Ok(Summary());
    }

    private static Reply Clock(Exchange exchange)
    {
        var body = Body(exchange, "advanceSec", "timeScale");
        var clock = exchange.World.Clock;
        if (body.Number("timeScale") is { } scale)
            clock.TimeScale = scale > 0 ? scale : throw new JsonException("timeScale must be greater than 0.");
        if (body.Number("advanceSec") is { } seconds)
            clock.Advance(seconds >= 0 ? TimeSpan.FromSeconds(seconds) : throw new JsonException("The clock cannot go back: advanceSec must not be negative."));
        return Reply.Ok(new JsonObject { ["now"] = clock.UtcNow.ToString("O"), ["timeScale"] = clock.TimeScale });
    }

    private static Reply ChangeSettings(Exchange exchange)
    {
        lock (exchange.World)
        {
            exchange.World.Settings = exchange.World.Settings.With(ControlBody.ReadObject(exchange));
            exchange.World.Clock.Skew = TimeSpan.FromSeconds(exchange.World.Settings.ClockSkewSec);
        }

        return Reply.Ok(exchange.World.Settings.ToJson());
    }

    private static Reply AddFaults(Exchange exchange)
    {
        var body = exchange.ReadJson();
        Fault[] faults = body is JsonArray list ? [.. list.Select(Fault.Parse)] : [Fault.Parse(body)];
        exchange.World.Faults.Add(faults);
        return Reply.Ok(exchange.World.Faults.ToJson());
    }

    private Reply Requests(Exchange exchange)
    {
        var query = exchange.Request.Query;
        var last = query["last"].ToString();
        return Reply.Ok(simulator.Log.ToJson(
            query["operation"].ToString() is { Length: > 0 } operation ? operation : null,
            last.Length > 0 ? int.Parse(last, NumberStyles.None, CultureInfo.InvariantCulture) : null));
    }

    private Reply Tokens(Exchange exchange)
    {
        var body = Body(exchange, "lifetimeSec", "clientSlackSec", "refreshLifetimeSec", "revoke");
        lock (exchange.World)
        {
            var policy = exchange.World.TokenPolicy;
            exchange.World.TokenPolicy = policy with
            {
                LifetimeSec = Seconds("lifetimeSec") ?? policy.LifetimeSec,
                ClientSlackSec = Seconds("clientSlackSec") ?? policy.ClientSlackSec,
                RefreshLifetimeSec = Seconds("refreshLifetimeSec") ?? policy.RefreshLifetimeSec,
            };
        }

        if (body.Bool("revoke") == true)
            simulator.Tokens.RevokeAll();
        return Reply.Ok(JsonSerializer.SerializeToNode(exchange.World.TokenPolicy, Web)!);

        int? Seconds(string name) => body.Number(name) is { } number ? number >= 0 ? (int)number : throw new JsonException($"{name} must not be negative.") : null;
    }

    private Reply DecideDeviceCode(Exchange exchange)
    {
        var body = Body(exchange, "userCode", "user", "decision");
        var approve = body.Text("decision") switch
        {
            "approve" => true,
            "deny" => false,
            _ => throw new JsonException("decision is approve or deny."),
        };
        var problem = DeviceCodeEndpoint.Decide(simulator, body.Text("userCode") ?? throw new JsonException("userCode is missing."), body.Text("user"), approve);
        return problem is null ? Reply.NoContent() : Error(404, problem);
    }

    private static Reply Apps(Exchange exchange)
    {
        var body = Body(
            exchange, "tenantId", "clientId", "name", "secret", "secretExpired", "certificatePem", "federated", "roles", "consented", "authorized", "environments", "companiesVisible", "permissionSets", "managedIdentity");
        var tenant = body.Text("tenantId") is { } tenantId
            ? exchange.World.FindTenant(tenantId) ?? throw new JsonException($"There is no tenant {tenantId}.")
            : exchange.World.DefaultTenant;

        // Everything is read before anything is changed: a bad request leaves the app as it was.
        var certificate = body.Text("certificatePem");
        if (certificate is not null)
            CheckCertificate(certificate);
        var federated = body["federated"]?.Deserialize<List<FederatedCredential>>(Web);
        var roles = body["roles"]?.Deserialize<List<string>>();
        var permissionSets = body["permissionSets"]?.Deserialize<List<string>>();
        var all = body["environments"] is JsonValue word && word.TryGetValue<string>(out var text)
            ? text is "all" ? true : throw new JsonException("environments is a list of names or \"all\".")
            : false;
        var environments = all ? null : body["environments"]?.Deserialize<List<string>>();
        var (secretExpired, consented, authorized) = (body.Bool("secretExpired"), body.Bool("consented"), body.Bool("authorized"));
        var (companiesVisible, managedIdentity) = (body.Bool("companiesVisible"), body.Bool("managedIdentity"));
        var (clientId, name, secret) = (body.Text("clientId"), body.Text("name"), body.Text("secret"));

        foreach (var role in (roles ?? []).Where(role => DirectoryResource.BusinessCentral.FindRole(role) is null))
            throw new JsonException($"Business Central has no application permission {role}.");

        var now = exchange.World.Clock.UtcNow;
        lock (tenant.Gate)
        {
            var app = clientId is null ? null : tenant.FindApp(clientId);
            if (app is null)
            {
                var application = (clientId is null ? null : tenant.FindApplication(clientId))
                    ?? new EntraApplication(clientId ?? Guid.NewGuid().ToString(), name ?? throw new JsonException("A new app needs a name."))
                    {
                        HomeTenantId = tenant.Id,
                        CreatedOn = now,
                        Properties = { ["signInAudience"] = "AzureADMyOrg", ["isFallbackPublicClient"] = true },
                    };
                application.Require(roles ?? []);
                if (!tenant.Applications.Contains(application))
                    tenant.Applications.Add(application);
                app = tenant.LetIn(application, now, isSetUp: false);
                app.Consent(now);
            }

            Change(app.Application);
            if (roles is not null || consented is not null)
            {
                var isConsented = consented ?? app.IsConsented;
                app.Application.Require(roles ?? [.. app.Application.Required.Where(required => required.Permission.IsRole).Select(required => required.Permission.Name)]);
                app.Revoke();
                if (isConsented)
                    app.Consent(now);
            }

            app.Authorized = authorized ?? app.Authorized;
            app.Environments = all ? null : environments ?? app.Environments;
            app.CompaniesVisible = companiesVisible ?? app.CompaniesVisible;
            app.PermissionSets = permissionSets ?? app.PermissionSets;
            app.ManagedIdentity = managedIdentity ?? app.ManagedIdentity;
            return Reply.Ok(WriteApp(app));
        }

        void Change(EntraApplication application)
        {
            application.Name = name ?? application.Name;
            application.Keys = certificate is null ? application.Keys : [KeyCredential.FromPem(certificate)];
            application.Federated = federated ?? application.Federated;
            if (secret is not null)
            {
                application.Passwords.Clear();
                application.Passwords.Add(new PasswordCredential { Text = secret });
            }

            foreach (var password in secretExpired is null ? [] : application.Passwords)
                password.End = secretExpired == true ? now.AddDays(-1) : DateTimeOffset.MaxValue;
        }
    }

    private static void CheckCertificate(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw new JsonException($"certificatePem is no certificate: {error.Message}", error);
        }
    }

    private static JsonObject WriteApp(AppRegistration app) => new()
    {
        ["clientId"] = app.ClientId,
        ["name"] = app.Name,
        ["roles"] = new JsonArray([.. app.Application.Required.Where(required => required.Permission.IsRole).Select(required => JsonValue.Create(required.Permission.Name))]),
        ["consented"] = app.IsConsented,
        ["authorized"] = app.Authorized,
        ["environments"] = app.Environments is null ? "all" : new JsonArray([.. app.Environments.Select(name => JsonValue.Create(name))]),
        ["companiesVisible"] = app.CompaniesVisible,
        ["permissionSets"] = new JsonArray([.. app.PermissionSets.Select(set => JsonValue.Create(set))]),
        ["managedIdentity"] = app.ManagedIdentity,
        ["secretExpired"] = app.Application.Passwords.Exists(password => password.End <= DateTimeOffset.UtcNow),
        ["certificates"] = app.Application.Keys.Count,
        ["federated"] = new JsonArray([.. app.Application.Federated.Select(credential => new JsonObject { ["issuer"] = credential.Issuer, ["subject"] = credential.Subject })]),
    };

    private JsonArray ContractOperations() => new([.. simulator.Contracts.SelectMany(contract => contract.Operations).Select(operation => new JsonObject
    {
        ["operationId"] = operation.Id,
        ["api"] = operation.Api.ToString(),
        ["method"] = operation.Method,
        ["path"] = operation.Path,
        ["played"] = simulator.Handlers.ContainsKey((operation.Api, operation.Id)),
    })]);
}

/// <summary>The JSON object posted to a control, with the members that it may have.</summary>
internal sealed class ControlBody
{
    private readonly JsonObject _body;

    /// <exception cref="JsonException">Not an object, or with an unknown member.</exception>
    public ControlBody(Exchange exchange, string[] members)
    {
        _body = ReadObject(exchange);
        if (_body.Select(member => member.Key).FirstOrDefault(name => !members.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new JsonException($"There is no member {unknown} here. There are {string.Join(", ", members)}.");
    }

    public JsonNode? this[string name] => _body[name];

    public static JsonObject ReadObject(Exchange exchange) => exchange.ReadJson() switch
    {
        null => [],
        JsonObject body => body,
        _ => throw new JsonException("The body must be a JSON object."),
    };

    public string? Text(string name) => _body[name]?.GetValue<string>();

    public bool? Bool(string name) => _body[name]?.GetValue<bool>();

    public double? Number(string name) => _body[name]?.GetValue<double>();
}
