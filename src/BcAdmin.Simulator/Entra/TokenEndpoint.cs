using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace BcAdmin.Simulator.Entra;

/// <summary>Issues tokens: client credentials, authorization code, device code and refresh token.</summary>
internal sealed class TokenEndpoint(SimulatedService simulator)
{
    public Reply Serve(Exchange exchange, string tenantSegment)
    {
        if (!HttpMethods.IsPost(exchange.Request.Method))
            throw EntraError.Of(405, "invalid_request", 900561, "The endpoint only accepts POST requests.");

        var form = new TokenForm(exchange);
        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        var reply = form.Require("grant_type") switch
        {
            "client_credentials" => ClientCredentials(exchange, tenant, tenantSegment, form),
            "authorization_code" => AuthorizationCode(exchange, tenantSegment, form),
            "device_code" or "urn:ietf:params:oauth:grant-type:device_code" => DeviceCode(exchange, tenantSegment, form),
            "refresh_token" => RefreshToken(exchange, tenant, tenantSegment, form),
            "password" => Password(exchange, tenant, tenantSegment, form),
            var other => throw EntraError.Of(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{other}'."),
        };
        reply.Headers["Cache-Control"] = "no-store, no-cache";
        return reply;
    }

    private Reply ClientCredentials(Exchange exchange, Tenant tenant, string tenantSegment, TokenForm form)
    {
        var clientId = form.Require("client_id");
        var app = SignIn.FindApp(exchange.World, tenant, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: true);

        var scope = form.Scope();
        if (!form.IsVersion1 && !scope.EndsWith("/.default", StringComparison.Ordinal))
        {
            throw EntraError.Of(400, "invalid_scope", 1002012,
                $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }

        var policy = exchange.World.TokenPolicy;
        var resource = TokenForm.ResourceOf(scope);
        SignIn.FindResource(exchange, tenant, resource);
        var token = simulator.Tokens.Issue(AppClaims(exchange, tenant, app, clientId, resource), exchange.World.Clock.UtcNow, policy.LifetimeSec);
        // No refresh token here: Entra sends none, and clients fail over one.
        return Reply.Ok(Describe(form, token, resource, policy, exchange.World.Clock.UtcNow));
    }

    private Reply AuthorizationCode(Exchange exchange, string tenantSegment, TokenForm form)
    {
        var clientId = form.Require("client_id");
        var code = simulator.Grants.TakeCode(form.Require("code"))
            ?? throw EntraError.Of(400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.");
        if (code.Grant.Expires <= exchange.World.Clock.UtcNow)
            throw EntraError.Of(400, "invalid_grant", 70008, "The provided authorization code has expired.");
        if (!string.Equals(code.Grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(400, "invalid_grant", 700005, "Provided Authorization Code is intended to use against other tenant or application, thus rejected.");
        if (!string.Equals(code.RedirectUri, form.Require("redirect_uri"), StringComparison.Ordinal))
            throw EntraError.Of(400, "invalid_grant", 500112, "The reply address does not match the reply address provided when requesting the authorization code.");

        CheckProofKey(code, form["code_verifier"]);
        var app = SignIn.FindApp(exchange.World, code.Grant.Tenant, clientId);
        // The platform that the address is registered for says whether the app can keep a secret.
        var isWeb = app?.Application.WebRedirects.Contains(code.RedirectUri, StringComparer.Ordinal) == true;
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: isWeb);
        return UserTokens(exchange, code.Grant, app, form, form.Wanted() ?? code.Grant.Scope, code.Nonce);
    }

    private Reply DeviceCode(Exchange exchange, string tenantSegment, TokenForm form)
    {
        var clientId = form.Require("client_id");
        var device = simulator.Grants.FindDeviceCode(form["device_code"] ?? form.Require("code"))
            ?? throw EntraError.Of(400, "bad_verification_code", 70018, "Invalid verification code due to User typing in wrong user code for device code flow.");
        if (!string.Equals(device.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(400, "invalid_grant", 700005, "Provided device code is intended to use against another application, thus rejected.");

        lock (device)
        {
            if (device.Expires <= exchange.World.Clock.UtcNow)
            {
                simulator.Grants.RemoveDeviceCode(device);
                throw EntraError.Of(400, "expired_token", 70019, "The device code has expired. Ask for a new one.");
            }

            switch (device.State)
            {
                case DeviceCodeState.Pending:
                    throw EntraError.Of(400, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
                case DeviceCodeState.Declined:
                    simulator.Grants.RemoveDeviceCode(device);
                    throw EntraError.Of(400, "authorization_declined", 65004, "User declined to consent to access the app.");
            }
        }

        var app = SignIn.FindApp(exchange.World, device.Tenant, clientId);
        if (app is { Application.IsPublicClient: false })
            ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: true);
        var grant = new Grant(device.Tenant, clientId, device.Account!, device.Scope, DateTimeOffset.MaxValue);
        var tokens = UserTokens(exchange, grant, app, form, form.Wanted() ?? device.Scope, nonce: null);
        simulator.Grants.RemoveDeviceCode(device);
        return tokens;
    }

    private Reply RefreshToken(Exchange exchange, Tenant tenant, string tenantSegment, TokenForm form)
    {
        var clientId = form.Require("client_id");
        var grant = simulator.Grants.FindRefreshToken(form.Require("refresh_token"))
            ?? throw EntraError.Of(400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid: the refresh token is not one of ours.");
        if (grant.Expires <= exchange.World.Clock.UtcNow)
            throw EntraError.Of(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity. The user must sign in again.");
        if (!string.Equals(grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(400, "invalid_grant", 70000, "The refresh token was issued to another application.");

        // A partner's person goes from customer to customer with one sign-in, where the customer knows the person.
        var target = SignIn.IsAnyTenant(tenantSegment) ? exchange.World.FindTenant(grant.Tenant.Id.ToString()) ?? tenant : tenant;
        Account? account;
        lock (target.Gate)
            account = target.FindAccount(grant.Account.UserName);
        if (account is null)
        {
            throw EntraError.Of(400, "invalid_grant", 50020,
                $"User account '{grant.Account.UserName}' does not exist in tenant '{target.Domain}' and cannot access the application '{clientId}' in that tenant.");
        }

        var app = SignIn.FindApp(exchange.World, target, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: false);
        return UserTokens(exchange, grant with { Tenant = target, Account = account }, app, form, form.Wanted() ?? grant.Scope, nonce: null);
    }

    /// <summary>User name and password without a browser. Accounts have no passwords here, so any password is right.</summary>
    private Reply Password(Exchange exchange, Tenant tenant, string tenantSegment, TokenForm form)
    {
        var clientId = form.Require("client_id");
        var userName = form.Require("username");
        form.Require("password");
        Account? account;
        lock (tenant.Gate)
            account = tenant.FindAccount(userName);
        if (account is null)
        {
            throw EntraError.Of(400, "invalid_grant", 50034,
                $"The user account {userName} does not exist in the {tenant.Domain} directory. To sign into this application, the account must be added to the directory.");
        }

        var app = SignIn.FindApp(exchange.World, tenant, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: app is { Application.IsPublicClient: false });
        return UserTokens(exchange, new Grant(tenant, clientId, account, form.Scope(), DateTimeOffset.MaxValue), app, form, form.Scope(), nonce: null);
    }

    private static void CheckProofKey(AuthorizationCode code, string? verifier)
    {
        if (code.Challenge is null)
            return;
        if (verifier is null)
            throw EntraError.Of(400, "invalid_grant", 50148, "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.");

        // A challenge without a method is the verifier itself (RFC 7636).
        var expected = code.ChallengeMethod is null or "plain" ? verifier : TokenAuthority.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        if (!string.Equals(expected, code.Challenge, StringComparison.Ordinal))
            throw EntraError.Of(400, "invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
    }

    private Reply UserTokens(Exchange exchange, Grant grant, AppRegistration? app, TokenForm form, string scope, string? nonce)
    {
        var policy = exchange.World.TokenPolicy;
        var resource = TokenForm.ResourceOf(scope);
        var (tenant, account) = (grant.Tenant, grant.Account);
        IReadOnlyList<string> scopes;
        lock (tenant.Gate)
            scopes = SignIn.ScopesFor(exchange, tenant, app, grant.ClientId, account, scope);
        var claims = new JsonObject
        {
            ["aud"] = resource,
            ["iss"] = $"{exchange.BaseAddress}/{tenant.Id}/v2.0",
            ["tid"] = tenant.Id.ToString(),
            ["appid"] = grant.ClientId,
            ["oid"] = account.ObjectId.ToString(),
            ["sub"] = account.ObjectId.ToString(),
            ["idtyp"] = "user",
            ["scp"] = string.Join(' ', scopes),
            ["name"] = account.DisplayName,
            ["ipaddr"] = exchange.Http.Connection.RemoteIpAddress?.ToString(),
            ["unique_name"] = account.UserName,
            ["ver"] = "1.0",
        };
        if (exchange.World.Settings.UpnInTokens)
            claims["upn"] = account.UserName;
        // Only somebody from elsewhere has an identity provider besides the issuer.
        if (account.HomeTenantId != tenant.Id)
            claims["idp"] = $"https://sts.windows.net/{account.HomeTenantId}/";
        var token = simulator.Tokens.Issue(claims, exchange.World.Clock.UtcNow, policy.LifetimeSec);

        var idClaims = new JsonObject
        {
            ["aud"] = grant.ClientId,
            ["iss"] = $"{exchange.BaseAddress}/{tenant.Id}/v2.0",
            ["tid"] = tenant.Id.ToString(),
            ["oid"] = account.ObjectId.ToString(),
            ["sub"] = account.ObjectId.ToString(),
            ["preferred_username"] = account.UserName,
            ["name"] = account.DisplayName,
            ["ver"] = "2.0",
        };
        if (nonce is not null)
            idClaims["nonce"] = nonce;

        var answer = Describe(form, token, resource, policy, exchange.World.Clock.UtcNow);
        // MSAL finds its own token again only under the scope that it asked for.
        answer["scope"] = scope;
        answer["id_token"] = simulator.Tokens.Sign(idClaims, exchange.World.Clock.UtcNow, policy.LifetimeSec);
        answer["refresh_token"] = simulator.Grants.AddRefreshToken(
            grant with { Scope = scope, Expires = exchange.World.Clock.UtcNow.AddSeconds(policy.RefreshLifetimeSec) });
        answer["client_info"] = TokenAuthority.Base64Url(Encoding.UTF8.GetBytes(
            new JsonObject { ["uid"] = account.ObjectId.ToString(), ["utid"] = tenant.Id.ToString() }.ToJsonString()));
        return Reply.Ok(answer);
    }

    public static JsonObject AppClaims(Exchange exchange, Tenant tenant, AppRegistration? app, string clientId, string resource)
    {
        lock (tenant.Gate)
        {
            var api = exchange.Simulator.FindResource(resource);
            // An app that open sign-in lets pass may do everything; to an API that nobody knows, no app has permissions.
            string[] roles = api is null ? [] : app is null ? [.. api.Roles.Select(role => role.Name)] : [.. app.RolesFor(api)];
            // An unknown app has no service principal; its object id follows from its client id.
            var objectId = app?.ObjectId ?? StableId.From($"{tenant.Id}/{clientId}");
            var claims = new JsonObject
            {
                ["aud"] = resource,
                ["iss"] = $"{exchange.BaseAddress}/{tenant.Id}/v2.0",
                ["tid"] = tenant.Id.ToString(),
                ["appid"] = clientId,
                ["azp"] = clientId,
                ["oid"] = objectId.ToString(),
                ["sub"] = objectId.ToString(),
                ["idtyp"] = "app",
                ["ver"] = "1.0",
            };
            // Entra leaves the claim out where there is nothing to say.
            if (roles.Length > 0)
                claims["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
            return claims;
        }
    }

    private static JsonObject Describe(TokenForm form, string token, string resource, TokenPolicy policy, DateTimeOffset now)
    {
        var told = policy.LifetimeSec + policy.ClientSlackSec;
        if (!form.IsVersion1)
        {
            return new JsonObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = told,
                ["ext_expires_in"] = told,
                ["access_token"] = token,
            };
        }

        // The v1 endpoint writes its numbers as text.
        var issued = now.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = $"{told}",
            ["ext_expires_in"] = $"{told}",
            ["expires_on"] = $"{issued + told}",
            ["not_before"] = $"{issued}",
            ["resource"] = resource,
            ["access_token"] = token,
        };
    }
}

/// <summary>The form that a client posts to the token endpoint.</summary>
internal sealed class TokenForm
{
    private readonly Dictionary<string, Microsoft.Extensions.Primitives.StringValues> _fields;
    private readonly (string Id, string Secret)? _basic;

    public TokenForm(Exchange exchange)
    {
        _fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(exchange.Body));
        IsVersion1 = !exchange.Segments.Contains("v2.0", StringComparer.OrdinalIgnoreCase);
        _basic = ReadBasic(exchange.Request.Headers.Authorization.ToString());
    }

    /// <summary>Whether it came to the older endpoint, which takes a resource instead of a scope.</summary>
    public bool IsVersion1 { get; }

    public string? this[string field] => field switch
    {
        "client_id" when _basic is { } basic => basic.Id,
        "client_secret" when _basic is { } basic => basic.Secret,
        _ => _fields.TryGetValue(field, out var value) && value.ToString() is { Length: > 0 } text ? text : null,
    };

    public string Require(string field) => this[field] ?? throw EntraError.MissingField(field);

    /// <summary>What the token is to be for, where that need not be said again.</summary>
    public string? Wanted() => IsVersion1 ? this["resource"] : this["scope"];

    public string Scope() => IsVersion1 ? Require("resource") : Require("scope");

    /// <summary>The audience of the token: what is left of the first scope that names a resource.</summary>
    public static string ResourceOf(string scope)
    {
        var first = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => part is not ("openid" or "profile" or "offline_access" or "email")) ?? "00000003-0000-0000-c000-000000000000";
        // https://host/.default, https://host/permission and <guid>/.default name a resource; https://host alone (v1) is one.
        var cut = first.LastIndexOf('/');
        // A scope that names no resource is one of Microsoft Graph.
        if (cut < 0 && !Guid.TryParse(first, out _))
            return DirectoryResource.Graph.AppId;
        var resource = cut > first.IndexOf("//", StringComparison.Ordinal) + 1 ? first[..cut] : first;
        return resource.TrimEnd('/');
    }

    private static (string Id, string Secret)? ReadBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;

        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..].Trim())).Split(':', 2);
            return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
        }
        catch (FormatException)
        {
            throw EntraError.Of(401, "invalid_client", 7000218, "The Authorization header is not a valid Basic header.");
        }
    }
}
