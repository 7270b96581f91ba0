using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Simulator.Graph;

/// <summary>Applications that were registered in the tenant, with their secrets and certificates.</summary>
internal static class Applications
{
    private const string Set = "applications";
    private const string Resource = "application";

    /// <summary>The members that a client can write; the credentials are handled separately.</summary>
    private static readonly string[] Writable =
    [
        "addIns", "api", "appRoles", "defaultRedirectUri", "description", "displayName", "groupMembershipClaims", "identifierUris", "info",
        "isDeviceOnlyAuthSupported", "isFallbackPublicClient", "notes", "oauth2RequirePostResponse", "optionalClaims", "parentalControlSettings",
        "publicClient", "requestSignatureVerification", "requiredResourceAccess", "samlMetadataUrl", "servicePrincipalLockConfiguration",
        "serviceManagementReference", "signInAudience", "spa", "tags", "tokenEncryptionKeyId", "uniqueName", "web",
    ];

    /// <summary>An application with the members that Microsoft Graph returns by default.</summary>
    private static readonly JsonObject Template = DemoData.Read<JsonObject>("application");

    private static readonly string[] Audiences =
        ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];

    public static Reply List(GraphCall call)
    {
        var applications = call.Tenant.Applications.Where(application => call.IsVisible(application.CreatedOn));
        return GraphQuery.Answer(call, Set, applications.Select(application => Write(application)));
    }

    public static Reply Get(GraphCall call)
    {
        // The content of a certificate is only returned if $select names it.
        var withKeys = call.Query("$select")?.Contains("keyCredentials", StringComparison.OrdinalIgnoreCase) == true;
        return GraphQuery.AnswerOne(call, Set, Write(Find(call), withKeys));
    }

    public static Reply Create(GraphCall call)
    {
        if (call.Caller.Kind != CallerKind.App && call.Caller.Account!.HomeTenantId != call.Tenant.Id)
            throw GraphPermission.Denied();

        var body = call.Body();
        var application = new EntraApplication(Guid.NewGuid().ToString(), GraphCall.Required(body, "displayName", Resource))
        {
            HomeTenantId = call.Tenant.Id,
            CreatedOn = call.Now,
            Owner = call.Caller.Kind == CallerKind.App ? null : call.Caller.ObjectId,
            Properties = { ["signInAudience"] = "AzureADandPersonalMicrosoftAccount" },
        };
        Change(application, body);
        call.Tenant.Applications.Add(application);
        return GraphQuery.AnswerOne(call, Set, Write(application), 201);
    }

    public static Reply Update(GraphCall call)
    {
        Change(FindOwned(call), call.Body());
        return Reply.NoContent();
    }

    public static Reply Delete(GraphCall call)
    {
        var application = FindOwned(call);
        call.Tenant.Applications.Remove(application);
        call.Tenant.Apps.RemoveAll(app => app.Application == application);
        return Reply.NoContent();
    }

    public static Reply AddPassword(GraphCall call)
    {
        var application = FindOwned(call);
        var asked = call.Body()["passwordCredential"] as JsonObject ?? [];
        var start = Time(asked, "startDateTime", "passwordCredential") ?? call.Now;
        var password = new PasswordCredential
        {
            Name = asked["displayName"]?.GetValue<string>(),
            Text = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~_-.", 40),
            Start = start,
            End = Time(asked, "endDateTime", "passwordCredential") ?? start.AddYears(2),
        };
        if (password.End <= password.Start)
            throw GraphCall.BadProperty("endDateTime", "passwordCredential");

        application.Passwords.Add(password);
        var answer = Write(password);
        answer["@odata.context"] = call.Context("microsoft.graph.passwordCredential");
        // The secret is returned here and never again.
        answer["secretText"] = password.Text;
        return Reply.Ok(answer);
    }

    public static Reply RemovePassword(GraphCall call)
    {
        var application = FindOwned(call);
        var id = GraphCall.Required(call.Body(), "keyId", "removePassword");
        if (application.Passwords.RemoveAll(password => string.Equals(password.KeyId.ToString(), id, StringComparison.OrdinalIgnoreCase)) == 0)
            throw new Refusal(400, "Request_BadRequest", $"No password credential found with keyId '{id}'.");
        return Reply.NoContent();
    }

    public static EntraApplication Find(GraphCall call)
    {
        var key = call.Keys[0];
        var found = call.Tenant.Applications.Find(application => key.StartsWith("appId=", StringComparison.OrdinalIgnoreCase)
            ? string.Equals(application.ClientId, key["appId=".Length..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(application.ObjectId.ToString(), key, StringComparison.OrdinalIgnoreCase));
        return found is not null && call.IsVisible(found.CreatedOn) ? found : throw GraphCall.NotFound(key);
    }

    /// <summary>The application in the path, if the caller can change it: its owner, or an administrator.</summary>
    public static EntraApplication FindOwned(GraphCall call)
    {
        var application = Find(call);
        if (application.Owner is null || application.Owner != call.Caller.ObjectId)
            call.RequireAdministrator();
        return application;
    }

    /// <summary>Changes the members of the body. Nothing changes if a part of it is not valid.</summary>
    private static void Change(EntraApplication application, JsonObject body)
    {
        var keys = body.ContainsKey("keyCredentials") ? ReadKeys(application, body["keyCredentials"]) : application.Keys;
        var changes = new List<(string Name, JsonNode? Value)>();
        foreach (var (name, value) in body.Where(member => member.Key is not "keyCredentials" && !member.Key.StartsWith('@')))
        {
            if (!Writable.Contains(name, StringComparer.Ordinal))
            {
                throw new Refusal(400, "Request_BadRequest", name is "passwordCredentials"
                    ? "Password credentials are added with addPassword."
                    : $"Invalid property '{name}'.");
            }

            CheckValue(name, value);
            changes.Add((name, Merge(application.Properties[name], value)));
        }

        application.Keys = keys;
        foreach (var (name, value) in changes)
            application.Properties[name] = value;
    }

    /// <summary>Microsoft Graph replaces the specified members of a complex value and keeps the others.</summary>
    private static JsonNode? Merge(JsonNode? old, JsonNode? value)
    {
        if (old is not JsonObject before || value is not JsonObject change)
            return value?.DeepClone();

        var merged = before.DeepClone().AsObject();
        foreach (var (name, inner) in change)
            merged[name] = Merge(merged[name], inner);
        return merged;
    }

    private static void CheckValue(string name, JsonNode? value)
    {
        var isGood = name switch
        {
            "displayName" => value is JsonValue text && text.TryGetValue<string>(out var plain) && plain.Length is > 0 and <= 256,
            "signInAudience" =>
                value is JsonValue audience && audience.TryGetValue<string>(out var known) && Audiences.Contains(known, StringComparer.Ordinal),
            "isFallbackPublicClient" => value is null || (value is JsonValue flag && flag.TryGetValue<bool>(out _)),
            "web" or "publicClient" or "spa" =>
                value is JsonObject platform && (platform["redirectUris"] is not { } uris || (uris is JsonArray list && list.All(IsRedirect))),
            "requiredResourceAccess" => value is JsonArray access && access.All(IsAccess),
            _ => true,
        };
        if (!isGood)
            throw GraphCall.BadProperty(name is "web" or "publicClient" or "spa" ? "redirectUris" : name, Resource);
    }

    private static bool IsRedirect(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme != Uri.UriSchemeHttp || address.IsLoopback) && address.Fragment.Length == 0;

    private static bool IsAccess(JsonNode? node) => node is JsonObject access
        && Guid.TryParse(access["resourceAppId"]?.ToString(), out _)
        && access["resourceAccess"] is JsonArray list
        && list.All(item => item is JsonObject && Guid.TryParse(item["id"]?.ToString(), out _) && item["type"]?.ToString() is "Role" or "Scope");

    /// <summary>The complete new list: existing certificates by their keyId, new ones with their content.</summary>
    private static List<KeyCredential> ReadKeys(EntraApplication application, JsonNode? node)
    {
        var keys = new List<KeyCredential>();
        foreach (var item in node as JsonArray ?? throw GraphCall.BadProperty("keyCredentials", Resource))
        {
            var key = item as JsonObject ?? throw GraphCall.BadProperty("keyCredentials", Resource);
            var id = Guid.TryParse(key["keyId"]?.ToString(), out var given) ? given : (Guid?)null;
            if (key["key"] is null && application.Keys.Find(known => known.KeyId == id) is { } kept)
            {
                keys.Add(kept);
                continue;
            }

            if (key["type"]?.ToString() is not "AsymmetricX509Cert" || key["usage"]?.ToString() is not "Verify")
                throw GraphCall.BadProperty("keyCredentials", Resource);
            try
            {
                using var certificate = new X509Certificate2(Convert.FromBase64String(key["key"]?.ToString() ?? ""));
                if (certificate.HasPrivateKey)
                    throw new Refusal(400, "Request_BadRequest", "The key credential contains a private key; only the certificate may be uploaded.");
                var (from, until) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
                var end = Time(key, "endDateTime", "keyCredential") ?? until;
                if (end > until)
                    throw new Refusal(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
                var name = key["displayName"]?.ToString() ?? certificate.Subject;
                var start = Time(key, "startDateTime", "keyCredential") ?? from;
                keys.Add(new KeyCredential(id ?? Guid.NewGuid(), name, certificate.RawData, start, end));
            }
            catch (Exception error) when (error is FormatException or CryptographicException)
            {
                throw new Refusal(400, "Request_BadRequest", "Key credential is not a valid certificate.");
            }
        }

        return keys;
    }

    private static DateTimeOffset? Time(JsonObject body, string name, string resource)
    {
        if (body[name] is not { } node)
            return null;

        return DateTimeOffset.TryParse(node.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw GraphCall.BadProperty(name, resource);
    }

    private static JsonObject Write(EntraApplication application, bool withKeys = false)
    {
        var json = Template.DeepClone().AsObject();
        json["id"] = application.ObjectId.ToString();
        json["appId"] = application.ClientId;
        json["createdDateTime"] = Utc(application.CreatedOn);
        foreach (var (name, value) in application.Properties)
            json[name] = Merge(json[name], value);
        json["passwordCredentials"] = new JsonArray([.. application.Passwords.Select(Write)]);
        json["keyCredentials"] = new JsonArray([.. application.Keys.Select(key => Write(key, withKeys))]);
        return json;
    }

    private static JsonObject Write(PasswordCredential password) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = password.Name,
        ["endDateTime"] = Utc(password.End),
        ["hint"] = password.Text[..Math.Min(3, password.Text.Length)],
        ["keyId"] = password.KeyId.ToString(),
        ["secretText"] = null,
        ["startDateTime"] = Utc(password.Start),
    };

    private static JsonObject Write(KeyCredential key, bool withContent) => new()
    {
        ["customKeyIdentifier"] = Convert.ToBase64String(Convert.FromHexString(key.Thumbprint)),
        ["displayName"] = key.Name,
        ["endDateTime"] = Utc(key.End),
        ["key"] = withContent ? Convert.ToBase64String(key.Certificate) : null,
        ["keyId"] = key.KeyId.ToString(),
        ["startDateTime"] = Utc(key.Start),
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = "Verify",
    };

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
