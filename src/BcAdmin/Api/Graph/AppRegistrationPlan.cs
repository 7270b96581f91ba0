using System.Net;
using System.Security;

namespace BcAdmin.Api.Graph;

/// <summary>
/// Compares an app registration with the requested state and plans the missing steps. Nothing is changed before a step runs, so the plan can be shown
/// first, and an interrupted plan can be created again.
/// </summary>
internal sealed class AppRegistrationPlan
{
    /// <summary>The app ID of Dynamics 365 Business Central, the same in every cloud and tenant.</summary>
    private static readonly Guid BusinessCentral = new("996def3d-b36c-4153-8607-a6fd3c01b89f");

    private readonly AppRegistrationRequest _request;
    private readonly GraphClient _graph;
    private readonly List<PlannedStep> _steps = [];
    private GraphPrincipal? _businessCentral;

    private AppRegistrationPlan(AppRegistrationRequest request, GraphClient graph) => (_request, _graph) = (request, graph);

    public IReadOnlyList<PlannedStep> Steps => _steps;

    public GraphApplication? Application { get; private set; }

    public GraphPrincipal? Principal { get; private set; }

    public SecureString? Secret { get; private set; }

    /// <summary>Whether a step creates a secret.</summary>
    public bool CreatesSecret { get; private set; }

    public DateTimeOffset? SecretEnd { get; private set; }

    /// <summary>Whether all requested permissions are granted; null if this was not checked.</summary>
    public bool? IsConsented { get; private set; }

    /// <summary>Whether the app is authorized in the Admin Center; null if this was not checked.</summary>
    public bool? IsAuthorized { get; private set; }

