using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Graph;

/// <summary>The issuers whose tokens an application accepts as credentials.</summary>
internal static partial class FederatedCredentials
{
    private const string Resource = "federatedIdentityCredential";
    private const int Most = 20;

    public static Reply List(GraphCall call)
    {
        var application = Applications.Find(call);
        return GraphQuery.Answer(call, Set(application), application.Federated.Select(Write));
    }

    public static Reply Get(GraphCall call)
    {
        var application = Applications.Find(call);
        return GraphQuery.AnswerOne(call, Set(application), Write(Find(application, call.Keys[1])));
    }

    public static Reply Create(GraphCall call)
    {
        var application = Applications.FindOwned(call);
        var body = call.Body();
        var credential = new FederatedCredential(GraphCall.Required(body, "issuer", Resource), GraphCall.Required(body, "subject", Resource))
        {
            Name = GraphCall.Required(body, "name", Resource),
            Description = body["description"]?.GetValue<string>(),
            Audiences = body["audiences"] is JsonArray { Count: 1 } audiences && audiences[0] is JsonValue audience
                ? [audience.ToString()]
                : throw GraphCall.BadProperty("audiences", Resource),
        };
        if (!Name().IsMatch(credential.Name))
            throw GraphCall.BadProperty("name", Resource);
        if (!Uri.TryCreate(credential.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme != Uri.UriSchemeHttps)
            throw GraphCall.BadProperty("issuer", Resource);
        if (application.Federated.Exists(known => string.Equals(known.Name, credential.Name, StringComparison.OrdinalIgnoreCase)))
            throw GraphCall.Conflict($"FederatedIdentityCredential with name {credential.Name} already exists.");
        if (application.Federated.Exists(known => known.Issuer == credential.Issuer && known.Subject == credential.Subject))
            throw GraphCall.Conflict("FederatedIdentityCredential with the same issuer and subject already exists.");
        if (application.Federated.Count == Most)
            throw new Refusal(403, "Authorization_RequestDenied", $"An application has {Most} federated identity credentials at most.");

        application.Federated.Add(credential);
        return GraphQuery.AnswerOne(call, Set(application), Write(credential), 201);
    }

    public static Reply Delete(GraphCall call)
    {
        var application = Applications.FindOwned(call);
        application.Federated.Remove(Find(application, call.Keys[1]));
        return Reply.NoContent();
    }

    private static FederatedCredential Find(EntraApplication application, string key) => application.Federated.Find(credential =>
        string.Equals(credential.Id.ToString(), key, StringComparison.OrdinalIgnoreCase)
        || string.Equals($"name={credential.Name}", key, StringComparison.OrdinalIgnoreCase))
        ?? throw GraphCall.NotFound(key);

    private static string Set(EntraApplication application) => $"applications('{application.ObjectId}')/federatedIdentityCredentials";

    private static JsonObject Write(FederatedCredential credential) => new()
    {
        ["id"] = credential.Id.ToString(),
        ["name"] = credential.Name ?? credential.Id.ToString(),
        ["issuer"] = credential.Issuer,
        ["subject"] = credential.Subject,
        ["description"] = credential.Description,
        ["audiences"] = new JsonArray([.. credential.Audiences.Select(audience => JsonValue.Create(audience))]),
    };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
