using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using BcAdmin.LocalSimulator;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>
/// Signs in to a tenant and makes it the current connection. Requests a token immediately; calls an API only to count environments in an interactive
/// session.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "BcTenant", DefaultParameterSetName = "Interactive")]
[OutputType(typeof(BcConnection))]
public sealed class ConnectBcTenantCommand : BcCmdlet, IThrottled
{
    /// <summary>The parameters that a command needs to sign in to the tenant in the same way.</summary>
    private static readonly string[] Identifying =
    [
        nameof(Simulator), nameof(As), nameof(DeviceCode), nameof(LoginHint), nameof(ClientId), nameof(CertificateThumbprint),
        nameof(CertificatePath), nameof(SendCertificateChain), nameof(ManagedIdentity), nameof(FederatedTokenFile), nameof(Endpoint),
        nameof(Authority), nameof(Name),
    ];

    /// <summary>The parameters whose values a message must not contain. Commands show the name in uppercase instead.</summary>
    private static readonly string[] Credentials =
    [
        nameof(ClientSecret), nameof(Credential), nameof(Certificate), nameof(CertificatePassword), nameof(FederatedTokenScript),
        nameof(AccessToken), nameof(AccessTokenScript),
    ];

    private readonly ConnectionSwitch _switch;
    private readonly OncePerKey<string, SimulatorProcess> _started = new();
    private readonly CommandSignIn _signIn = new();

    public ConnectBcTenantCommand() => _switch = new(this, retry: ConnectAgain);

