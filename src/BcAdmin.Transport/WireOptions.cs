using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Transport;

/// <summary>How a connection signs in.</summary>
public enum SignInFlow
{
    Interactive,
    DeviceCode,
    ClientSecret,
    Certificate,
    ManagedIdentity,
    FederatedToken,
    AccessToken,
}

/// <summary>
/// Everything that a connection needs to call the service. Contains only BCL types: this class, <see cref="Wire"/>, <see cref="SharedSignIns"/>,
/// <see cref="IssuedToken"/>, <see cref="WireWait"/>, and <see cref="WireException"/> are the complete interface between the module and the
/// packages behind it.
/// </summary>
public sealed record WireOptions
{
    public required SignInFlow Flow { get; init; }

    /// <summary>ID or domain of the tenant. Null means the home tenant of the user; apps must specify one.</summary>
    public string? TenantId { get; init; }

    /// <summary>Application (client) ID. For a managed identity: the user-assigned one, or null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Host of the sign-in service, such as https://login.microsoftonline.com.</summary>
    public required Uri Authority { get; init; }

    /// <summary>False for a sign-in service that Entra's instance discovery does not know, such as the simulator or a private cloud.</summary>
    public bool DiscoverInstance { get; init; } = true;

    /// <summary>The API that the token is for, such as https://api.businesscentral.dynamics.com (without /.default).</summary>
    public required Uri Resource { get; init; }

    /// <summary>Names of the delegated permissions to request. Null: all that were granted for the API (/.default).</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Determines which addresses belong to the API of the connection. No other address receives a token.</summary>
    public required Func<Uri, bool> IsApiAddress { get; init; }

    public SecureString? ClientSecret { get; init; }

    public X509Certificate2? Certificate { get; init; }

    public bool SendCertificateChain { get; init; }

    /// <summary>Returns the federated token (client assertion); called for every renewal, possibly on a thread of the pool.</summary>
    public Func<CancellationToken, Task<string>>? FederatedToken { get; init; }

    /// <summary>
    /// Identifies the credential that <see cref="FederatedToken"/> provides, such as the path of a file: connections with an equal value share an
    /// application. Null: the delegate itself.
    /// </summary>
    public object? FederatedTokenId { get; init; }

    public SecureString? AccessToken { get; init; }

    /// <summary>
    /// Returns an access token; called first, before the token expires, and when it was rejected, possibly on a thread of the pool.
    /// </summary>
    public Func<CancellationToken, Task<SecureString>>? AccessTokenCallback { get; init; }

    /// <summary>The sign-ins to share with other connections; null for none.</summary>
    public SharedSignIns? SignIns { get; init; }

    /// <summary>The command that connects; it prompts once for all its connections.</summary>
    public SignInCommand Command { get; init; } = new();

    /// <summary>The user name of the account to use.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The user of the session's current connection, for the case that several accounts are signed in and no hint names one.</summary>
    public string? CurrentUser { get; init; }

    /// <summary>True to prompt even if an account is signed in.</summary>
    public bool Prompt { get; init; }

    /// <summary>True to never prompt, but fail with SignInRequired if the user must sign in.</summary>
    public bool IsSilent { get; init; }

    /// <summary>True to keep the sign-in of a user in the encrypted store of the platform.</summary>
    public bool Persist { get; init; }

    /// <summary>Shows the device code message to the user; may be called on a thread of the pool. The sign-in continues when the task ends.</summary>
    public Func<DeviceCodePrompt, CancellationToken, Task>? ShowDeviceCode { get; init; }

    /// <summary>
    /// SHA-256 (hex) of the one certificate that is trusted for loopback addresses, for the simulator. Never applies to another host.
    /// </summary>
    public string? PinnedCertificate { get; init; }

    /// <summary>The number of concurrent calls; the service runs five for each user and queues the rest.</summary>
    public int MaxConcurrentCalls { get; init; } = 5;

    /// <summary>The number of calls in a sliding window of five minutes; the service returns 429 above 6,000 for each user.</summary>
    public int MaxCallsPerFiveMinutes { get; init; } = 6000;

    /// <summary>The maximum time that one call waits for retries, all waits together.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For tests.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The same API and cloud for an app, with its secret or its certificate.</summary>
    public WireOptions ForApp(string clientId, string? tenantId, SecureString? secret, X509Certificate2? certificate) =>
        InSameCloud(certificate is null ? SignInFlow.ClientSecret : SignInFlow.Certificate, Resource, IsApiAddress) with
        {
            TenantId = tenantId ?? TenantId,
            ClientId = clientId,
            ClientSecret = secret,
            Certificate = certificate,
        };

