using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>Issues tokens for client credentials, authorization code, device code, refresh token, and password.</summary>
internal static class TokenEndpoint
{
    public static JsonHttpResult<TokenResponse> Serve(Exchange exchange, string tenant, SignInForm form)
    {
        if (!HttpMethods.IsPost(exchange.Request.Method))
            throw EntraError.Of(405, "invalid_request", 900561, "The endpoint only accepts POST requests.");

        var found = SignIn.FindTenant(exchange.World, tenant);
        var answer = form.Require("grant_type") switch
        {
            "client_credentials" => ClientCredentials(exchange, found, tenant, form),
            "authorization_code" => AuthorizationCode(exchange, tenant, form),
            "device_code" or "urn:ietf:params:oauth:grant-type:device_code" => DeviceCode(exchange, tenant, form),
            "refresh_token" => RefreshToken(exchange, found, tenant, form),
            "password" => Password(exchange, found, tenant, form),
            var other => throw EntraError.Of(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{other}'."),
        };
        exchange.Http.Response.Headers.CacheControl = "no-store, no-cache";
        return answer.ToResult(form.IsVersion1);
    }

    private static TokenResponse ClientCredentials(Exchange exchange, Tenant tenant, string tenantSegment, SignInForm form)
    {
        var clientId = form.Require("client_id");
        var app = SignIn.FindApp(exchange.World, tenant, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: true);

        var scope = form.Scope();
        if (!form.IsVersion1 && !scope.EndsWith("/.default", StringComparison.Ordinal))
        {
            throw EntraError.Of(400, "invalid_scope", 1002012,
                $"The provided value for scope {scope} is not valid. "
                + "Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }

        var resource = SignIn.ResourceOf(scope);
        SignIn.FindResource(exchange, tenant, resource);
        // No refresh token here: Microsoft Entra ID sends none, and clients fail if there is one.
        return Issue(exchange, AppClaims(exchange, tenant, app, clientId, resource), form);
    }

    private static TokenResponse AuthorizationCode(Exchange exchange, string tenantSegment, SignInForm form)
    {
        var clientId = form.Require("client_id");
        var code = exchange.Simulator.Grants.TakeCode(form.Require("code"))
            ?? throw EntraError.Of(400, "invalid_grant", 70008,
                "The provided authorization code or refresh token has expired due to inactivity. "
                + "Send a new interactive authorization request for this user and resource.");
        if (code.Grant.Expires <= exchange.World.Clock.UtcNow)
            throw EntraError.Of(400, "invalid_grant", 70008, "The provided authorization code has expired.");
        if (!string.Equals(code.Grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
        {
            throw EntraError.Of(400, "invalid_grant", 700005,
                "Provided Authorization Code is intended to use against other tenant or application, thus rejected.");
        }

        if (!string.Equals(code.RedirectUri, form.Require("redirect_uri"), StringComparison.Ordinal))
        {
            throw EntraError.Of(400, "invalid_grant", 500112,
                "The reply address does not match the reply address provided when requesting the authorization code.");
        }

        CheckProofKey(code, form["code_verifier"]);
        var app = SignIn.FindApp(exchange.World, code.Grant.Tenant, clientId);
        // The platform that the address is registered for determines whether the app is a confidential client.
        var isWeb = app?.Application.WebRedirects.Contains(code.RedirectUri, StringComparer.Ordinal) == true;
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: isWeb);
        return UserTokens(exchange, code.Grant, app, form, form.Wanted() ?? code.Grant.Scope, code.Nonce);
    }

    private static TokenResponse DeviceCode(Exchange exchange, string tenantSegment, SignInForm form)
    {
        var clientId = form.Require("client_id");
        var device = exchange.Simulator.Grants.FindDeviceCode(form["device_code"] ?? form.Require("code"))
            ?? throw EntraError.Of(400, "bad_verification_code", 70018,
                "Invalid verification code due to User typing in wrong user code for device code flow.");
        if (!string.Equals(device.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(400, "invalid_grant", 700005, "Provided device code is intended to use against another application, thus rejected.");

        lock (device)
        {
            if (device.Expires <= exchange.World.Clock.UtcNow)
            {
                exchange.Simulator.Grants.RemoveDeviceCode(device);
                throw EntraError.Of(400, "expired_token", 70019, "The device code has expired. Request a new one.");
            }

            switch (device.State)
            {
                case DeviceCodeState.Pending:
                    throw EntraError.Of(400, "authorization_pending", 70016,
                        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
                case DeviceCodeState.Declined:
                    exchange.Simulator.Grants.RemoveDeviceCode(device);
                    throw EntraError.Of(400, "authorization_declined", 65004, "User declined to consent to access the app.");
            }
        }

        var app = SignIn.FindApp(exchange.World, device.Tenant, clientId);
        if (app is { Application.IsPublicClient: false })
            ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: true);
        var grant = new Grant(device.Tenant, clientId, device.Account!, device.Scope, DateTimeOffset.MaxValue);
        var tokens = UserTokens(exchange, grant, app, form, form.Wanted() ?? device.Scope, nonce: null);
        exchange.Simulator.Grants.RemoveDeviceCode(device);
        return tokens;
    }

    private static TokenResponse RefreshToken(Exchange exchange, Tenant tenant, string tenantSegment, SignInForm form)
    {
        var clientId = form.Require("client_id");
        var grant = exchange.Simulator.Grants.FindRefreshToken(form.Require("refresh_token"))
            ?? throw EntraError.Of(400, "invalid_grant", 9002313,
                "Invalid request. Request is malformed or invalid: the refresh token is not valid.");
        if (grant.Expires <= exchange.World.Clock.UtcNow)
            throw EntraError.Of(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity. The user must sign in again.");
        if (!string.Equals(grant.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(400, "invalid_grant", 70000, "The refresh token was issued to another application.");

        // One refresh token is valid in all tenants that know the user, such as the customers of a partner and the host tenants of a guest. A
        // user of another tenant with the same name is a different user.
        var target = SignIn.IsAnyTenant(tenantSegment) ? exchange.World.FindTenant(grant.Tenant.Id.ToString()) ?? tenant : tenant;
        Account? account;
        lock (target.Gate)
            account = target.FindAccount(grant.Account.UserName);
        if (account?.HomeTenantId != grant.Account.HomeTenantId)
        {
            throw EntraError.Of(400, "invalid_grant", 50020,
                $"User account '{grant.Account.UserName}' does not exist in tenant '{target.Domain}' and cannot access the application "
                + $"'{clientId}' in that tenant.");
        }

        var app = SignIn.FindApp(exchange.World, target, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: false);
        return UserTokens(exchange, grant with { Tenant = target, Account = account }, app, form, form.Wanted() ?? grant.Scope, nonce: null);
    }

    /// <summary>User name and password without a browser. Accounts have no passwords here, so any password is accepted.</summary>
    private static TokenResponse Password(Exchange exchange, Tenant tenant, string tenantSegment, SignInForm form)
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
                $"The user account {userName} does not exist in the {tenant.Domain} directory. "
                + "To sign into this application, the account must be added to the directory.");
        }

        var app = SignIn.FindApp(exchange.World, tenant, clientId);
        ClientCredential.Check(exchange, tenantSegment, app, clientId, form, required: app is { Application.IsPublicClient: false });
        var grant = new Grant(tenant, clientId, account, form.Scope(), DateTimeOffset.MaxValue);
        return UserTokens(exchange, grant, app, form, form.Scope(), nonce: null);
    }

    private static void CheckProofKey(AuthorizationCode code, string? verifier)
    {
        if (code.Challenge is null)
            return;
        if (verifier is null)
        {
            throw EntraError.Of(400, "invalid_grant", 50148,
                "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.");
        }

        // A challenge without a method is the verifier itself (RFC 7636).
        var hash = TokenAuthority.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var expected = code.ChallengeMethod is null or "plain" ? verifier : hash;
        if (!string.Equals(expected, code.Challenge, StringComparison.Ordinal))
        {
            throw EntraError.Of(400, "invalid_grant", 501481,
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
        }
    }

    private static TokenResponse UserTokens(Exchange exchange, Grant grant, AppRegistration? app, SignInForm form, string scope, string? nonce)
    {
        var (tenant, account) = (grant.Tenant, grant.Account);
        IReadOnlyList<string> scopes;
        lock (tenant.Gate)
            scopes = SignIn.ScopesFor(exchange, tenant, app, grant.ClientId, account, scope);
        var claims = new JsonObject
        {
            ["aud"] = SignIn.ResourceOf(scope),
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
        // Only a user of another tenant has an identity provider that is not the issuer.
        if (account.HomeTenantId != tenant.Id)
            claims["idp"] = $"https://sts.windows.net/{account.HomeTenantId}/";

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

        var (simulator, policy, now) = (exchange.Simulator, exchange.World.TokenPolicy, exchange.World.Clock.UtcNow);
        // The user in the home tenant: clients identify the account by it in all tenants.
        var clientInfo = new JsonObject { ["uid"] = account.ObjectId.ToString(), ["utid"] = account.HomeTenantId.ToString() };
        return Issue(exchange, claims, form) with
        {
            Scope = scope,
            IdToken = simulator.Tokens.Sign(idClaims, now, policy.LifetimeSec),
            RefreshToken = simulator.Grants.AddRefreshToken(grant with { Scope = scope, Expires = now.AddSeconds(policy.RefreshLifetimeSec) }),
            ClientInfo = TokenAuthority.Base64Url(Encoding.UTF8.GetBytes(clientInfo.ToJsonString())),
        };
    }

    public static JsonObject AppClaims(Exchange exchange, Tenant tenant, AppRegistration? app, string clientId, string resource)
    {
        lock (tenant.Gate)
        {
            var api = exchange.Simulator.FindResource(resource);
            // An app that open sign-in accepts has all permissions; for an unknown API, no app has permissions.
            string[] roles = api is null ? [] : app is null ? [.. api.Roles.Select(role => role.Name)] : [.. app.RolesFor(api)];
            // An unknown app has no service principal; its object ID is derived from its client ID.
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
            // Microsoft Entra ID omits the claim if it is empty.
            if (roles.Length > 0)
                claims["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
            return claims;
        }
    }

    private static TokenResponse Issue(Exchange exchange, JsonObject claims, SignInForm form)
    {
        var (policy, now) = (exchange.World.TokenPolicy, exchange.World.Clock.UtcNow);
        var (lifetime, issued) = (policy.LifetimeSec + policy.ClientSlackSec, now.ToUnixTimeSeconds());
        var token = exchange.Simulator.Tokens.Issue(claims, now, policy.LifetimeSec);
        return form.IsVersion1
            ? new TokenResponse("Bearer", lifetime, lifetime, issued + lifetime, issued, claims["aud"]!.GetValue<string>(), token)
            : new TokenResponse("Bearer", lifetime, lifetime, ExpiresOn: null, NotBefore: null, Resource: null, token);
    }
}
