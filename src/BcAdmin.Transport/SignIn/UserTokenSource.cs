using System.Runtime.ExceptionServices;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>The parameters of a prompt.</summary>
/// <param name="TenantId">The tenant to sign in to; null for the home tenant of the account.</param>
/// <param name="LoginHint">The account to suggest.</param>
/// <param name="Claims">The claims that the service requires of the sign-in (JSON).</param>
internal sealed record SignInPrompt(IPublicClientApplication Client, string? TenantId, string? LoginHint, string? Claims);

/// <summary>
/// A user signs in to one tenant: silently with an account of the session, or by a prompt. Only the first sign-in of a connection prompts: later,
/// such as at night in the middle of a run, no user can respond.
/// </summary>
internal abstract class UserTokenSource(WireOptions options, SharedSignIns signIns, TestHooks hooks) : TokenSource
{
    private readonly string _clientId = Required(options.ClientId, nameof(options.ClientId), options.Flow);
    private PublicApplication? _application;
    private bool _isSignedOut;

    public override TokenCacheKind TokenCache => _application?.Store?.Kind ?? TokenCacheKind.Memory;

    public override string? TokenCacheNote => _application?.Store?.Note;

    /// <summary>The account that is signed in; null before the first token.</summary>
    public IAccount? Account { get; private set; }

    protected string[] ApiScopes { get; } = Scopes(options);

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        if (_isSignedOut)
            throw SignInFailure.Required("This connection was signed out.");

