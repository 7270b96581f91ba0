using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The user signs in with the system's browser on this machine.</summary>
internal sealed class InteractiveSource(WireOptions options, IMsalHttpClientFactory http, WireSeams seams) : PersonSource(options, http, seams)
{
    private readonly string? _loginHint = options.LoginHint;
    private readonly bool _isPlain = PlainAuthority.IsFor(options.Authority);
    private readonly Func<Uri, Task>? _openBrowser = seams.OpenBrowser;

    protected override async Task<AuthenticationResult> AskAsync(IPublicClientApplication client, CancellationToken cancellationToken)
    {
        if (_openBrowser is null)
            SystemBrowser.Require();

        using var signIn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var browser = new SystemBrowser(signIn);
        var request = client.AcquireTokenInteractive(ApiScopes).WithUseEmbeddedWebView(false).WithSystemWebViewOptions(new SystemWebViewOptions
        {
            // MSAL's own way to the browser knows https only, and does not notice that none opened.
            OpenBrowserAsync = _openBrowser ?? (address => browser.OpenAsync(_isPlain ? PlainAuthority.ToHttp(address) : address)),
            HtmlMessageSuccess = "<html><body><h2>Signed in</h2><p>You can close this page and return to PowerShell.</p></body></html>",
            HtmlMessageError = "<html><body><h2>Not signed in</h2><p>PowerShell shows the reason. You can close this page.</p></body></html>",
        });
        request = _loginHint is null ? request.WithPrompt(Prompt.SelectAccount) : request.WithLoginHint(_loginHint);
        try
        {
            return await request.ExecuteAsync(signIn.Token).ConfigureAwait(false);
        }
        catch (Exception) when (browser.Failure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw browser.Failure;
        }
    }
}
