using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Api.Graph;

namespace BcAdmin.Cmdlets.AppRegistrations;

/// <summary>
/// Registers a Microsoft Entra app with the permissions for Business Central, through Microsoft Graph as the user of the connection. Can also grant
/// consent and authorize the app for the Admin Center API (authorizeApp). Existing settings of the app are not changed.
/// </summary>
[Cmdlet(VerbsCommon.New, "BcAppRegistration", DefaultParameterSetName = "Service", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcAppRegistration))]
public sealed class NewBcAppRegistrationCommand : BcConnectedCmdlet
{
    /// <summary>The redirect URI of the Business Central page Microsoft Entra Applications, which grants consent.</summary>
    private const string BusinessCentralRedirect = "https://businesscentral.dynamics.com/OAuthLanding.htm";

    private const string ConnectorRedirect = "https://global.consent.azure-apim.net/redirect";

    /// <summary>The session variable for the last result with a new secret.</summary>
    private const string LastResult = "BcLastAppRegistration";

    private string? _thumbprint;

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("DisplayName")]
    [TextLength(1, 256)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Registers an app for unattended scripts and services.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Service")]
    public SwitchParameter Service { get; set; }

    /// <summary>Registers a public client for interactive sign-in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Delegated")]
    public SwitchParameter Delegated { get; set; }

    /// <summary>Registers an app for a Power Automate and Power Apps custom connector.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PowerAutomate")]
    public SwitchParameter PowerAutomate { get; set; }

    [Parameter(ParameterSetName = "Service")]
    [ValidateSet("AdminCenter", "Automation", "Api")]
    public string[] Permission { get; set; } = ["AdminCenter", "Automation", "Api"];

    /// <summary>A .pfx or .pem file to use instead of a secret. It is created if it does not exist. Only the public key is uploaded.</summary>
    [Parameter(ParameterSetName = "Service")]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = "Service")]
    [SecretTransformation]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>GitHub repository (owner/name) whose workflows sign in without a secret.</summary>
    [Parameter(ParameterSetName = "Service")]
    [TextPattern(@"\A[A-Za-z0-9._-]+/[A-Za-z0-9._-]+\z", Messages.InvalidRepositoryName)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? GitHubRepository { get; set; }

    /// <summary>Branch whose workflows can sign in. The default is main.</summary>
    [Parameter(ParameterSetName = "Service")]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? GitHubBranch { get; set; }

    /// <summary>GitHub deployment environment whose jobs can sign in, instead of a branch.</summary>
    [Parameter(ParameterSetName = "Service")]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? GitHubEnvironment { get; set; }

    /// <summary>Any other token issuer, such as that of an Azure DevOps service connection.</summary>
    [Parameter(ParameterSetName = "Service")]
    [HttpsIssuer]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri? FederatedIssuer { get; set; }

    /// <summary>The subject of the issuer's tokens.</summary>
    [Parameter(ParameterSetName = "Service")]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? FederatedSubject { get; set; }

    [Parameter(ParameterSetName = "Delegated")]
    [Parameter(ParameterSetName = "PowerAutomate")]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri[]? RedirectUri { get; set; }

    /// <summary>Number of days that a new secret or certificate is valid.</summary>
    [Parameter(ParameterSetName = "Service")]
    [Parameter(ParameterSetName = "PowerAutomate")]
    [ValidateRange(1, 730)]
    public int ValidDays { get; set; } = 180;

    /// <summary>Creates a secret even if the app has one, to replace a lost or expiring secret.</summary>
    [Parameter(ParameterSetName = "Service")]
    [Parameter(ParameterSetName = "PowerAutomate")]
    public SwitchParameter NewSecret { get; set; }

    /// <summary>A new file for the client ID and the new secret, in the format of a credential from Export-Clixml.</summary>
    [Parameter(ParameterSetName = "Service")]
    [Parameter(ParameterSetName = "PowerAutomate")]
    public string? CredentialPath { get; set; }

    [Parameter]
    public SwitchParameter MultiTenant { get; set; }

    /// <summary>Updates an existing app of the same name instead of failing.</summary>
    [Parameter]
    public SwitchParameter Update { get; set; }

    [Parameter]
    public SwitchParameter GrantConsent { get; set; }

    /// <summary>Also authorizes the app for the Admin Center API, as Add-BcAuthorizedApp does.</summary>
    [Parameter(ParameterSetName = "Service")]
    public SwitchParameter AuthorizeApp { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync()
    {
        if (Connection is { Length: > 1 })
            throw new BcException(ErrorCode.AmbiguousConnection, Messages.RegistrationRequiresOneConnection);
        await ChangeAsync(Name, RegisterAsync);
    }

    private async Task RegisterAsync(BcConnection connection)
    {
        using var certificate = FindCertificate();
        var request = Request(certificate);
        using var access = GraphAccess(connection, GraphPermissions(request));
        var graph = new GraphClient(connection, access.Endpoint, access.Client(Context));
        var existing = await FindAsync(graph);
        var plan = await AppRegistrationPlan.MakeAsync(request, existing, graph, AdminCenter(connection), PipelineStopToken);

        var target = Messages.AppRegistrationTarget(Name, connection);
        if (plan.Steps.Count > 0 && !ConfirmPlan(target, plan))
            return;
        if (plan.Steps.Count == 0)
            WriteVerbose(Messages.AlreadyHasAllSettings(target));

        if (CredentialPath is not null && !plan.CreatesSecret)
            WriteWarning(Messages.NoSecretToSave);
        // The file is opened before the secret is created, so that an invalid path fails early.
        using var file = CredentialPath is null || !plan.CreatesSecret ? null : PrivateFile.Create(this.ResolveOutput(CredentialPath));
        var changes = new List<string>();
        foreach (var step in plan.Steps)
        {
            // Consent and authorization can require another administrator. The new secret cannot be read again, so a later failure must not hide it.
            var hasSecret = plan.Secret is not null;
            if (step.IsGrant || hasSecret)
                await GuardAsync(Name, () => RunAsync(step));
            else
                await RunAsync(step);
            if (!hasSecret && plan.Secret is { } secret)
                await CreatedSecret.KeepAsync(this, LastResult, CreateResult(), file, plan.Application!.AppId!.Value, secret);
        }

        WriteObject(CreateResult());

        BcAppRegistration CreateResult()
        {
            var result = Result(connection, request, plan, changes, file?.SavedPath);
            result.SetOrigin(connection);
            return result;
        }

        async Task RunAsync(PlannedStep step)
        {
            WriteVerbose($"{step.Action}.");
            await step.RunAsync(PipelineStopToken);
            changes.Add(step.Action);
        }
    }

    /// <summary>Prompts once for the whole plan. With -WhatIf, each step is listed.</summary>
    private bool ConfirmPlan(string target, AppRegistrationPlan plan)
    {
        if (!IsWhatIf)
            return ShouldProcess(target, string.Join("; ", plan.Steps.Select(step => step.Action)), Force);
        foreach (var step in plan.Steps)
            ShouldProcess(target, step.Action);
        return false;
    }

    private async Task<GraphApplication?> FindAsync(GraphClient graph)
    {
        var found = await graph.FindApplicationsAsync(Name, PipelineStopToken);
        return found switch
        {
            [] => null,
            [var only] when Update => only,
            [var only] => throw new BcException(ErrorCode.ResourceExists, Messages.AppAlreadyRegistered(Name, only))
            {
                Target = Name,
                Advice = Messages.UseUpdateToCompleteRegistration,
            },
            _ => throw new BcException(
                ErrorCode.AmbiguousApp, Messages.SeveralRegistrationsHaveName(Name, found))
            {
                Target = Name,
                Advice = Messages.ChooseAnotherRegistrationName,
            },
        };
    }

    private AppRegistrationRequest Request(X509Certificate2? certificate)
    {
        var kind = Enum.Parse<BcAppKind>(ParameterSetName);
        return new AppRegistrationRequest
        {
            Name = Name,
            Kind = kind,
            Permissions = kind == BcAppKind.Service
                ? [.. Permission.Select(area => CanonicalCase(nameof(Permission), area) is var name && name is "Api"
                ? "API.ReadWrite.All" : $"{name}.ReadWrite.All")]
                : ["user_impersonation", "Financials.ReadWrite.All"],
            MultiTenant = MultiTenant,
            RedirectUris = kind switch
            {
                BcAppKind.Service => [BusinessCentralRedirect],
                BcAppKind.Delegated => RedirectUri is null ? ["http://localhost"] : [.. RedirectUri.Select(address => address.OriginalString)],
                _ => [ConnectorRedirect, .. (RedirectUri ?? []).Select(address => address.OriginalString)],
            },
            ExistingCertificate = certificate?.RawData,
            Certificate = CertificatePath is null ? null : () =>
            {
                if (certificate is not null)
                    return certificate.RawData;
                using var made = NewCertificate.Write(Name, CertificateFile!, CertificatePassword, ValidDays);
                _thumbprint = made.Thumbprint;
                return made.RawData;
            },
            Federated = Federated(),
            NewSecret = NewSecret,
            SecretEnd = Context.Clock.GetUtcNow().AddDays(ValidDays),
            GrantConsent = GrantConsent,
            Authorize = AuthorizeApp,
        };
    }

    private string? CertificateFile => CertificatePath is null ? null : this.ResolveOutput(CertificatePath);

    private X509Certificate2? FindCertificate()
    {
        if (CertificateFile is not { } file || !File.Exists(file))
            return null;
        var certificate = AppCertificate.FromFile(file, CertificatePassword);
        _thumbprint = certificate.Thumbprint;
        return certificate;
    }

    private GraphFederatedCredential? Federated()
    {
        if (FederatedIssuer is null != FederatedSubject is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.FederatedIssuerRequiresSubject);
        if (GitHubRepository is null)
        {
            if (GitHubBranch is not null || GitHubEnvironment is not null)
                throw new BcException(ErrorCode.InvalidArgument, Messages.GitHubRepositoryRequired);
            return FederatedIssuer is null ? null : Trust(FederatedIssuer.OriginalString, FederatedSubject!);
        }

        if (FederatedIssuer is not null || (GitHubBranch is not null && GitHubEnvironment is not null))
        {
            throw new BcException(ErrorCode.InvalidArgument,
                Messages.SpecifyOneFederatedIssuer);
        }

        var part = GitHubEnvironment is null ? $"ref:refs/heads/{GitHubBranch ?? "main"}" : $"environment:{GitHubEnvironment}";
        return Trust("https://token.actions.githubusercontent.com", $"repo:{GitHubRepository}:{part}");
    }

    private static GraphFederatedCredential Trust(string issuer, string subject)
    {
        // The name must be unique within the app and contain only simple characters, so it is derived from the subject.
        var name = new string([.. $"{new Uri(issuer).Host}-{subject}".Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return new GraphFederatedCredential(
            name.Length <= 120 ? name : name[..120], issuer, subject, ["api://AzureADTokenExchange"], Messages.FederatedCredentialDescription);
    }

    /// <summary>The delegated permissions that this run requests from the user for Microsoft Graph.</summary>
    private static string[] GraphPermissions(AppRegistrationRequest request) => (request.GrantConsent, request.IsService) switch
    {
        (false, _) => ["Application.ReadWrite.All"],
        (_, true) => ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"],
        _ => ["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"],
    };

    private BcAppRegistration Result(
        BcConnection connection, AppRegistrationRequest request, AppRegistrationPlan plan, IReadOnlyList<string> changes, string? savedTo)
    {
        var clientId = plan.Application!.AppId!.Value;
        var consent = GetBcAdminConsentUrlCommand.AddressOf(connection.Authority!, connection.TenantId ?? "organizations", clientId, null);
        return new BcAppRegistration
        {
            Name = Name,
            ClientId = clientId,
            ObjectId = Guid.Parse(plan.Application.Id!),
            ServicePrincipalId = Guid.TryParse(plan.Principal?.Id, out var principal) ? principal : null,
            Kind = request.Kind,
            IsMultiTenant = MultiTenant || plan.Application.SignInAudience is "AzureADMultipleOrgs" or "AzureADandPersonalMicrosoftAccount",
            Permissions = [.. request.Permissions],
            IsConsentGranted = plan.IsConsented,
            IsAuthorized = plan.IsAuthorized,
            ClientSecret = plan.Secret,
            ClientSecretExpiresOn = plan.SecretEnd,
            CertificatePath = CertificateFile,
            CertificateThumbprint = _thumbprint,
            AdminConsentUrl = consent,
            Changes = [.. changes],
            CredentialPath = savedTo,
            NextSteps = [.. NextSteps(connection, request, plan, clientId, consent, savedTo)],
        };
    }

    private static IEnumerable<string> NextSteps(
        BcConnection connection, AppRegistrationRequest request, AppRegistrationPlan plan, Guid clientId, Uri consent, string? savedTo)
    {
        if (plan.Secret is not null)
            yield return savedTo is null ? Messages.StoreTheSecret(LastResult) : Messages.SecretIsInFile(connection, savedTo);
        if (plan.IsConsented != true)
        {
            yield return Messages.AdminConsentRequired(consent);
        }

        if (!request.IsService)
            yield break;

        if (request.Permissions.Contains("AdminCenter.ReadWrite.All", StringComparer.Ordinal) && plan.IsAuthorized != true)
            yield return Messages.AuthorizeAppInAdminCenter(clientId);
        if (request.Permissions.Any(permission => permission != "AdminCenter.ReadWrite.All"))
        {
            yield return Messages.EnableAppInEachEnvironment(clientId);
        }

        yield return Messages.TestConnectionAfterRegistration;
    }
}
