using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The user signs in with the system browser on this computer.</summary>
internal sealed class InteractiveSource(WireOptions options, SharedSignIns signIns, TestHooks hooks) : UserTokenSource(options, signIns, hooks)
{
    private readonly bool _isPlain = PlainAuthority.IsFor(options.Authority);
    private readonly Func<Uri, Task>? _openBrowser = hooks.OpenBrowser;

    protected override async Task<AuthenticationResult> AskAsync(SignInPrompt prompt, CancellationToken cancellationToken)
    {
        if (_openBrowser is null)
            SystemBrowser.Require();

        using var signIn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var browser = new SystemBrowser(signIn);
        var request = prompt.Client.AcquireTokenInteractive(ApiScopes).WithUseEmbeddedWebView(false).WithSystemWebViewOptions(new SystemWebViewOptions
        {
            // MSAL's own code for the browser supports only https, and does not detect that no browser was opened.
            OpenBrowserAsync = _openBrowser ?? (address => browser.OpenAsync(_isPlain ? PlainAuthority.ToHttp(address) : address)),
            HtmlMessageSuccess = "<html><body><h2>Signed in</h2><p>You can close this page and return to PowerShell.</p></body></html>",
            HtmlMessageError = "<html><body><h2>Not signed in</h2><p>PowerShell shows the reason. You can close this page.</p></body></html>",
        });
        request = prompt.LoginHint is { } hint ? request.WithLoginHint(hint) : request.WithPrompt(Prompt.SelectAccount);
        if (prompt.TenantId is { } tenant)
            request = request.WithTenantId(tenant);
        if (prompt.Claims is { } claims)
            request = request.WithClaims(claims);
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
