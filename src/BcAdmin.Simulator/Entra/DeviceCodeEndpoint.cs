using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Entra;

/// <summary>Hands out device codes; control decides on them in place of a person with a browser.</summary>
internal sealed class DeviceCodeEndpoint(SimulatedService simulator)
{
    private const int LifetimeSec = 900;
    private const int IntervalSec = 5;

    public Reply Serve(Exchange exchange, string tenantSegment)
    {
        var form = new TokenForm(exchange);
        var tenant = SignIn.FindTenant(exchange.World, tenantSegment);
        var clientId = form.Require("client_id");
        SignIn.FindApp(exchange.World, tenant, clientId);
        var scope = form.Scope();
        SignIn.FindResource(exchange, tenant, TokenForm.ResourceOf(scope));

        var device = simulator.Grants.AddDeviceCode(tenant, clientId, scope, exchange.World.Clock.UtcNow.AddSeconds(LifetimeSec));
        var page = $"{exchange.BaseAddress}/devicelogin";
        return Reply.Ok(new JsonObject
        {
            ["user_code"] = device.UserCode,
            ["device_code"] = device.Code,
            [form.IsVersion1 ? "verification_url" : "verification_uri"] = page,
            ["expires_in"] = LifetimeSec,
            // The pause between two polls is a wait like any other, so the time scale shortens it.
            ["interval"] = Math.Max(1, (int)Math.Ceiling(exchange.World.Clock.Scaled(IntervalSec).TotalSeconds)),
            ["message"] = $"To sign in, use a web browser to open the page {page} and enter the code {device.UserCode} to authenticate.",
        });
    }

    /// <summary>Decides on a user code. The person is the one named, or else the tenant's first administrator.</summary>
    /// <returns>An error text, or null if all went well.</returns>
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

    /// <summary>A form for people who try the flow by hand.</summary>
    public Reply ShowPage(Exchange exchange)
    {
        var result = "";
        if (HttpMethods.IsPost(exchange.Request.Method))
        {
            var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(exchange.Body));
            var code = fields.TryGetValue("code", out var typed) ? typed.ToString().Trim() : "";
            result = Decide(simulator, code, userName: null, approve: true) ?? "You have signed in. You may close this page.";
        }

        return Reply.Text(200, "text/html; charset=utf-8",
            $"<html><head><title>Simulator: device sign-in</title></head><body><form method=\"post\"><label>Code <input name=\"code\"></label> <button>Sign in as the first administrator</button></form><p>{System.Net.WebUtility.HtmlEncode(result)}</p></body></html>");
    }
}
