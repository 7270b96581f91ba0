using System.Text.Json.Nodes;

namespace BcAdmin.Definitions;

/// <summary>Creates a Postman collection (v2.1) for one API or for both.</summary>
internal static class PostmanCollection
{
    /// <param name="apis">One or both APIs; a collection for both contains the folders of each.</param>
    /// <param name="values">The values of the variables.</param>
    /// <param name="clientCredentials">True for app sign-in (client credentials); false for user sign-in (authorization code).</param>
    public static JsonObject Write(IReadOnlyList<string> apis, IReadOnlyDictionary<string, string> values, bool clientCredentials)
    {
        var collection = DefinitionFile.Postman(apis[0]);
        foreach (var api in apis.Skip(1))
        {
            Add(collection, DefinitionFile.Postman(api));
            collection["info"]!["name"] = "Business Central";
        }

        foreach (var variable in collection["variable"]!.AsArray().OfType<JsonObject>())
        {
            if (values.TryGetValue(variable["key"]!.ToString(), out var value))
                variable["value"] = value;
            else if (clientCredentials && variable["key"]!.ToString() == "grantType")
                variable["value"] = "client_credentials";
        }

        if (clientCredentials)
        {
            collection["auth"]!["oauth2"]!.AsArray()
                .OfType<JsonObject>().First(setting => setting["key"]!.ToString() == "grant_type")["value"] = "client_credentials";
        }

        return collection;
    }

    private static void Add(JsonObject collection, JsonObject other)
    {
        var known = collection["variable"]!.AsArray().Select(variable => variable!["key"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        Move("item", _ => true);
        Move("variable", variable => !known.Contains(variable["key"]!.ToString()));
        collection["info"]!["description"] = $"{collection["info"]!["description"]} {other["info"]!["description"]}";

        void Move(string list, Func<JsonNode, bool> isNew)
        {
            foreach (var item in other[list]!.AsArray().Where(item => isNew(item!)))
                collection[list]!.AsArray().Add(item!.DeepClone());
        }
    }
}