    /// <summary>The client ID of Azure PowerShell, which is preauthorized in every tenant, so that users need no app registration.</summary>
    private static readonly Guid WellKnownClient = new("1950a258-227b-4e31-a9cf-717495945fc2");

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Interactive")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "DeviceCode")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ManagedIdentity")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "AccessToken")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "AccessTokenScript")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Simulator")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ClientSecret")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Credential")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Certificate")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = "CertificateThumbprint")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = "CertificatePath")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = "FederatedTokenFile")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = "FederatedTokenScript")]
    [Alias("Tenant", "Domain")]
    [NameOrId(typeof(object), nameof(BcConnection.TenantId), IsSingle = true)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? TenantId { get; set; }

    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    [Parameter(ParameterSetName = "ManagedIdentity")]
    [Parameter(Mandatory = true, ParameterSetName = "ClientSecret")]
    [Parameter(Mandatory = true, ParameterSetName = "Certificate")]
    [Parameter(Mandatory = true, ParameterSetName = "CertificateThumbprint")]
    [Parameter(Mandatory = true, ParameterSetName = "CertificatePath")]
    [Parameter(Mandatory = true, ParameterSetName = "FederatedTokenFile")]
    [Parameter(Mandatory = true, ParameterSetName = "FederatedTokenScript")]
    [Alias("ApplicationId", "AppId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid ClientId { get; set; }

    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    [Alias("AccountId")]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? LoginHint { get; set; }

    /// <summary>Prompts for an account even if one is signed in; once for all piped tenants.</summary>
    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    public SwitchParameter Prompt { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "DeviceCode")]
    [Alias("UseDeviceAuthentication", "UseDeviceCode", "DeviceLogin")]
    public SwitchParameter DeviceCode { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ClientSecret")]
    [SecretTransformation]
    public SecureString? ClientSecret { get; set; }

    /// <summary>A credential with the client ID as the user name and the client secret as the password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Credential")]
    [Alias("ClientSecretCredential")]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Certificate")]
    public X509Certificate2? Certificate { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CertificateThumbprint")]
    [Alias("Thumbprint")]
    [ThumbprintTransformation]
    [ValidatePattern("^[0-9A-Fa-f]{40}$", Options = RegexOptions.CultureInvariant)]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public string? CertificateThumbprint { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CertificatePath")]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = "CertificatePath")]
    [SecretTransformation]
    public SecureString? CertificatePassword { get; set; }

    [Parameter(ParameterSetName = "Certificate")]
    [Parameter(ParameterSetName = "CertificateThumbprint")]
    [Parameter(ParameterSetName = "CertificatePath")]
    public SwitchParameter SendCertificateChain { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ManagedIdentity")]
    [Alias("Identity")]
    public SwitchParameter ManagedIdentity { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FederatedTokenFile")]
    public string? FederatedTokenFile { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FederatedTokenScript")]
    public ScriptBlock? FederatedTokenScript { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "AccessToken")]
    [SecretTransformation]
    public SecureString? AccessToken { get; set; }

    /// <summary>Returns an access token; called again when the token expires or is rejected.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AccessTokenScript")]
    public ScriptBlock? AccessTokenScript { get; set; }

    /// <summary>
    /// Connects to the running simulator, or starts one. Without other parameters, signs in a simulated user; apps sign in as in a real tenant.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Simulator")]
    [Parameter(ParameterSetName = "ClientSecret")]
    [Parameter(ParameterSetName = "Credential")]
    [Parameter(ParameterSetName = "Certificate")]
    [Parameter(ParameterSetName = "CertificateThumbprint")]
    [Parameter(ParameterSetName = "CertificatePath")]
    [Parameter(ParameterSetName = "FederatedTokenFile")]
    [Parameter(ParameterSetName = "FederatedTokenScript")]
    [Parameter(ParameterSetName = "AccessToken")]
    [Parameter(ParameterSetName = "AccessTokenScript")]
    public SwitchParameter Simulator { get; set; }

    [Parameter(ParameterSetName = "Simulator")]
    [ValidateSet("User", "DelegatedAdmin", "App")]
    public string As { get; set; } = "User";

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Name { get; set; }

    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    public SwitchParameter Persist { get; set; }

    [Parameter]
    [Alias("ReturnConnection")]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    [ValidatePattern(@"^v?\d+\.\d+$", Options = RegexOptions.CultureInvariant)]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public string? ApiVersion { get; set; }

    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    [Parameter(ParameterSetName = "ClientSecret")]
    [Parameter(ParameterSetName = "Credential")]
    [Parameter(ParameterSetName = "Certificate")]
    [Parameter(ParameterSetName = "CertificateThumbprint")]
    [Parameter(ParameterSetName = "CertificatePath")]
    [Parameter(ParameterSetName = "ManagedIdentity")]
    [Parameter(ParameterSetName = "FederatedTokenFile")]
    [Parameter(ParameterSetName = "FederatedTokenScript")]
    [Parameter(ParameterSetName = "AccessToken")]
    [Parameter(ParameterSetName = "AccessTokenScript")]
    [HttpsOrLoopback]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri Endpoint { get; set; } = ServiceAccess.DefaultEndpoint;

    [Parameter(ParameterSetName = "Interactive")]
    [Parameter(ParameterSetName = "DeviceCode")]
    [Parameter(ParameterSetName = "ClientSecret")]
    [Parameter(ParameterSetName = "Credential")]
    [Parameter(ParameterSetName = "Certificate")]
    [Parameter(ParameterSetName = "CertificateThumbprint")]
    [Parameter(ParameterSetName = "CertificatePath")]
    [Parameter(ParameterSetName = "ManagedIdentity")]
    [Parameter(ParameterSetName = "FederatedTokenFile")]
    [Parameter(ParameterSetName = "FederatedTokenScript")]
    [Parameter(ParameterSetName = "AccessToken")]
    [Parameter(ParameterSetName = "AccessTokenScript")]
    [HttpsOrLoopback]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri Authority { get; set; } = ServiceAccess.DefaultAuthority;

    [Parameter]
    [ValidateRange(1, 100)]
    public int MaxConcurrentCalls { get; set; } = 5;

    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaxCallsPerFiveMinutes { get; set; } = 6000;

    [Parameter]
    [ValidateRange(0, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>Blocks every call that changes something before it is sent.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    TimeSpan? IThrottled.MaxAge => null; // the result of a sign-in does not become outdated

    protected override Task ProcessAsync() => _switch.RunAsync(this, TenantId, async () =>
    {
        CheckTenant();
        var simulator = Simulator ? await FindSimulatorAsync() : null;
        if (simulator is not null && ParameterSetName == "Simulator")
        {
            await FinishAsync(await SimulatorSignIn.ConnectAsync(
                this, simulator, TenantId, Enum.Parse<SimulatedCaller>(As), PipelineStopToken, Request));
            return;
        }

        if (simulator is not null)
            Endpoint = Authority = simulator.Https;
        await FinishAsync(await TenantSignIn.ConnectAsync(this, Options(simulator?.CertificateSha256), Endpoint, Request, PipelineStopToken));
    });

    private protected override void OnFailed(BcException failure, object? target) => _switch.Fail(failure, target);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _switch.End();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Not a validation attribute: the error for a piped tenant would be a binding error, and the previous tenant would remain the current one.
    /// </summary>
    private void CheckTenant()
    {
        if (TenantId is not { } tenant)
            return;
        if (tenant.Length == 0 || !char.IsAsciiLetterOrDigit(tenant[0])
            || !tenant.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidTenantIdOrDomain(tenant))
            {
                Target = tenant,
                Advice = Messages.UseTenantIdOrDomain,
            };
        }
    }

    /// <summary>Gets the running simulator. The first tenant starts one if none is running.</summary>
    private async Task<SimulatorProcess> FindSimulatorAsync() => SimulatorStore.All.LastOrDefault() ?? await _started.GetAsync(
        string.Empty, () => SimulatorStore.StartAsync(null, "Contoso", port: 0, timeScale: 60, Context.Activity, PipelineStopToken));

    private Version Version
    {
        get
        {
            if (ApiVersion is null)
                return ServiceAccess.NewestApiVersion;
            var version = System.Version.Parse(ApiVersion.TrimStart('v'));
            // Before version 2.9, creating and copying returned the environment and no operation to wait for (admin-center contract, versions).
            return version >= ServiceAccess.OldestApiVersion && version.Major == 2
                ? version
                : throw new BcException(
                    version < ServiceAccess.OldestApiVersion ? ErrorCode.ApiVersionTooOld : ErrorCode.ApiVersionTooNew,
                    Messages.ApiVersionNotSupported(ApiVersion))
                {
                    Target = ApiVersion,
                    Advice = Messages.UseSupportedApiVersion,
                };
        }
    }

    private async Task FinishAsync(BcConnection connection)
    {
        WarnOfHiddenCmdlets();
        if (PassThru)
            WriteObject(connection);
        else if (ConnectionSummary.IsWanted(this))
            await ConnectionSummary.ShowAsync(this, connection);
    }

    private ConnectionRequest Request =>
        new(Name, Version, MaxConcurrentCalls, MaxCallsPerFiveMinutes, TimeSpan.FromSeconds(RetryTimeoutSec), ReadOnly)
        {
            Connect = ConnectAgain(TenantId),
        };

    /// <summary>The command for advice: the tenant and the parameters that identify the caller, with placeholders instead of credentials.</summary>
    private SuggestedCommand ConnectAgain(object? tenant)
    {
        var command = Commands.ConnectTenant.With(tenant);
        foreach (var name in Identifying.Where(MyInvocation.BoundParameters.ContainsKey))
        {
            command = MyInvocation.BoundParameters[name] switch
            {
                SwitchParameter { IsPresent: true } => command.Switch(name),
                SwitchParameter => command,
                var value => command.With(name, value),
            };
        }

        return Credentials.Where(MyInvocation.BoundParameters.ContainsKey)
            .Aggregate(command, (all, name) => all.With(name, name.ToUpperInvariant()));
    }

    private WireOptions Options(string? pinnedCertificate)
    {
        var flow = ParameterSetName switch
        {
            "Interactive" => SignInFlow.Interactive,
            "DeviceCode" => SignInFlow.DeviceCode,
            "ClientSecret" or "Credential" => SignInFlow.ClientSecret,
            "Certificate" or "CertificateThumbprint" or "CertificatePath" => SignInFlow.Certificate,
            "ManagedIdentity" => SignInFlow.ManagedIdentity,
            "FederatedTokenFile" or "FederatedTokenScript" => SignInFlow.FederatedToken,
            _ => SignInFlow.AccessToken,
        };
        var store = ConnectionStore.Current;
        return new WireOptions
        {
            Flow = flow,
            TenantId = TenantId,
            ClientId = ClientIdOf(flow)?.ToString(),
            Authority = Authority,
            DiscoverInstance = Authority == ServiceAccess.DefaultAuthority,
            Resource = ServiceAccess.DefaultEndpoint,
            IsApiAddress = address => ServiceAccess.IsApiAddress(Endpoint, address),
            ClientSecret = ClientSecret ?? Credential?.Password,
            Certificate = flow == SignInFlow.Certificate ? _signIn.Certificate ??= FindCertificate() : null,
            SendCertificateChain = SendCertificateChain,
            AccessToken = AccessToken is null ? null : AccessTokenText.Clean(AccessToken, nameof(AccessToken)),
            AccessTokenCallback = AccessTokenScript is null ? null : AccessTokenAsync(AccessTokenScript),
            FederatedToken = flow == SignInFlow.FederatedToken ? _signIn.FederatedToken ??= FederatedToken() : null,
            FederatedTokenId = FederatedTokenFile is null ? FederatedTokenScript : this.ResolveFile(FederatedTokenFile),
            SignIns = store.SignIns,
            Command = _signIn.Command,
            LoginHint = LoginHint,
            CurrentUser = store.CurrentUser,
            Prompt = Prompt,
            Persist = Persist,
            ShowDeviceCode = TenantSignIn.ShowAsync,
            PinnedCertificate = pinnedCertificate,
            MaxConcurrentCalls = MaxConcurrentCalls,
            MaxCallsPerFiveMinutes = MaxCallsPerFiveMinutes,
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
            Clock = Context.Clock,
        };
    }

    private Guid? ClientIdOf(SignInFlow flow)
    {
        if (Credential is not null)
        {
            return Guid.TryParse(Credential.UserName, out var id)
                ? id
                : throw new BcException(ErrorCode.InvalidArgument, Messages.CredentialRequiresClientId)
                {
                    Target = Credential.UserName,
                };
        }

        if (ClientId != Guid.Empty)
            return ClientId;
        return flow is SignInFlow.Interactive or SignInFlow.DeviceCode ? WellKnownClient : null;
    }

    private X509Certificate2 FindCertificate()
    {
        var certificate = Certificate
            ?? (CertificateThumbprint is { } thumbprint
                ? AppCertificate.FromStore(thumbprint) : AppCertificate.FromFile(this.ResolveFile(CertificatePath!), CertificatePassword));
        return AppCertificate.WithKey(certificate);
    }

    private static Func<CancellationToken, Task<SecureString>> AccessTokenAsync(ScriptBlock script)
    {
        var block = new TokenScriptBlock(script, nameof(AccessTokenScript));
        return async stop => AccessTokenText.Clean(
            new NetworkCredential(string.Empty, await block.GetAsync(stop)).SecurePassword, nameof(AccessTokenScript));
    }

    private Func<CancellationToken, Task<string>> FederatedToken()
    {
        if (FederatedTokenScript is { } script)
            return new TokenScriptBlock(script, nameof(FederatedTokenScript)).GetAsync;

        var file = this.ResolveFile(FederatedTokenFile!);
        return _ => Task.Run(() => TextFile.Read(file).Trim(), CancellationToken.None);
    }

    /// <summary>Writes a warning if functions or aliases, such as those of BcContainerHelper, hide cmdlets of this module.</summary>
    private void WarnOfHiddenCmdlets()
    {
        var hidden = (MyInvocation.MyCommand.Module?.ExportedCmdlets.Keys ?? Enumerable.Empty<string>())
            .Where(name => InvokeProvider.Item.Exists($"function:{name}") || InvokeProvider.Item.Exists($"alias:{name}"))
            .ToList();
        if (hidden.Count > 0)
            WriteWarning(Messages.CommandsHiddenByOtherModule(hidden));
    }
}
