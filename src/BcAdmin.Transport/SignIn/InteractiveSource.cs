using System.Diagnostics;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The person signs in with the system's browser on this machine.</summary>
internal sealed class InteractiveSource(WireOptions options, IMsalHttpClientFactory http, WireSeams seams) : PersonSource(options, http, seams)
{
    private readonly string? loginHint = options.LoginHint;
    private readonly SystemWebViewOptions browser = new()
    {
        OpenBrowserAsync = seams.OpenBrowser ?? (PlainAuthority.IsFor(options.Authority) ? OpenPlain : null),
        HtmlMessageSuccess = "<html><body><h2>Signed in</h2><p>You can close this page and return to PowerShell.</p></body></html>",
        HtmlMessageError = "<html><body><h2>Not signed in</h2><p>PowerShell shows the reason. You can close this page.</p></body></html>",
    };

    protected override Task<AuthenticationResult> AskAsync(IPublicClientApplication client, CancellationToken cancellationToken)
    {
        var request = client.AcquireTokenInteractive(ApiScopes).WithUseEmbeddedWebView(false).WithSystemWebViewOptions(browser);
        request = loginHint is null ? request.WithPrompt(Prompt.SelectAccount) : request.WithLoginHint(loginHint);
        return request.ExecuteAsync(cancellationToken);
    }

    /// <summary>MSAL's own way to the browser would lead to https.</summary>
    private static Task OpenPlain(Uri address)
    {
        using var started = Process.Start(new ProcessStartInfo(PlainAuthority.ToHttp(address).AbsoluteUri) { UseShellExecute = true });
        return Task.CompletedTask;
    }
}
