using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// The sign-in addresses of Microsoft Entra, for any tenant, in their v2.0 and v1 forms, and the token endpoint of managed identities.
/// </summary>
internal static class EntraEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.Map("/devicelogin", DeviceCodeEndpoint.ShowPage).Named("deviceLogin");
        app.Map("/msi/token", ManagedIdentity.Serve).Named("token", ManagedIdentity.Refuse);

        var entra = app.MapGroup("/{tenant}");
        foreach (var (version, oauth, discovery) in new[] { ("/v2.0", "oauth2/v2.0", "discovery/v2.0"), ("", "oauth2", "discovery") })
        {
            entra.Map($"{oauth}/token", TokenEndpoint.Serve).Named("token");
            entra.Map($"{oauth}/devicecode", DeviceCodeEndpoint.Serve).Named("deviceCode");
            entra.Map($"{oauth}/authorize", AuthorizeEndpoint.Serve).Named("authorize");
            entra.Map($"{version}/adminconsent", AdminConsentEndpoint.Serve).Named("adminConsent");
            entra.Map($"{discovery}/keys", (Exchange exchange) => TypedResults.Ok(exchange.Simulator.Tokens.PublicKeys())).Named("keys");
            entra.Map(
                $"{version}/.well-known/openid-configuration",
                (Exchange exchange, string tenant) => OpenIdConfiguration(exchange, tenant, version, oauth, discovery)).Named("openIdConfiguration");
        }

        entra.Map("discovery/instance", InstanceDiscovery).Named("instanceDiscovery");
    }

    /// <summary>Assigns the name that an endpoint has in the log and for faults, and the format of its errors.</summary>
    private static void Named(this IEndpointConventionBuilder endpoint, string operationId, Func<Refusal, Reply>? refuse = null) =>
        endpoint.WithMetadata(new Destination { OperationId = operationId, Refuse = refuse ?? EntraError.Write });

    private static Ok<JsonObject> OpenIdConfiguration(Exchange exchange, string tenant, string version, string oauth, string discovery)
    {
        var found = SignIn.FindTenant(exchange.World, tenant);
        // The addresses contain the ID of the tenant, even if the caller used a domain (as scripts do that resolve a domain). The well-known words
        // represent "the tenant of the user", so they are not replaced and the issuer has a placeholder.
        var isAnyTenant = SignIn.IsAnyTenant(tenant);
        var issuerTenant = isAnyTenant ? "{tenantid}" : found.Id.ToString();
        var root = $"{exchange.BaseAddress}/{(isAnyTenant ? tenant : issuerTenant)}";
        return TypedResults.Ok(new JsonObject
        {
            ["issuer"] = $"{exchange.BaseAddress}/{issuerTenant}{version}",
            ["authorization_endpoint"] = $"{root}/{oauth}/authorize",
            ["token_endpoint"] = $"{root}/{oauth}/token",
            ["device_authorization_endpoint"] = $"{root}/{oauth}/devicecode",
            ["jwks_uri"] = $"{root}/{discovery}/keys",
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["response_types_supported"] = new JsonArray("code"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "client_secret_basic", "private_key_jwt"),
            ["tenant_region_scope"] = "EU",
            ["cloud_instance_name"] = exchange.Request.Host.ToString(),
        });
    }

    private static Ok<JsonObject> InstanceDiscovery(Exchange exchange)
    {
        var host = exchange.Request.Host.ToString();
        return TypedResults.Ok(new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{exchange.BaseAddress}/{exchange.World.DefaultTenant.Id}/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = host,
                ["preferred_cache"] = host,
                ["aliases"] = new JsonArray(host),
            }),
        });
    }
}
