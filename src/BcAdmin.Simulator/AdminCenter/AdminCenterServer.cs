using System.Text.RegularExpressions;
using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Simulates <c>/admin/{version}/…</c>: any version from v2.0 to the newest, each with the operations that it had.</summary>
internal sealed partial class AdminCenterServer(SimulatedService simulator, ApiContract contract) : ApiServer(simulator, contract)
{
    private static readonly Version Newest = new(2, 29);

    public Destination? TryRoute(Exchange exchange) =>
        exchange.SegmentIs(0, "admin")
            ? RouteTo(exchange, [.. exchange.Segments.Skip(2)], (operation, values, caller) => Serve(exchange, operation, values, caller))
            : null;

    private Reply Serve(Exchange exchange, ContractOperation operation, IReadOnlyDictionary<string, string> values, Caller caller)
    {
        var version = VersionOf(exchange);
        if (version is null || version > Newest || !operation.IsIn(version))
            throw UnknownPath(exchange);

        Admit(caller, operation, exchange.World.Settings.UnauthorizedAppStatus);
        lock (caller.Tenant.Gate)
        {
            var now = exchange.World.Clock.UtcNow;
            exchange.World.Advance(now);
            return InvokeOperation(new Call
            {
                Exchange = exchange,
                Operation = operation,
                PathValues = values,
                Caller = caller,
                Tenant = caller.Tenant,
                Now = now,
                Version = version,
            });
        }
    }

    private static Version? VersionOf(Exchange exchange)
    {
        var match = exchange.Segments.Count > 1 ? VersionPattern().Match(exchange.Segments[1]) : Match.Empty;
        return match.Success ? Version.Parse(match.Groups["number"].ValueSpan) : null;
    }

    private static void Admit(Caller caller, ContractOperation operation, int unauthorizedAppStatus)
    {
        if (caller.Kind == CallerKind.App && !caller.Roles.Contains("AdminCenter.ReadWrite.All", StringComparer.Ordinal))
            throw Forbidden($"The app {caller.Id} lacks the application permission AdminCenter.ReadWrite.All, or the permission has no consent.");
        if (caller.App is { Authorized: false })
        {
            throw new Refusal(
                unauthorizedAppStatus, unauthorizedAppStatus == 401 ? "Unauthorized" : "Forbidden",
                $"The app {caller.Id} is not on the list of authorized Microsoft Entra apps of the tenant.")
            {
                BeforeApi = true,
            };
        }

        if (caller.Kind == CallerKind.User)
            throw Forbidden($"{caller.Id} is not an administrator of the tenant.");

        var permission = caller.Kind switch
        {
            CallerKind.App => "app",
            CallerKind.DelegatedAdmin => "delegatedAdmin",
            _ => "internalAdmin",
        };
        if (!operation.Admits(permission))
        {
            throw new Refusal(403, "Forbidden", caller.Kind switch
            {
                CallerKind.App => $"{operation.Id} cannot be called by an app; sign in as a user.",
                CallerKind.DelegatedAdmin => $"{operation.Id} is not available to delegated administrators.",
                _ => $"{operation.Id} is only open to {(operation.Admits("delegatedAdmin") ? "delegated administrators" : "apps")}.",
            });
        }
    }

    private static Refusal Forbidden(string message) => new(403, "Forbidden", message) { BeforeApi = true };

    protected override Refusal Unauthenticated(string problem) => new(401, "Unauthorized", problem)
    {
        BeforeApi = true,
        Headers = { ["WWW-Authenticate"] = "Bearer authorization_uri=\"https://login.microsoftonline.com/common\", error=\"invalid_token\"" },
    };

    protected override Refusal UnknownPath(Exchange exchange) =>
        new(404, "ResourceNotFound", $"There is no resource {exchange.Request.Path} in this version of the API.") { BeforeApi = true };

    protected override Refusal WrongVerb(Exchange exchange, ContractPath path) =>
        new(405, "MethodNotAllowed", $"The resource does not support {exchange.Request.Method}.")
        {
            BeforeApi = true,
            Headers = { ["Allow"] = string.Join(", ", path.Operations.Select(operation => operation.Method)) },
        };

    protected override Refusal BadParameter(ContractOperation operation, ContractParameter parameter, string problem) =>
        new(400, "invalidInput", problem) { Target = parameter.Name };

    protected override Refusal NoBody(ContractOperation operation) => new(400, "requestBodyRequired", $"{operation.Id} requires a request body.");

    protected override Refusal BadBody(ContractOperation operation, JsonNode? body, Violation violation)
    {
        // A name that is not allowed has a separate code; a missing or blank one is invalid input.
        var blank = violation.Keyword is "required" or "nullable"
            || ((body as JsonObject)?[violation.Path] is JsonValue value && value.ToString().Length == 0);
        var code = violation.Component is "EnvironmentName" && !blank && operation.Documents("environmentNameNotValid")
            ? "environmentNameNotValid"
            : "invalidInput";
        return new Refusal(400, code, violation.Message) { Target = violation.Path.Length == 0 ? null : violation.Path };
    }

    protected override Reply Refuse(Exchange exchange, Refusal refusal) => Reply.Of(refusal, refusal.BeforeApi
        ? new JsonObject { ["error"] = new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message } }
        : Envelope(exchange, refusal));

    private static JsonObject Envelope(Exchange exchange, Refusal refusal)
    {
        var body = new JsonObject
        {
            ["code"] = refusal.Code,
            ["message"] = refusal.Message,
            ["target"] = refusal.Target,
        };
        var details = refusal.Requirements is null ? null : new JsonObject { ["requirements"] = refusal.Requirements.DeepClone() };
        // Rejected app operations have data instead of the extensionData of all other errors.
        if (details is null || exchange.World.Settings.RequirementsInExtensionData)
            body["extensionData"] = details;
        else
            body["data"] = details;
        body["clientError"] = new JsonArray();
        return body;
    }

    protected override Reply Finish(Call call, Reply reply)
    {
        var settings = call.Settings;
        if (settings.ExtraMembers)
            reply = reply.WithExtraMembers();
        reply = settings.MemberCasing switch
        {
            MemberCasing.Camel => reply.WithNames(char.ToLowerInvariant),
            MemberCasing.Pascal => reply.WithNames(char.ToUpperInvariant),
            _ => reply,
        };
        return reply.Status == 200 && call.Operation.StatusIsUndocumented && (settings.UndocumentedStatus != 204 || reply.Body.Length == 0)
            ? reply.WithStatus(settings.UndocumentedStatus)
            : reply;
    }

    [GeneratedRegex(@"^v(?<number>2\.\d{1,3})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionPattern();
}
