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
/// All that a connection needs to reach the service. Speaks BCL types only: this class, <see cref="Wire"/>, <see cref="SharedSignIns"/>,
/// <see cref="IssuedToken"/>, <see cref="WireWait"/> and <see cref="WireException"/> are the whole seam between the module and the packages behind
/// it.
/// </summary>
public sealed record WireOptions
{
    public required SignInFlow Flow { get; init; }

    /// <summary>Tenant id or domain. Null means the home tenant of whoever signs in; apps must name one.</summary>
    public string? TenantId { get; init; }

    /// <summary>Application (client) id. For a managed identity: the user-assigned one, or null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Host of the sign-in service, such as https://login.microsoftonline.com.</summary>
    public required Uri Authority { get; init; }

    /// <summary>False for a sign-in service that Entra's instance discovery does not know, such as the simulator or a private cloud.</summary>
    public bool DiscoverInstance { get; init; } = true;

    /// <summary>The API the token is for, such as https://api.businesscentral.dynamics.com (without /.default).</summary>
    public required Uri Resource { get; init; }

    /// <summary>Names of the delegated permissions to ask for. Null: all that were granted for the API (/.default).</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Says which addresses are the connection's API. No other gets a token.</summary>
    public required Func<Uri, bool> IsApiAddress { get; init; }

    public SecureString? ClientSecret { get; init; }

    public X509Certificate2? Certificate { get; init; }

    public bool SendCertificateChain { get; init; }

    /// <summary>Gives the federated token (client assertion); asked at every renewal, possibly from a thread of the pool.</summary>
    public Func<CancellationToken, Task<string>>? FederatedToken { get; init; }

    /// <summary>
    /// What identifies the credential that <see cref="FederatedToken"/> provides, such as the path of a file: connections with an equal one share an
    /// application. Null: the delegate itself.
    /// </summary>
    public object? FederatedTokenId { get; init; }

    public SecureString? AccessToken { get; init; }

    /// <summary>Gives an access token; asked at first, before the token ends, and when it was refused, possibly from a thread of the pool.</summary>
    public Func<CancellationToken, Task<SecureString>>? AccessTokenCallback { get; init; }

    /// <summary>The sign-ins to share with other connections; null for none.</summary>
    public SharedSignIns? SignIns { get; init; }

    /// <summary>The command that connects; it prompts once for all its connections.</summary>
    public SignInCommand Command { get; init; } = new();

    /// <summary>The account to use, as the user names it.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Where several accounts are signed in and no hint names one: the user of the session's current connection.</summary>
    public string? CurrentUser { get; init; }

    /// <summary>Prompt even though an account is signed in.</summary>
    public bool Prompt { get; init; }

    /// <summary>Never prompt: fail with SignInRequired where the person has to sign in.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Keep the sign-in of a person in the encrypted store of the platform.</summary>
    public bool Persist { get; init; }

    /// <summary>Shows the device code message to the person; may come from a thread of the pool. Sign-in goes on when the task ends.</summary>
    public Func<DeviceCodePrompt, CancellationToken, Task>? ShowDeviceCode { get; init; }

    /// <summary>
    /// SHA-256 (hex) of the one certificate that is trusted for loopback addresses, for the simulator. Never applies to another host.
    /// </summary>
    public string? PinnedCertificate { get; init; }

    /// <summary>Calls at once; the service runs five a user and queues the rest.</summary>
    public int MaxConcurrentCalls { get; init; } = 5;

    /// <summary>Calls in a sliding window of five minutes; the service answers 429 above 6,000 a user.</summary>
    public int MaxCallsPerFiveMinutes { get; init; } = 6000;

    /// <summary>Longest time that one call may spend on waiting for retries, all together.</summary>
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

    /// <summary>The same person, way of sign-in and cloud, for another API and by another client.</summary>
    /// <param name="clientId">Client that the person knows for that API.</param>
    /// <param name="account">The person, so that nobody else is signed in by mistake.</param>
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

    /// <summary>What every sign-in to the tenant has in common. The limits of calls are those of one API and are not part of it.</summary>
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

/// <summary>What a person has to do to sign in by device code.</summary>
public sealed record DeviceCodePrompt(string Message, string UserCode, Uri VerificationAddress, DateTimeOffset ExpiresOn);

/// <summary>An access token and what is known of its owner.</summary>
public sealed record IssuedToken(string Value, DateTimeOffset ExpiresOn, string? UserName, string? TenantId)
{
    /// <summary>What the token says of itself.</summary>
    public TokenClaims Claims { get; } = TokenClaims.Read(Value);

    /// <summary>Never the token: a record would print it.</summary>
    public override string ToString() => $"token for {UserName ?? "an application"} until {ExpiresOn:u}";
}

/// <summary>What a call waits for before it is sent.</summary>
/// <param name="Reason">Why it waits.</param>
/// <param name="Length">How long the wait takes, where that is known.</param>
/// <param name="Status">For a retry: the HTTP status of the response before; null if there was no response.</param>
public sealed record WireWait(WireWaitReason Reason, TimeSpan? Length = null, int? Status = null);

/// <summary>Why a call waits before it is sent.</summary>
public enum WireWaitReason
{
    /// <summary>A token is requested.</summary>
    SignIn,

    /// <summary>As many calls of the connection as allowed are running.</summary>
    OtherCalls,

    /// <summary><see cref="WireOptions.MaxCallsPerFiveMinutes"/> is reached.</summary>
    CallLimit,

    /// <summary>The last attempt failed, and the call is sent again.</summary>
    Retry,
}

/// <summary>What the sign-in service says of a tenant, without a sign-in.</summary>
/// <param name="TenantId">Its id; null when there is no such tenant.</param>
/// <param name="ServerTime">The service's clock.</param>
public sealed record TenantFacts(string? TenantId, DateTimeOffset? ServerTime);

/// <summary>Where the sign-in of a person is kept.</summary>
public enum TokenCacheKind
{
    Memory,
    Encrypted,
}

/// <summary>A failure on our side of the wire: sign-in, or a rule of the connection. Carries text only, no object of a package.</summary>
public sealed class WireException(WireFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of the failure.</summary>
    public WireFailure Failure { get; } = failure;

    /// <summary>The error code of the module.</summary>
    public string Code => Failure.ToString();

    /// <summary>Entra's own number, such as AADSTS7000215.</summary>
    public string? EntraCode { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>What to do next, where the module does not know it from the kind and from <see cref="EntraCode"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether the same person can sign in again and succeed.</summary>
    public bool CanSignInAgain { get; init; }
}

/// <summary>The kinds of failures of the wire. The name of each is an error code of the module.</summary>
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