        _application ??= signIns.Join(ApplicationKey.Of(options, _clientId, hooks, credential: null, options.Persist), this);
        var client = await _application.GetClientAsync(cancellationToken).ConfigureAwait(false);
        var result = Account is { } account
            ? await RenewAsync(client, account, renew, claims, cancellationToken).ConfigureAwait(false)
            : await SignInAsync(client, _application, cancellationToken).ConfigureAwait(false);
        var token = Issued(result, options.TenantId);
        if (Account is null)
            _application.LastUsed = result.Account;
        Account = result.Account;
        return token;
    }

    public override async Task SignOutAsync(CancellationToken cancellationToken)
    {
        _isSignedOut = true;
        if (_application is { } application && Account is not null)
        {
            var client = await application.GetClientAsync(cancellationToken).ConfigureAwait(false);
            await signIns.SignOutAsync(application, this, client).ConfigureAwait(false);
        }
    }

    public override void Close()
    {
        if (_application is { } application)
            signIns.Leave(application, this);
        _application = null;
    }

    /// <summary>Prompts the user to sign in.</summary>
    protected abstract Task<AuthenticationResult> AskAsync(SignInPrompt prompt, CancellationToken cancellationToken);

    /// <summary>The account to use; null if there is none or the choice is ambiguous, so that the user decides.</summary>
    /// <param name="inUse">The account that the session uses; it is preferred among several, so that all tenants are accessed as the same
    /// user.</param>
    internal static IAccount? Choose(IEnumerable<IAccount> accounts, string? tenantId, string? loginHint, IAccount? inUse = null)
    {
        var candidates = accounts.ToList();
        if (loginHint is not null)
            candidates.RemoveAll(account => !string.Equals(account.Username, loginHint, StringComparison.OrdinalIgnoreCase));
        if (candidates.Count > 1 && candidates.Find(account => IsSame(account, inUse)) is { } current)
            return current;

        // A user of a partner has no profile in a customer's tenant before the first sign-in there, so the tenant decides between
        // accounts, but does not exclude the only one.
        if (candidates.Count > 1 && tenantId is not null)
            candidates.RemoveAll(account => !BelongsTo(account, tenantId));
        return candidates is [var only] ? only : null;
    }

    private static bool IsSame(IAccount one, IAccount? other) =>
        other is not null && string.Equals(one.HomeAccountId?.Identifier, other.HomeAccountId?.Identifier, StringComparison.Ordinal);

    private static bool BelongsTo(IAccount account, string tenant) =>
        string.Equals(account.HomeAccountId?.TenantId, tenant, StringComparison.OrdinalIgnoreCase)
        || account.Username?.EndsWith('@' + tenant, StringComparison.OrdinalIgnoreCase) == true
        || (account.GetTenantProfiles() ?? []).Any(profile => string.Equals(profile.TenantId, tenant, StringComparison.OrdinalIgnoreCase));

    private async Task<AuthenticationResult> SignInAsync(
        IPublicClientApplication client, PublicApplication application, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = application.SignInCount;
            MsalUiRequiredException? required = null;
            var account = await ChooseAsync(client, application).ConfigureAwait(false);
            if (account is not null)
            {
                try
                {
                    // Always requests a token from the service, so that a tenant that no longer accepts the account is reported now.
                    return await SilentAsync(client, account, options.TenantId, renew: true, claims: null, cancellationToken).ConfigureAwait(false);
                }
                catch (MsalUiRequiredException exception) when (SignInFailure.IsSolvedByPrompt(exception))
                {
                    required = exception;
                }
            }

            if (options.IsSilent)
            {
                throw required is null
                    ? SignInFailure.Required($"The session has no sign-in for {options.Resource.Host}.") : SignInFailure.Required(required);
            }

            // After a prompt for the home tenant of the account, the next iteration of the loop gets a token for the requested tenant.
            var isForTenant = required is not null || !options.Command.PromptsAtHome || options.TenantId is null;
            var tenant = isForTenant ? options.TenantId : null;
            var result = await application.PromptAsync(
                seen, () => PromptAsync(client, tenant, account, required, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (result is not null && isForTenant)
                return result;
        }
    }

    private async Task<IAccount?> ChooseAsync(IPublicClientApplication client, PublicApplication application)
    {
        if (options.Command.Account is { } answered)
            return answered;
        if (options.Prompt)
            return null;
        var accounts = (await client.GetAccountsAsync().ConfigureAwait(false)).ToList();
        var inUse = accounts.Find(account => string.Equals(account.Username, options.CurrentUser, StringComparison.OrdinalIgnoreCase));
        return Choose(accounts, options.TenantId, options.LoginHint, inUse ?? application.LastUsed);
    }

    /// <param name="account">The account that must sign in; null if the user selects it.</param>
    /// <param name="required">The reason why the account must sign in.</param>
    private async Task<AuthenticationResult> PromptAsync(
        IPublicClientApplication client, string? tenant, IAccount? account, MsalUiRequiredException? required, CancellationToken cancellationToken)
    {
        var command = options.Command;
        if (command.Failure is { } earlier && command.FailedFor != this)
            ExceptionDispatchInfo.Throw(required ?? earlier);
        try
        {
            var claims = string.IsNullOrEmpty(required?.Claims) ? null : required.Claims;
            var prompt = new SignInPrompt(client, tenant, account?.Username ?? options.LoginHint, claims);
            var result = await AskAsync(prompt, cancellationToken).ConfigureAwait(false);
            command.Account = result.Account;
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = SignInFailure.From(exception, options) ?? exception as WireException;
            var isEnd = failure?.Failure is WireFailure.SignInCanceled or WireFailure.SignInTimedOut or WireFailure.BrowserNotAvailable;
            if (isEnd || command.PromptsAtHome)
                (command.Failure, command.FailedFor) = (exception, this);
            else
                command.PromptsAtHome = true;
            throw;
        }
    }

    private async Task<AuthenticationResult> RenewAsync(
        IPublicClientApplication client, IAccount account, bool renew, string? claims, CancellationToken cancellationToken)
    {
        try
        {
            // MSAL stores a token under the tenant name of the request, so the name is the same each time.
            return await SilentAsync(client, account, options.TenantId, renew, claims, cancellationToken).ConfigureAwait(false);
        }
        catch (MsalUiRequiredException exception)
        {
            throw SignInFailure.Required(exception);
        }
    }

    private Task<AuthenticationResult> SilentAsync(
        IPublicClientApplication client, IAccount account, string? tenant, bool renew, string? claims, CancellationToken cancellationToken)
    {
        var request = client.AcquireTokenSilent(ApiScopes, account).WithForceRefresh(renew);
        if (tenant is not null)
            request = request.WithTenantId(tenant);
        if (claims is not null)
            request = request.WithClaims(claims);
        return request.ExecuteAsync(cancellationToken);
    }
}
