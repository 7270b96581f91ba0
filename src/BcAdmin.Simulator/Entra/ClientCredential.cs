using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BcAdmin.Simulator.Entra;

/// <summary>The credential of an app: a secret, an assertion signed with its certificate, or the assertion of an issuer that it trusts.</summary>
internal static class ClientCredential
{
    /// <param name="tenantSegment">The tenant as the path names it.</param>
    /// <param name="app">The app; null for an unknown one, for which any credential is accepted.</param>
    /// <param name="required">Whether a credential is required; public clients send none.</param>
    public static void Check(Exchange exchange, string tenantSegment, AppRegistration? app, string clientId, SignInForm form, bool required)
    {
        var secret = form["client_secret"];
        var assertion = form["client_assertion"];
        if (secret is null && assertion is null)
        {
            if (!required)
                return;
            throw EntraError.Of(401, "invalid_client", 7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }

        if (app is null)
            return;

        if (secret is not null)
            CheckSecret(exchange, app, secret);
        else
            CheckAssertion(exchange, tenantSegment, app, clientId, assertion!);
    }

    private static void CheckSecret(Exchange exchange, AppRegistration app, string secret)
    {
        var sent = Encoding.UTF8.GetBytes(secret);
        if (app.Application.Passwords.Find(IsSent) is not { } known)
        {
            throw EntraError.Of(401, "invalid_client", 7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, "
                + $"for a secret added to app '{app.ClientId}'.");
        }

        if (known.End <= exchange.World.Clock.UtcNow)
        {
            throw EntraError.Of(401, "invalid_client", 7000222,
                $"The provided client secret keys for app '{app.ClientId}' are expired. "
                + "Create new keys for your app, or consider using certificate credentials for added security.");
        }

        bool IsSent(PasswordCredential password) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password.Text), sent);
    }

    private static void CheckAssertion(Exchange exchange, string tenantSegment, AppRegistration app, string clientId, string assertion)
    {
        var parts = assertion.Split('.');
        JsonObject header;
        JsonObject claims;
        byte[] signature;
        try
        {
            if (parts.Length != 3)
                throw new FormatException("A JWT has three parts.");
            header = ReadPart(parts[0]);
            claims = ReadPart(parts[1]);
            signature = TokenAuthority.FromBase64Url(parts[2]);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw EntraError.Of(400, "invalid_request", 50027, $"JWT token is invalid or malformed: {error.Message}");
        }

        CheckTimes(claims);
        if (!string.Equals(Text(claims, "iss"), clientId, StringComparison.OrdinalIgnoreCase))
        {
            CheckFederated(app, claims);
            return;
        }

        if (!string.Equals(Text(claims, "sub"), clientId, StringComparison.OrdinalIgnoreCase))
            throw EntraError.Of(401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
        CheckAudience(exchange, tenantSegment, claims);
        CheckSignature(exchange.World.Clock.UtcNow, app, Text(header, "alg"), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature);
    }

    private static JsonObject ReadPart(string text) =>
        JsonNode.Parse(TokenAuthority.FromBase64Url(text)) as JsonObject ?? throw new FormatException("Its parts must be JSON objects.");

    private static void CheckTimes(JsonObject claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        const int skew = 300;
        if (Number(claims, "exp") is not { } expires || expires < now - skew || Number(claims, "nbf") > now + skew)
        {
            throw EntraError.Of(401, "invalid_client", 700024,
                "Client assertion is not within its valid time range. Current time: "
                + $"{DateTimeOffset.UtcNow:O}, expiry time of assertion {Number(claims, "exp")}.");
        }
    }

    private static void CheckFederated(AppRegistration app, JsonObject claims)
    {
        var (issuer, subject, audience) = (Text(claims, "iss"), Text(claims, "sub"), Text(claims, "aud"));
        // The keys of the issuer are not available, so its signature is not checked.
        var trusted = app.Application.Federated.FindAll(credential => credential.Issuer == issuer && credential.Subject == subject);
        if (trusted.Count == 0)
        {
            throw EntraError.Of(401, "invalid_client", 70021,
                $"No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'. "
                + $"Assertion Subject: '{subject}'. Assertion Audience: '{audience}'.");
        }

        if (!trusted.Exists(credential => credential.Audiences.Contains(audience, StringComparer.Ordinal)))
        {
            var expected = string.Join("', '", trusted.SelectMany(credential => credential.Audiences));
            throw EntraError.Of(401, "invalid_client", 700212,
                $"No matching federated identity record found for presented assertion audience '{audience}'. Expected: '{expected}'.");
        }
    }

    private static void CheckAudience(Exchange exchange, string tenantSegment, JsonObject claims)
    {
        var audience = Text(claims, "aud");
        // Libraries that support Microsoft Entra ID only with https send this even if they use plain http.
        var secure = exchange.BaseAddress.Replace("http://", "https://", StringComparison.Ordinal);
        string[] hosts = [exchange.BaseAddress, secure, "https://login.microsoftonline.com"];
        string[] tails = ["/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/", ""];
        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        string[] tenants = [tenantSegment, tenant.Id.ToString(), tenant.Domain];
        var expected = from host in hosts from name in tenants from tail in tails select $"{host}/{name}{tail}";
        if (!expected.Contains(audience, StringComparer.OrdinalIgnoreCase))
        {
            throw EntraError.Of(401, "invalid_client", 700023,
                $"Client assertion audience claim does not match Realm issuer. It is '{audience}'; "
                + $"the token endpoint is '{exchange.BaseAddress}/{tenantSegment}/oauth2/v2.0/token'.");
        }
    }

    private static void CheckSignature(DateTimeOffset now, AppRegistration app, string? algorithm, byte[] content, byte[] signature)
    {
        var padding = algorithm switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => throw EntraError.Of(401, "invalid_client", 5002738, $"Invalid JWT token. '{algorithm}' is not a supported signature algorithm."),
        };

        foreach (var credential in app.Application.Keys)
        {
            using var certificate = new X509Certificate2(credential.Certificate);
            using var key = certificate.GetRSAPublicKey();
            if (key?.VerifyData(content, signature, HashAlgorithmName.SHA256, padding) != true)
                continue;
            if (credential.End > now)
                return;
            throw EntraError.Of(401, "invalid_client", 700027,
                "The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key used is expired., "
                + $"Thumbprint of key used by client: '{credential.Thumbprint}']");
        }

        throw EntraError.Of(401, "invalid_client", 700027,
            $"The certificate with identifier used to sign the client assertion is not registered on application '{app.ClientId}', or the "
            + "signature is not valid.");
    }

    private static string? Text(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // Some libraries, such as MSAL, write the times of an assertion as text; Microsoft Entra ID accepts both.
    private static long? Number(JsonObject claims, string name) =>
        double.TryParse(claims[name]?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (long)number : null;
}
