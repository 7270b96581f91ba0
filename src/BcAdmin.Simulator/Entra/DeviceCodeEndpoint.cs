using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>Issues device codes; control accepts or declines them instead of a user with a browser.</summary>
internal static class DeviceCodeEndpoint
{
    private const int LifetimeSec = 900;
    private const int IntervalSec = 5;

    public static Ok<JsonObject> Serve(Exchange exchange, string tenant, SignInForm form)
    {
        var found = SignIn.FindTenant(exchange.World, tenant);
        var clientId = form.Require("client_id");
        SignIn.FindApp(exchange.World, found, clientId);
        var scope = form.Scope();
        SignIn.FindResource(exchange, found, SignIn.ResourceOf(scope));

        var device = exchange.Simulator.Grants.AddDeviceCode(found, clientId, scope, exchange.World.Clock.UtcNow.AddSeconds(LifetimeSec));
        var page = $"{exchange.BaseAddress}/devicelogin";
        return TypedResults.Ok(new JsonObject
        {
            ["user_code"] = device.UserCode,
            ["device_code"] = device.Code,
            [form.IsVersion1 ? "verification_url" : "verification_uri"] = page,
            ["expires_in"] = LifetimeSec,
            // The interval between two polls is affected by the time scale like any other wait.
            ["interval"] = Math.Max(1, (int)Math.Ceiling(exchange.World.Clock.Scaled(IntervalSec).TotalSeconds)),
            ["message"] = $"To sign in, use a web browser to open the page {page} and enter the code {device.UserCode} to authenticate.",
        });
    }

    /// <summary>Accepts or declines a user code, as the specified user, or else as the tenant's first administrator.</summary>
    /// <returns>An error text, or null on success.</returns>
    public static string? Decide(SimulatedService simulator, string userCode, string? userName, bool approve)
    {
        if (simulator.Grants.FindUserCode(userCode) is not { } device)
            return $"There is no device code with the user code {userCode}.";

        Account? account;
        lock (device.Tenant.Gate)
        {
            account = userName is null
                ? device.Tenant.Accounts.Find(candidate => candidate.Role == AccountRole.Admin)
                : device.Tenant.FindAccount(userName);
        }

        if (approve && account is null)
            return $"The tenant {device.Tenant.Domain} has no user {userName ?? "who is an administrator"}.";

        lock (device)
        {
            device.Account = account;
            device.State = approve ? DeviceCodeState.Approved : DeviceCodeState.Declined;
        }

        return null;
    }

    /// <summary>A page to test the flow manually.</summary>
    public static ContentHttpResult ShowPage(Exchange exchange, SignInForm form)
    {
        var result = HttpMethods.IsPost(exchange.Request.Method)
            ? Decide(exchange.Simulator, form["code"]?.Trim() ?? "", userName: null, approve: true) ?? "You have signed in. You may close this page."
            : "";
        const string input = "<label>Code <input name=\"code\"></label> <button>Sign in as the first administrator</button>";
        const string head = "<head><title>Simulator: device sign-in</title></head>";
        return SignIn.Page($"<form method=\"post\">{input}</form><p>{WebUtility.HtmlEncode(result)}</p>", head);
    }
}
