using BcAdmin.Simulator.Contract;
using Microsoft.AspNetCore.Http;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// Simulates <c>/v2.0/{tenant}/{environment}/api/microsoft/automation/v2.0/…</c>, and the same without the tenant, which is then taken from the
/// token. Of the standard API, <c>…/api/v2.0</c>, it has the companies, which other clients read first.
/// </summary>
internal sealed class AutomationServer(SimulatedService simulator, ApiContract contract) : ApiServer(simulator, contract)
{
    private const string CompanyBesides = "?company";

    private const string ODataVersion = "4.0";

    private const string AutomationRole = "Automation.ReadWrite.All";

    private static readonly string[] ApiPath = ["api", "microsoft", "automation"];
    private static readonly string[] StandardApiPath = ["api"];

    /// <summary>Other clients still call the earlier version; here it is identical.</summary>
    private static readonly string[] ApiVersions = ["v2.0", "v1.0"];

    public Destination? TryRoute(Exchange exchange)
    {
        if (RootLength(exchange) is not { } root)
            return null;

        // The API follows the environment, which can be preceded by the tenant.
        var environment = (exchange.SegmentIs(2, "api") ? 2 : 3) - 1;
        var tenant = environment == 2 ? exchange.Segments[1] : null;
        var resource = WithCompany(exchange, Resource(exchange, root));
        IReadOnlyList<string> offered = IsStandard(exchange, root) && !IsCompanies(resource) ? ["?"] : resource;
        var address = new Address(root, tenant, exchange.Segments[environment]);
        return RouteTo(exchange, offered, (operation, values, caller) => Serve(exchange, address, operation, values, caller));
    }

    private static bool IsStandard(Exchange exchange, int root) => exchange.SegmentIs(root - 2, "api");

    private static bool IsCompanies(IReadOnlyList<string> resource) => resource is [var only] && NamesCompanies(only);

