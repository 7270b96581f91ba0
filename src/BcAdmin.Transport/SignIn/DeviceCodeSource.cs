using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The user signs in on any device with a browser, with a code that is shown here.</summary>
internal sealed class DeviceCodeSource(WireOptions options, SharedSignIns signIns, TestHooks hooks) : UserTokenSource(options, signIns, hooks)
{
    private readonly Func<DeviceCodePrompt, CancellationToken, Task> _show = Required(
        options.ShowDeviceCode, nameof(options.ShowDeviceCode), options.Flow);

    protected override Task<AuthenticationResult> AskAsync(SignInPrompt prompt, CancellationToken cancellationToken)
    {
        var request = prompt.Client.AcquireTokenWithDeviceCode(ApiScopes, code => _show(Prompt(code), cancellationToken));
        if (prompt.TenantId is { } tenant)
            request = request.WithTenantId(tenant);
        if (prompt.Claims is { } claims)
            request = request.WithClaims(claims);
        return request.ExecuteAsync(cancellationToken);
    }

    private static DeviceCodePrompt Prompt(DeviceCodeResult code) => new(code.Message, code.UserCode, new Uri(code.VerificationUrl), code.ExpiresOn);
}