    /// <summary>The same user, sign-in flow, and cloud, for another API and with another client.</summary>
    /// <param name="clientId">A client that the user can use for that API.</param>
    /// <param name="account">The user, so that no other user is signed in by mistake.</param>
    /// <param name="resource">The other API.</param>
    /// <param name="permissions">See <see cref="Permissions"/>.</param>
    /// <param name="isApiAddress">See <see cref="IsApiAddress"/>.</param>
    public WireOptions ForOtherApi(string clientId, string? account, Uri resource, IReadOnlyList<string> permissions, Func<Uri, bool> isApiAddress) =>
        InSameCloud(Flow, resource, isApiAddress) with
        {
            ClientId = clientId,
            Permissions = permissions,
            SignIns = SignIns,
            LoginHint = account ?? LoginHint,
            Persist = Persist,
            ShowDeviceCode = ShowDeviceCode,
        };

    /// <summary>The same app, credential and cloud, for another API: with the permissions that the app was granted there.</summary>
    /// <param name="resource">The other API.</param>
    /// <param name="isApiAddress">See <see cref="IsApiAddress"/>.</param>
    public WireOptions ForOtherApi(Uri resource, Func<Uri, bool> isApiAddress) => InSameCloud(Flow, resource, isApiAddress) with
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        Certificate = Certificate,
        SendCertificateChain = SendCertificateChain,
        FederatedToken = FederatedToken,
        FederatedTokenId = FederatedTokenId,
        SignIns = SignIns,
    };

    /// <summary>The options that all sign-ins to the tenant share. The limits of calls belong to one API and are not part of it.</summary>
    private WireOptions InSameCloud(SignInFlow flow, Uri resource, Func<Uri, bool> isApiAddress) => new()
    {
        Flow = flow,
        TenantId = TenantId,
        Authority = Authority,
        DiscoverInstance = DiscoverInstance,
        Resource = resource,
        IsApiAddress = isApiAddress,
        PinnedCertificate = PinnedCertificate,
        RetryTimeout = RetryTimeout,
        Clock = Clock,
    };
}

/// <summary>The instructions for the user to sign in by device code.</summary>
public sealed record DeviceCodePrompt(string Message, string UserCode, Uri VerificationAddress, DateTimeOffset ExpiresOn);

/// <summary>An access token and the known facts about its owner.</summary>
public sealed record IssuedToken(string Value, DateTimeOffset ExpiresOn, string? UserName, string? TenantId)
{
    /// <summary>The claims of the token.</summary>
    public TokenClaims Claims { get; } = TokenClaims.Read(Value);

    /// <summary>Never contains the token, which the default ToString of a record would print.</summary>
    public override string ToString() => $"token for {UserName ?? "an application"} until {ExpiresOn:u}";
}

/// <summary>A wait of a call before it is sent.</summary>
/// <param name="Reason">The reason for the wait.</param>
/// <param name="Length">The duration of the wait, if it is known.</param>
/// <param name="Status">For a retry: the HTTP status of the previous response; null if there was no response.</param>
public sealed record WireWait(WireWaitReason Reason, TimeSpan? Length = null, int? Status = null);

/// <summary>The reasons why a call waits before it is sent.</summary>
public enum WireWaitReason
{
    /// <summary>A token is requested.</summary>
    SignIn,

    /// <summary>The connection has reached its limit of concurrent calls.</summary>
    OtherCalls,

    /// <summary><see cref="WireOptions.MaxCallsPerFiveMinutes"/> is reached.</summary>
    CallLimit,

    /// <summary>The last attempt failed, and the call is sent again.</summary>
    Retry,
}

/// <summary>The information about a tenant that the sign-in service returns without a sign-in.</summary>
/// <param name="TenantId">Its ID; null if the tenant does not exist.</param>
/// <param name="ServerTime">The service's clock.</param>
public sealed record TenantFacts(string? TenantId, DateTimeOffset? ServerTime);

/// <summary>Where the sign-in of a user is stored.</summary>
public enum TokenCacheKind
{
    Memory,
    Encrypted,
}

/// <summary>A failure on the client side: sign-in, or a rule of the connection. Contains only text and no object of a package.</summary>
public sealed class WireException(WireFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of the failure.</summary>
    public WireFailure Failure { get; } = failure;

    /// <summary>The error code of the module.</summary>
    public string Code => Failure.ToString();

    /// <summary>The error number of Microsoft Entra ID, such as AADSTS7000215.</summary>
    public string? EntraCode { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>The advice, if the module cannot derive it from the kind and from <see cref="EntraCode"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether the same user can sign in again and succeed.</summary>
    public bool CanSignInAgain { get; init; }
}

/// <summary>The kinds of failures. The name of each is an error code of the module.</summary>
public enum WireFailure
{
    // Sign-in
    SignInFailed,
    SignInCanceled,
    SignInTimedOut,
    SignInRequired,
    SignInUnreachable,
    BrowserNotAvailable,
    ManagedIdentityUnavailable,
    FederatedTokenUnavailable,
    CertificateWithoutKey,
    CertificateKeyNotReadable,
    TokenExpired,
    TokenNotRenewable,
    TokenCacheFailed,

    // The server, or its address
    CertificateNotTrusted,
    HostNotAllowed,

    // Before anything was sent
    Unreachable,
    TlsHandshakeFailed,
    ProxyTunnelFailed,
    ProxyAuthenticationRequired,
}