    private static bool NamesCompanies(string segment) =>
        segment.Equals("companies", StringComparison.OrdinalIgnoreCase) || segment.StartsWith("companies(", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number of segments before the API's paths, including its version; null if the path is not one of the API.</summary>
    private static int? RootLength(Exchange exchange)
    {
        if (!exchange.SegmentIs(0, "v2.0"))
            return null;

        var paths = from prefix in (int[])[3, 2] from path in (string[][])[ApiPath, StandardApiPath] select (Prefix: prefix, Path: path);
        foreach (var (prefix, path) in paths)
        {
            if (path.Select((segment, index) => exchange.SegmentIs(prefix + index, segment)).All(fits => fits)
                && ApiVersions.Any(version => exchange.SegmentIs(prefix + path.Length, version)))
            {
                return prefix + path.Length + 1;
            }
        }

        return null;
    }

    private static IReadOnlyList<string> Resource(Exchange exchange, int root) => [.. exchange.Segments.Skip(root)];

    /// <summary>
    /// The path as the contract has it: <c>users?company=X</c> is <c>companies(X)/users</c>. Company X, a name or an ID, is resolved when the
    /// environment is known.
    /// </summary>
    private static IReadOnlyList<string> WithCompany(Exchange exchange, IReadOnlyList<string> segments) =>
        CompanyNamed(exchange) is not null && NeedsCompany(segments) ? [$"companies({CompanyBesides})", .. segments] : segments;

    private static bool NeedsCompany(IReadOnlyList<string> segments) =>
        segments is [var first, ..] && !first.StartsWith('$') && !NamesCompanies(first);

    /// <summary>The company outside the path: in the query, or in the header that the documentation of $batch uses for inner calls.</summary>
    private static string? CompanyNamed(Exchange exchange) =>
        exchange.Request.Query.TryGetValue("company", out var name) || exchange.Request.Headers.TryGetValue("Company", out name)
            ? name.ToString()
            : null;

    private Reply Serve(
        Exchange exchange, Address address, ContractOperation operation, IReadOnlyDictionary<string, string> values, Caller caller)
    {
        // A replica is read-only; a batch specifies this for each of its calls.
        if (!HttpMethods.IsGet(operation.Method) && operation.Id != Batch.Itself
            && string.Equals(exchange.Request.Headers["Data-Access-Intent"].ToString(), "ReadOnly", StringComparison.OrdinalIgnoreCase))
        {
            throw AutomationError.BadRequest($"Data-Access-Intent: ReadOnly is for reading; {operation.Method} writes.");
        }

        var (tenant, root) = (caller.Tenant, address.Root);
        if (address.Tenant is not null && !tenant.IsNamed(address.Tenant))
            throw Unauthenticated("The token was issued for another tenant than the one in the address.");

        lock (tenant.Gate)
        {
            var now = exchange.World.Clock.UtcNow;
            exchange.World.Advance(now);
            var environment = FindEnvironment(tenant, address.Environment, now);
            Admit(caller, operation, environment, IsStandard(exchange, root) ? ["API.ReadWrite.All", AutomationRole] : [AutomationRole]);
            var apiVersion = new Version(environment.Version.Major, environment.Version.Minor);
            if (!operation.IsIn(apiVersion))
                throw NotOffered(exchange);

            var byPath = values;
            values = FindCompany(exchange, caller, operation, values, environment);
            string[] raw = exchange.RawPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var rootPath = $"/{string.Join('/', raw[..root])}";
            string[] company = values == byPath ? [] : [$"companies({values["companyId"]})"];
            return InvokeOperation(new Call
            {
                Exchange = exchange,
                Operation = operation,
                PathValues = values,
                Caller = caller,
                Tenant = tenant,
                Now = now,
                Version = apiVersion,
                TargetEnvironment = environment,
                RootPath = rootPath,
                ResourcePath = string.Join('/', [rootPath, .. company, .. raw[root..]]),
            });
        }
    }

    private static BcEnvironment FindEnvironment(Tenant tenant, string name, DateTimeOffset now)
    {
        var environment = tenant.FindEnvironment(name);
        if (environment is null || environment.Status is not (EnvironmentStatus.Active or EnvironmentStatus.Upgrading))
        {
            throw new Refusal(404, "BadRequest_ResourceNotFound",
                $"The environment '{name}' does not exist or cannot be reached while it is {environment?.Status.ToString() ?? "unknown"}.");
        }

        if (now >= environment.ApiReadyOn)
            return environment;

        // A new environment is first unknown to the API, and then known but not available.
        var half = environment.ActiveOn + ((environment.ApiReadyOn - environment.ActiveOn) / 2);
        if (now < half)
            throw new Refusal(404, "BadRequest_ResourceNotFound", $"The environment '{name}' does not exist yet.");

        var wait = Math.Max(1, (int)Math.Ceiling((environment.ApiReadyOn - now).TotalSeconds));
        throw new Refusal(503, "Internal_TenantUnavailable", $"The environment '{name}' is starting.")
        {
            Headers = { ["Retry-After"] = wait.ToString(CultureInfo.InvariantCulture) },
        };
    }

    private void Admit(Caller caller, ContractOperation operation, BcEnvironment environment, string[] roles)
    {
        switch (caller.Kind)
        {
            case CallerKind.App when !roles.Any(role => caller.Roles.Contains(role, StringComparer.Ordinal)):
                throw Unauthenticated($"The app lacks the application permission {roles[0]}.");
            case CallerKind.App when caller.App is { } app && !app.IsSetUpIn(environment):
                throw Unauthenticated("The app is not set up and enabled in the environment.");
            case CallerKind.User when environment.FindUser(caller.Id) is not { Enabled: true }:
                throw Unauthenticated("The user does not exist in the environment, or is disabled.");
            case CallerKind.DelegatedAdmin or CallerKind.App when !caller.MaySee(environment):
                // The documentation does not specify the response for a partner without access; a user who may not sign in is rejected in this way.
                throw Unauthenticated("The environment does not allow access of the partner tenant.");
        }

        var permission = caller.Kind switch
        {
            CallerKind.App => "s2s",
            CallerKind.DelegatedAdmin => "delegatedAdmin",
            _ => "delegatedUser",
        };
        if (!operation.Admits(permission))
        {
            throw new Refusal(403, "Authorization_RequestDenied", caller.Kind == CallerKind.App
                ? $"{operation.Id} cannot be called by an app: it requires the permission set SUPER, which an app cannot have."
                : $"{operation.Id} is not available to delegated administrators.");
        }

        if (operation.Needs(PermissionSet.Super) && caller.Kind == CallerKind.User && !Holds(caller, environment, PermissionSet.Super))
            throw new Refusal(403, "Authorization_RequestDenied", $"{operation.Id} requires the permission set SUPER.");
        if (operation.Needs(PermissionSet.ExtensionAdmin) && !Holds(caller, environment, PermissionSet.ExtensionAdmin))
        {
            throw new Refusal(403, "Authorization_RequestDenied",
                $"You do not have the permissions to manage extensions: the permission set {PermissionSet.ExtensionAdmin} is missing.");
        }
    }

    /// <summary>Whether a user has a permission set in the environment, or SUPER, which includes all; for an app, whether the app has it.</summary>
    private static bool Holds(Caller caller, BcEnvironment environment, string permissionSet) => caller.Kind == CallerKind.User
        ? environment.FindUser(caller.Id)!.PermissionSets.Any(assigned => assigned.RoleId == permissionSet || assigned.RoleId == PermissionSet.Super)
        : caller.Holds(permissionSet);

    /// <summary>Checks that the company of the path or of the query exists, and returns the path with its id.</summary>
    private IReadOnlyDictionary<string, string> FindCompany(
        Exchange exchange, Caller caller, ContractOperation operation, IReadOnlyDictionary<string, string> values, BcEnvironment environment)
    {
        if (!values.TryGetValue("companyId", out var text))
            return values;

        var besides = text == CompanyBesides;
        if (besides)
            text = CompanyNamed(exchange)!;
        var isId = Guid.TryParse(text, out var id);
        if (!isId && !besides)
            throw BadParameter(operation, operation.Parameters.First(parameter => parameter.Name is "companyId"), $"'{text}' is not a GUID.");

        var company = isId ? environment.FindCompany(id) : environment.FindCompany(text);
        if (company is null || caller.App is { CompaniesVisible: false })
            throw new Refusal(404, "Internal_CompanyNotFound", $"The company {(isId ? "with the ID " : "")}{text} does not exist.");
        return besides ? new Dictionary<string, string>(values, StringComparer.Ordinal) { ["companyId"] = company.Id.ToString() } : values;
    }

    protected override Refusal Unauthenticated(string problem) =>
        new(401, "Authentication_InvalidCredentials", $"The server has rejected the client credentials. {problem}")
        {
            Headers = { ["WWW-Authenticate"] = "Bearer error=\"invalid_token\"" },
        };

    protected override Refusal UnknownPath(Exchange exchange)
    {
        var root = RootLength(exchange)!.Value;
        if (IsStandard(exchange, root))
            return NotOffered(exchange);

        var segments = WithCompany(exchange, Resource(exchange, root));
        if (NeedsCompany(segments) && Contract.Match([$"companies({Guid.Empty})", .. segments], out _) is not null)
        {
            return new Refusal(404, "Internal_CompanyNotFound",
                "The call does not specify a company: use companies(id) at the start of the path, or ?company= in the query.");
        }

        if (Contract.MatchesButForKeys(segments))
        {
            return new Refusal(400, "BadRequest_NotFound",
                "Bad Request - Error in query syntax: a key does not have the format of its type. Strings are in single quotes, GUIDs are not.");
        }

        var isAction = segments[^1].StartsWith("Microsoft.NAV.", StringComparison.OrdinalIgnoreCase);
        return isAction && Contract.Match([.. segments.SkipLast(1)], out _) is not null
            ? new Refusal(404, "BadRequest_MethodNotImplemented", $"There is no action '{segments[^1]}' in this resource.")
            : NotOffered(exchange);
    }

    private static Refusal NotOffered(Exchange exchange) =>
        new(404, "BadRequest_ResourceNotFound", $"Resource not found for the segment '{exchange.Segments[^1]}'.");

    protected override Refusal WrongVerb(Exchange exchange, ContractPath path) =>
        new(405, "BadRequest_MethodNotAllowed", $"'{exchange.Segments[^1]}' does not support {exchange.Request.Method} operations.")
        {
            Headers = { ["Allow"] = string.Join(", ", path.Operations.Select(operation => operation.Method)) },
        };

    protected override Refusal BadParameter(ContractOperation operation, ContractParameter parameter, string problem) =>
        new(400, "BadRequest_NotFound", $"Bad Request - Error in query syntax: {problem}");

    protected override Refusal NoBody(ContractOperation operation) => new(400, "BadRequest",
        operation.BodyContentType is "application/json" ? "The request body must contain a JSON object." : "The request body must contain a file.");

    protected override Refusal BadBody(ContractOperation operation, JsonNode? body, Violation violation) => violation.Keyword switch
    {
        "required" or "nullable" or "minLength" => new Refusal(400, "BadRequest_RequiredParamNotProvided", violation.Message),
        "maxLength" => new Refusal(400, "Application_StringExceededLength", violation.Message),
        "enum" => new Refusal(400, "Application_EvaluateException", violation.Message),
        _ => AutomationError.BadRequest(violation.Message),
    };

    /// <summary>OData knows which properties of a type can be written, so it rejects all others.</summary>
    protected override void CheckBody(ContractOperation operation, JsonObject body)
    {
        var writable = Contract.Validator.Properties(operation.BodySchema!.Value);
        var names = body.Select(property => property.Key).Where(name => !name.Contains('@', StringComparison.Ordinal));
        if (names.FirstOrDefault(name => !writable.ContainsKey(name)) is not { } unknown)
            return;

        var answer = operation.ResponseSchema(operation.Method is "POST" ? 201 : 200);
        var entity = answer is { } schema ? Contract.Validator.Properties(schema) : writable;
        throw entity.Keys.Contains(unknown, StringComparer.OrdinalIgnoreCase)
            ? new Refusal(400, "BadRequest_InvalidOperation", $"Field {unknown} is read-only.")
            : AutomationError.BadRequest(
                $"The property '{unknown}' does not exist on the type. Make sure to only use property names that are defined by the type.");
    }

    protected override int CountOperations(ContractOperation operation, Exchange exchange) =>
        operation.Id == Batch.Itself ? Batch.Count(exchange) : 1;

    protected override Reply Refuse(Exchange exchange, Refusal refusal) => WriteError(exchange, refusal);

    public static Reply WriteError(Exchange exchange, Refusal refusal)
    {
        var reply = Reply.Of(refusal, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = refusal.Code,
                ["message"] = $"{refusal.Message}  CorrelationId:  {exchange.CorrelationId}.",
            },
        });
        reply.Headers["OData-Version"] = ODataVersion;
        return reply;
    }

    protected override Reply Finish(Call call, Reply reply)
    {
        if (reply.Status == 201 && reply.Json?["id"] is { } id)
            reply.Headers.TryAdd("Location", $"{call.Exchange.BaseAddress}{call.ResourcePath}({id})");
        // Created and changed objects are returned in the same form as objects that are read.
        var isChange = reply.Status is 200 or 201 && call.Operation.Method is "POST" or "PATCH";
        if (isChange && reply.Json is JsonObject row && row.ContainsKey("@odata.etag"))
            reply = Reply.Of(reply.Status, ODataCollection.Describe(call, row), reply.Headers);
        reply.Headers["OData-Version"] = ODataVersion;

        // With $select, the caller has specified the members; the responses of a batch are already complete.
        return call.Settings.ExtraMembers && call.Query("$select") is null && call.Operation.Id != Batch.Itself ? reply.WithExtraMembers() : reply;
    }

    /// <summary>The target of a call.</summary>
    /// <param name="Root">The number of segments before the API's paths, including its version.</param>
    /// <param name="Tenant">The tenant in the path; null if the path does not have one.</param>
    private sealed record Address(int Root, string? Tenant, string Environment);
}
