using System.Net;
using System.Text;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// Where a browser goes to sign in. Nobody has to type anything: the person named by login_hint, or else the first administrator, is signed in
/// and sent back at once.
/// </summary>
internal sealed class AuthorizeEndpoint(SimulatedService simulator)
{
    public Reply Serve(Exchange exchange, string tenantSegment)
    {
        var fields = HttpMethods.IsPost(exchange.Request.Method)
            ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(exchange.Body))
            : QueryHelpers.ParseQuery(exchange.Request.QueryString.Value);
        string? Field(string name) => fields.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        string Required(string name) => Field(name) ?? throw EntraError.MissingField(name);

        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        var clientId = Required("client_id");
        var redirect = Required("redirect_uri");
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _))
            throw EntraError.Of(400, "invalid_request", 90102, "'redirect_uri' value must be a valid absolute URI.");

        var application = SignIn.FindApplication(exchange.World, tenant, clientId);
        if (application is not null)
            SignIn.RequireRedirect(application, redirect);

        var answer = new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = Field("state") };
        try
        {
            if (Required("response_type") is not "code")
                throw EntraError.Of(400, "unsupported_response_type", 70005, "The app requested a response type other than 'code'.");

            var app = SignIn.FindApp(exchange.World, tenant, clientId);
            var account = FindAccount(tenant, Field("login_hint"));
            // The older endpoint can be told with the code's redemption what the token is for.
            var isVersion1 = !exchange.Segments.Contains("v2.0", StringComparer.OrdinalIgnoreCase);
            var scope = isVersion1 ? Field("resource") ?? Field("scope") ?? "" : Required("scope");
            lock (tenant.Gate)
                _ = SignIn.ScopesFor(exchange, tenant, app, clientId, account, scope);
            var grant = new Grant(tenant, clientId, account, scope, exchange.World.Clock.UtcNow.AddMinutes(10));
            answer["code"] = simulator.Grants.AddCode(new AuthorizationCode(grant, redirect, Field("code_challenge"), Field("code_challenge_method"), Field("nonce")));
        }
        catch (Refusal refusal)
        {
            // What goes wrong once the way back is known goes back to the app.
            answer["error"] = refusal.Code;
            answer["error_description"] = $"AADSTS{refusal.Target}: {refusal.Message}";
        }

        return SendBack(redirect, Field("response_mode") ?? "query", answer);
    }

    private static Account FindAccount(Tenant tenant, string? loginHint)
    {
        lock (tenant.Gate)
        {
            var account = loginHint is null
                ? tenant.Accounts.Find(candidate => candidate.Role == AccountRole.Admin) ?? tenant.Accounts.FirstOrDefault()
                : tenant.FindAccount(loginHint);
            return account ?? throw EntraError.Of(400, "access_denied", 50020,
                $"User account '{loginHint}' does not exist in tenant '{tenant.Domain}'.");
        }
    }

    private static Reply SendBack(string redirect, string mode, Dictionary<string, string?> answer)
    {
        var fields = answer.Where(field => field.Value is not null).ToList();
        if (mode is "form_post")
        {
            var inputs = string.Concat(fields.Select(field =>
                $"<input type=\"hidden\" name=\"{field.Key}\" value=\"{WebUtility.HtmlEncode(field.Value)}\">"));
            return Reply.Text(200, "text/html; charset=utf-8",
                $"<html><body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"{WebUtility.HtmlEncode(redirect)}\">{inputs}</form></body></html>");
        }

        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value!)}"));
        var separator = mode is "fragment" ? '#' : redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Reply(302) { Headers = { ["Location"] = $"{redirect}{separator}{query}" } };
    }
}