    /// <param name="request">The requested state.</param>
    /// <param name="existing">The application to update; null to create a new one.</param>
    /// <param name="graph">Microsoft Graph, signed in as an administrator.</param>
    /// <param name="admin">The Admin Center API, signed in as an administrator.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static async Task<AppRegistrationPlan> MakeAsync(
        AppRegistrationRequest request, GraphApplication? existing, GraphClient graph, AdminCenterClient admin, CancellationToken cancellationToken)
    {
        var plan = new AppRegistrationPlan(request, graph);
        await plan.ReadAsync(existing, cancellationToken).ConfigureAwait(false);
        plan.PlanApplication();
        plan.PlanCredentials(
            existing is null ? [] : await graph.ListFederatedCredentialsAsync(existing.Id!, cancellationToken).ConfigureAwait(false));
        await plan.PlanConsentAsync(cancellationToken).ConfigureAwait(false);
        if (request.Authorize)
            await plan.PlanAuthorizationAsync(admin, cancellationToken).ConfigureAwait(false);
        return plan;
    }

    private async Task ReadAsync(GraphApplication? existing, CancellationToken cancellationToken)
    {
        _businessCentral = await _graph.FindPrincipalAsync(BusinessCentral, cancellationToken).ConfigureAwait(false);
        if (existing is not { Id: { } id, AppId: { } appId })
            return;
        Application = await _graph.GetApplicationAsync(id, cancellationToken).ConfigureAwait(false);
        Principal = await _graph.FindPrincipalAsync(appId, cancellationToken).ConfigureAwait(false);
    }

    private void Add(string action, Func<CancellationToken, Task> run, bool isGrant = false) => _steps.Add(new PlannedStep(action, run, isGrant));

    private void PlanApplication()
    {
        if (_businessCentral is null)
        {
            Add(Messages.CreateBusinessCentralPrincipalStep, async token =>
                _businessCentral = await _graph.CreatePrincipalAsync(BusinessCentral, token).ConfigureAwait(false));
        }

        var permissions = string.Join(", ", _request.Permissions);
        if (Application is null)
        {
            Add(Messages.RegisterAppStep(Describe(_request), permissions), async token =>
                Application = await _graph.CreateApplicationAsync(Changes(null) with { DisplayName = _request.Name }, token).ConfigureAwait(false));
        }
        else if (_businessCentral is null || Changes(Application) != new GraphApplication())
        {
            Add(Messages.UpdateAppStep(permissions, Describe(_request)), token => _graph.UpdateApplicationAsync(
                Application!.Id!, Changes(Application), token));
        }

        if (Principal is null)
        {
            Add(Messages.CreateAppPrincipalStep, async token =>
                Principal = await _graph.CreatePrincipalAsync(Application!.AppId!.Value, token).ConfigureAwait(false));
        }
    }

    /// <summary>The properties of an application to update. All are null if the application matches the request.</summary>
    private GraphApplication Changes(GraphApplication? application)
    {
        var isPublic = _request.Kind == BcAppKind.Delegated;
        return new GraphApplication
        {
            SignInAudience = application is null ? _request.MultiTenant ? "AzureADMultipleOrgs" : "AzureADMyOrg"
                : _request.MultiTenant && application.SignInAudience == "AzureADMyOrg" ? "AzureADMultipleOrgs" : null,
            IsFallbackPublicClient = isPublic && application?.IsFallbackPublicClient != true ? true : null,
            RequiredResourceAccess = Access(application),
            Web = isPublic ? null : Redirects(application?.Web),
            PublicClient = isPublic ? Redirects(application?.PublicClient) : null,
        };
    }

    private GraphPlatform? Redirects(GraphPlatform? platform)
    {
        var known = platform?.RedirectUris ?? [];
        return _request.RedirectUris.Except(known, StringComparer.Ordinal).Any()
            ? new GraphPlatform([.. known.Union(_request.RedirectUris, StringComparer.Ordinal)]) : null;
    }

    /// <summary>The requested permissions together with the existing ones for other APIs; null if none is missing.</summary>
    private IReadOnlyList<GraphRequiredAccess>? Access(GraphApplication? application)
    {
        var api = BusinessCentral.ToString();
        var access = application?.RequiredResourceAccess ?? [];
        var own = access.FirstOrDefault(entry => entry.ResourceAppId.Equals(api, StringComparison.OrdinalIgnoreCase));
        var missing = PermissionIds().Select(id => new GraphAccess(id, _request.IsService ? "Role" : "Scope")).Except(own?.ResourceAccess ?? [])
            .ToList();
        return missing.Count == 0
            ? null : [.. access.Where(entry => entry != own), new GraphRequiredAccess(api, [.. own?.ResourceAccess ?? [], .. missing])];
    }

    /// <summary>The IDs of the requested permissions in this tenant.</summary>
    private IReadOnlyList<Guid> PermissionIds() => [.. _request.Permissions.Select(PermissionId)];

    private Guid PermissionId(string name)
    {
        var offered = (_request.IsService ? _businessCentral?.AppRoles : _businessCentral?.Scopes) ?? [];
        return offered.FirstOrDefault(
            permission => permission.IsEnabled != false && string.Equals(permission.Value, name, StringComparison.OrdinalIgnoreCase))?.Id
            ?? throw new BcException(
                ErrorCode.PermissionNotFound,
                Messages.ApiPermissionNotFound(_request, name))
            {
                Target = name,
                Advice = Messages.AvailableApiPermissions(offered),
            };
    }

    private void PlanCredentials(IReadOnlyList<GraphFederatedCredential> federated)
    {
        if (_request.Certificate is { } makeCertificate && !HasCertificate(_request.ExistingCertificate))
        {
            var action = _request.ExistingCertificate is null
                ? Messages.CreateCertificateStep : Messages.AddCertificateKeyStep;
            Add(action, async token =>
            {
                var key = new GraphKeyCredential { Key = Convert.ToBase64String(makeCertificate()) };
                await _graph.UpdateApplicationAsync(
                    Application!.Id!, new GraphApplication { KeyCredentials = [.. Application.KeyCredentials ?? [], key] },
                    token).ConfigureAwait(false);
            });
        }

        if (_request.Federated is { } trust && !federated.Any(known => known.Issuer == trust.Issuer && known.Subject == trust.Subject))
        {
            Add(Messages.TrustTokensStep(trust), token => _graph.CreateFederatedCredentialAsync(
                Application!.Id!, trust, token));
        }

        if (_request.NewSecret || (NeedsSecret(federated) && !HasValidSecret()))
        {
            CreatesSecret = true;
            Add(Messages.CreateClientSecretStep(_request), async token =>
            {
                var password = await _graph.AddPasswordAsync(
                    Application!.Id!, new GraphPasswordCredential { DisplayName = "BcAdmin", EndDateTime = _request.SecretEnd },
                    token).ConfigureAwait(false);
                Secret = new NetworkCredential(string.Empty, password.SecretText).SecurePassword;
                Secret.MakeReadOnly();
                SecretEnd = password.EndDateTime;
            });
        }
    }

    private bool HasCertificate(byte[]? certificate) => certificate is not null
        && Application?.KeyCredentials?.Any(
            known => known.Key is { } key && Convert.FromBase64String(key).AsSpan().SequenceEqual(certificate)) == true;

    private bool NeedsSecret(IReadOnlyList<GraphFederatedCredential> federated) => _request.Kind switch
    {
        BcAppKind.Service => _request.Certificate is null && _request.Federated is null && federated.Count == 0
            && Application?.KeyCredentials is null or { Count: 0 },
        BcAppKind.PowerAutomate => true,
        _ => false,
    };

    private bool HasValidSecret() =>
        Application?.PasswordCredentials?.Any(password => password.EndDateTime is null || password.EndDateTime > DateTimeOffset.UtcNow) == true;

    private Task PlanConsentAsync(CancellationToken cancellationToken) => _request.IsService
        ? PlanRolesAsync(cancellationToken) : PlanScopesAsync(cancellationToken);

    private async Task PlanRolesAsync(CancellationToken cancellationToken)
    {
        var known = Principal is null || _businessCentral is null
            ? [] : await _graph.ListRoleAssignmentsAsync(Principal.Id!, cancellationToken).ConfigureAwait(false);
        var granted = known.Where(assignment => assignment.ResourceId == _businessCentral?.Id).Select(assignment => assignment.AppRoleId).ToHashSet();
        var missing = _request.Permissions.Where(name => _businessCentral is null || !granted.Contains(PermissionId(name))).ToList();
        IsConsented = missing.Count == 0;
        if (missing.Count == 0 || !_request.GrantConsent)
            return;

        Add(Messages.GrantAdminConsentStep(missing), async token =>
        {
            foreach (var name in missing)
            {
                await _graph.AssignRoleAsync(
                    new GraphRoleAssignment(Principal!.Id!, _businessCentral!.Id!, PermissionId(name)), token).ConfigureAwait(false);
            }

            IsConsented = true;
        }, isGrant: true);
    }

    private async Task PlanScopesAsync(CancellationToken cancellationToken)
    {
        // Reading grants requires a permission that is requested only if a grant is to be created.
        if (!_request.GrantConsent)
        {
            IsConsented = Principal is null ? false : null;
            return;
        }

        var grant = Principal is null || _businessCentral is null
            ? null : await _graph.FindGrantAsync(Principal.Id!, _businessCentral.Id!, cancellationToken).ConfigureAwait(false);
        var granted = grant?.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var missing = _request.Permissions.Except(granted, StringComparer.OrdinalIgnoreCase).ToList();
        IsConsented = missing.Count == 0;
        if (missing.Count == 0)
            return;

        Add(Messages.GrantTenantConsentStep(missing), async token =>
        {
            var scope = string.Join(' ', granted.Concat(missing));
            if (grant is not null)
            {
                await _graph.UpdateGrantAsync(grant.Id!, scope, token).ConfigureAwait(false);
            }
            else
            {
                await _graph.CreateGrantAsync(
                    new GraphPermissionGrant
                    {
                        ClientId = Principal!.Id,
                        ConsentType = "AllPrincipals",
                        ResourceId = _businessCentral!.Id,
                        Scope = scope
                    }, token).ConfigureAwait(false);
            }

            IsConsented = true;
        }, isGrant: true);
    }

    private async Task PlanAuthorizationAsync(AdminCenterClient admin, CancellationToken cancellationToken)
    {
        IsAuthorized = Application?.AppId is { } appId
            && await admin.FindAuthorizedAppAsync(appId, cancellationToken).ConfigureAwait(false) is not null;
        if (IsAuthorized == true)
            return;

        Add(Messages.AuthorizeAppStep, async token =>
        {
            await admin.AuthorizeAppAsync(Application!.AppId!.Value, token).ConfigureAwait(false);
            IsAuthorized = true;
        }, isGrant: true);
    }

    private static string Describe(AppRegistrationRequest request)
    {
        var kind = request.Kind switch
        {
            BcAppKind.Service => "service",
            BcAppKind.Delegated => Messages.InteractivePublicClient,
            _ => Messages.PowerAutomateConnector,
        };
        return request.MultiTenant ? $"{kind}, multi-tenant" : kind;
    }
}

/// <summary>A step of the plan.</summary>
/// <param name="Action">The description for prompts and results.</param>
/// <param name="RunAsync">Runs the step.</param>
/// <param name="IsGrant">
/// Whether the step may require another administrator. If it fails, the app is still usable and the remaining steps run.
/// </param>
internal sealed record PlannedStep(string Action, Func<CancellationToken, Task> RunAsync, bool IsGrant);
