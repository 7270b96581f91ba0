using System.Net;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// The address that a browser opens to sign in. There is no prompt: the user of login_hint, or else the first administrator, is signed in and
/// redirected immediately.
/// </summary>
internal static class AuthorizeEndpoint
{
    public static IResult Serve(Exchange exchange, string tenant, SignInForm form)
    {
        var found = SignIn.FindTenant(exchange.World, tenant);
        var clientId = form.Require("client_id");
        var redirect = form.Require("redirect_uri");
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _))
            throw EntraError.Of(400, "invalid_request", 90102, "'redirect_uri' value must be a valid absolute URI.");

        var application = SignIn.FindApplication(exchange.World, found, clientId);
        if (application is not null)
            SignIn.RequireRedirect(application, redirect);

        var mode = form["response_mode"] ?? "query";
        try
        {
            if (form.Require("response_type") is not "code")
                throw EntraError.Of(400, "unsupported_response_type", 70005, "The app requested a response type other than 'code'.");

            return RedirectToApp(redirect, mode, ("state", form["state"]), ("code", IssueCode(exchange, found, clientId, redirect, form)));
        }
        catch (Refusal refusal)
        {
            // Once the redirect address is known, errors are sent to the app.
            return RedirectToApp(redirect, mode, [("state", form["state"]), .. EntraError.ToFields(refusal)]);
        }
    }

    private static string IssueCode(Exchange exchange, Tenant tenant, string clientId, string redirect, SignInForm form)
    {
        var app = SignIn.FindApp(exchange.World, tenant, clientId);
        var account = FindAccount(tenant, form["login_hint"]);
        // With the older endpoint, a client may specify the resource of the token only when it redeems the code.
        var scope = form.IsVersion1 ? form["resource"] ?? form["scope"] ?? "" : form.Require("scope");
        lock (tenant.Gate)
            _ = SignIn.ScopesFor(exchange, tenant, app, clientId, account, scope);
        var grant = new Grant(tenant, clientId, account, scope, exchange.World.Clock.UtcNow.AddMinutes(10));
        return exchange.Simulator.Grants.AddCode(
            new AuthorizationCode(grant, redirect, form["code_challenge"], form["code_challenge_method"], form["nonce"]));
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

    private static IResult RedirectToApp(string redirect, string mode, params (string Name, string? Value)[] answer)
    {
        if (mode is not "form_post")
            return SignIn.Redirect(redirect, isFragment: mode is "fragment", answer);

        var inputs = string.Concat(answer.Where(field => field.Value is not null).Select(field =>
            $"<input type=\"hidden\" name=\"{field.Name}\" value=\"{WebUtility.HtmlEncode(field.Value)}\">"));
        var form = $"<form method=\"post\" action=\"{WebUtility.HtmlEncode(redirect)}\">{inputs}</form>";
        return SignIn.Page(form, attributes: " onload=\"document.forms[0].submit()\"");
    }
}
