using System.Text;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;

namespace BcAdmin.Simulator.Entra;

/// <summary>Routes the sign-in addresses of Microsoft Entra, under any tenant segment, in their v2.0 and v1 forms.</summary>
internal sealed class EntraServer(SimulatedService simulator)
{
    private readonly TokenEndpoint _token = new(simulator);
    private readonly AuthorizeEndpoint _authorize = new(simulator);
    private readonly DeviceCodeEndpoint _deviceCode = new(simulator);

    public Destination? TryRoute(Exchange exchange)
    {
        var segments = exchange.Segments;
        if (segments.Count == 1 && exchange.SegmentIs(0, "devicelogin"))
            return Destination.To("deviceLogin", () => _deviceCode.ShowPage(exchange), EntraError.Write);
        if (segments.Count < 2)
            return null;

        var tenant = segments[0];
        var rest = string.Join('/', segments.Skip(1)).ToLowerInvariant();
        Func<Reply>? serve;
        string name;
        (name, serve) = rest switch
        {
            "oauth2/v2.0/token" or "oauth2/token" => ("token", () => _token.Serve(exchange, tenant)),
            "oauth2/v2.0/devicecode" or "oauth2/devicecode" => ("deviceCode", () => _deviceCode.Serve(exchange, tenant)),
            "oauth2/v2.0/authorize" or "oauth2/authorize" => ("authorize", () => _authorize.Serve(exchange, tenant)),
            "adminconsent" or "v2.0/adminconsent" => ("adminConsent", () => AdminConsentEndpoint.Serve(exchange, tenant)),
            "v2.0/.well-known/openid-configuration" => ("openIdConfiguration", () => OpenIdConfiguration(exchange, tenant, "/v2.0")),
            ".well-known/openid-configuration" => ("openIdConfiguration", () => OpenIdConfiguration(exchange, tenant, "")),
            "discovery/v2.0/keys" or "discovery/keys" => ("keys", () => Reply.Ok(simulator.Tokens.PublicKeys())),
            "discovery/instance" => ("instanceDiscovery", () => InstanceDiscovery(exchange)),
            _ => ("", (Func<Reply>?)null),
        };
        return serve is null ? null : Destination.To(name, serve, EntraError.Write);
    }

    private static Reply OpenIdConfiguration(Exchange exchange, string tenantSegment, string version)
    {
        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        // The addresses name the tenant by its id, whatever the caller called it (field: scripts that resolve a domain). The well-known words stand
        // for "the tenant of the user", so they stay as they are and the issuer has a placeholder.
        var isAnyTenant = SignIn.IsAnyTenant(tenantSegment);
        var issuerTenant = isAnyTenant ? "{tenantid}" : tenant.Id.ToString();
        var root = $"{exchange.BaseAddress}/{(isAnyTenant ? tenantSegment : issuerTenant)}";
        var oauth = version.Length == 0 ? "oauth2" : "oauth2/v2.0";
        var keys = version.Length == 0 ? "discovery/keys" : "discovery/v2.0/keys";
        return Reply.Ok(new JsonObject
        {
            ["issuer"] = $"{exchange.BaseAddress}/{issuerTenant}{version}",
            ["authorization_endpoint"] = $"{root}/{oauth}/authorize",
            ["token_endpoint"] = $"{root}/{oauth}/token",
            ["device_authorization_endpoint"] = $"{root}/{oauth}/devicecode",
            ["jwks_uri"] = $"{root}/{keys}",
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

    private static Reply InstanceDiscovery(Exchange exchange)
    {
        var host = exchange.Request.Host.ToString();
        var tenant = exchange.World.DefaultTenant.Id;
        return Reply.Ok(new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{exchange.BaseAddress}/{tenant}/v2.0/.well-known/openid-configuration",
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
