using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The person signs in on any device with a browser, by a code that is shown here.</summary>
internal sealed class DeviceCodeSource(WireOptions options, IMsalHttpClientFactory http, WireSeams seams) : PersonSource(options, http, seams)
{
    private readonly Func<DeviceCodePrompt, CancellationToken, Task> _show = Required(
        options.ShowDeviceCode, nameof(options.ShowDeviceCode), options.Flow);

    protected override Task<AuthenticationResult> AskAsync(IPublicClientApplication client, CancellationToken cancellationToken) =>
        client.AcquireTokenWithDeviceCode(ApiScopes, code => _show(Prompt(code), cancellationToken)).ExecuteAsync(cancellationToken);

    private static DeviceCodePrompt Prompt(DeviceCodeResult code) => new(code.Message, code.UserCode, new Uri(code.VerificationUrl), code.ExpiresOn);
}
