namespace BcAdmin.Simulator.Entra;

/// <summary>
/// The address where an administrator consents to an app for a tenant. There is no prompt: the user of login_hint, or else the first Global
/// Administrator, consents to all permissions that the app requests, which adds a multitenant app to the tenant.
/// </summary>
internal static class AdminConsentEndpoint
{
    private const string NoAdministrator =
        "Admin consent is required for the permissions requested by this application. The user who signed in cannot grant it.";

    public static IResult Serve(Exchange exchange, string tenant, SignInForm form)
    {
        var found = SignIn.FindTenant(exchange.World, tenant);
        var clientId = form.Require("client_id");
        var now = exchange.World.Clock.UtcNow;
        lock (found.Gate)
        {
            var application = SignIn.FindApplication(exchange.World, found, clientId) ?? throw SignIn.UnknownApp(found, clientId);
            var redirect = form["redirect_uri"] ?? application.WebRedirects.FirstOrDefault();
            if (redirect is not null)
                SignIn.RequireRedirect(application, redirect);

            var account = form["login_hint"] is { } hint ? found.FindAccount(hint) : found.Accounts.Find(account => account.GlobalAdministrator);
            if (account is not { GlobalAdministrator: true })
            {
                var refusal = EntraError.Of(403, "access_denied", 90094, NoAdministrator);
                return redirect is null
                    ? throw refusal
                    : SignIn.Redirect(redirect, isFragment: false, [.. EntraError.ToFields(refusal), ("state", form["state"])]);
            }

            (found.FindApp(clientId) ?? found.AddServicePrincipal(application, now, exchange.World.Settings.NewAppsAreSetUp)).Consent(now);
            return redirect is null
                ? SignIn.Page("<p>You have consented for your organization. You may close this page.</p>")
                : SignIn.Redirect(redirect, isFragment: false, ("admin_consent", "True"), ("tenant", found.Id.ToString()), ("state", form["state"]));
        }
    }
}
