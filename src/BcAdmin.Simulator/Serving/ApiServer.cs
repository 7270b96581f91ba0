using System.Text;
using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// The steps that both APIs have in common, in the service's order: sign-in, path and method, permission, parameters, body, and then the method that
/// implements the operation. The differences (paths, error codes, error format) are in AdminCenterServer and AutomationServer.
/// </summary>
internal abstract class ApiServer(SimulatedService simulator, ApiContract contract)
{
    protected SimulatedService Simulator { get; } = simulator;

    protected ApiContract Contract { get; } = contract;

    protected abstract Refusal UnknownPath(Exchange exchange);

    protected abstract Refusal WrongVerb(Exchange exchange, ContractPath path);

    /// <summary>Converts a violation of the contract to the error that the service returns.</summary>
    protected abstract Refusal BadParameter(ContractOperation operation, ContractParameter parameter, string problem);

    protected abstract Refusal BadBody(ContractOperation operation, JsonNode? body, Violation violation);

    protected abstract Refusal NoBody(ContractOperation operation);

    protected abstract Reply Refuse(Exchange exchange, Refusal refusal);

    protected virtual void CheckBody(ContractOperation operation, JsonObject body)
    {
    }

    /// <summary>Completes a successful response, such as with the unknown members.</summary>
    protected virtual Reply Finish(Call call, Reply reply) => reply;

    /// <summary>The number of operations in a call, which determines its processing time.</summary>
    protected virtual int CountOperations(ContractOperation operation, Exchange exchange) => 1;

    /// <summary>Finds the operation and the caller, without processing the call.</summary>
    protected Destination RouteTo(
        Exchange exchange, IReadOnlyList<string> segments, Func<ContractOperation, IReadOnlyDictionary<string, string>, Caller, Reply> serve)
    {
        var path = Contract.Match(segments, out var values);
        var method = exchange.Request.Method;
        var operation = path?.Operations.Find(candidate => string.Equals(candidate.Method, method, StringComparison.OrdinalIgnoreCase));
        var caller = Simulator.Tokens.FindCaller(exchange, DirectoryResource.BusinessCentral, out var problem);

        return new Destination
        {
            OperationId = operation?.Id ?? "unknown",
            IsApi = true,
            Caller = caller,
            Operations = operation is null ? 1 : CountOperations(operation, exchange),
            Refuse = refusal => Refuse(exchange, refusal),
            Serve = () =>
            {
                if (caller is null)
                    throw Unauthenticated(problem!);
                if (path is null)
                    throw UnknownPath(exchange);
                if (operation is null)
                    throw WrongVerb(exchange, path);
                return serve(operation, values, caller);
            },
        };
    }

    protected abstract Refusal Unauthenticated(string problem);

    protected Reply InvokeOperation(Call call)
    {
        CheckParameters(call);
        if (call.Operation.BodySchema is not null)
            call = call with { Json = ReadBody(call) };
        if (!Simulator.Handlers.TryGetValue((call.Operation.Api, call.Operation.Id), out var handler))
            throw new Refusal(501, "NotImplemented", $"The simulator does not support {call.Operation.Id}.");

        return Finish(call, handler(call));
    }

    private void CheckParameters(Call call)
    {
        foreach (var parameter in call.Operation.Parameters)
        {
            var text = parameter.In switch
            {
                "path" => call.PathValues[parameter.Name],
                "query" => call.Query(parameter.Name),
                // If-Match has a separate rule and code (ETag.Check); the other headers are not checked.
                _ => null,
            };

            if (text is null)
            {
                // Which properties a filter must contain is a rule of the application, with a separate error.
                if (parameter is { Required: true, In: "query", Name: not "$filter" })
                    throw BadParameter(call.Operation, parameter, $"{parameter.Name} is missing.");
                continue;
            }

            if (Contract.Validator.ValidateText(text, parameter.Schema, parameter.Name) is { } violation)
                throw BadParameter(call.Operation, parameter, violation.Message);
        }
    }

    private JsonNode? ReadBody(Call call)
    {
        var operation = call.Operation;
        JsonNode? body;
        switch (operation.BodyContentType)
        {
            case "application/json":
                body = ReadJson(call);
                break;
            case "multipart/form-data":
                body = ReadForm(call);
                break;
            default:
                return operation.BodyRequired && call.Exchange.BodyLength == 0 ? throw NoBody(operation) : null;
        }

        if (body is null)
            return operation.BodyRequired ? throw NoBody(operation) : null;

        body = Contract.Validator.Normalize(body, operation.BodySchema!.Value);
        if (Contract.Validator.Validate(body, operation.BodySchema.Value, Direction.Request) is [var violation, ..])
            throw BadBody(operation, body, violation);

        if (body is JsonObject properties)
            CheckBody(operation, properties);
        return body;
    }

    private JsonNode? ReadJson(Call call)
    {
        try
        {
            return call.Exchange.ReadJson();
        }
        catch (JsonException error)
        {
            throw BadBody(call.Operation, null, new Violation("", "json", $"The body is not JSON: {error.Message}", null));
        }
    }

    /// <summary>The fields of a form, converted by the schema. A file is represented by its name; its content is in the parts.</summary>
    private JsonObject? ReadForm(Call call)
    {
        if (call.Exchange.Body.Length == 0)
            return null;

        if (call.Exchange.Parts is not { } parts)
            throw BadBody(call.Operation, null, new Violation("", "form", "The body is not multipart/form-data.", null));

        var properties = Contract.Validator.Properties(call.Operation.BodySchema!.Value);
        var form = new JsonObject();
        foreach (var part in parts)
        {
            var text = part.FileName ?? Encoding.UTF8.GetString(part.Content);
            var known = properties.FirstOrDefault(property => string.Equals(property.Key, part.Name, StringComparison.OrdinalIgnoreCase));
            var isFlag = known.Key is not null && Contract.Resolve(known.Value).TryGetProperty("type", out var type) && type.GetString() is "boolean";
            form[part.Name] = isFlag && bool.TryParse(text, out var flag) ? flag : text;
        }

        return form;
    }
}
