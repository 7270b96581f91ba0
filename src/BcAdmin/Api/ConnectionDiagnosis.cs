using System.Net;
using System.Runtime.CompilerServices;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>
/// Finds the reason why the service rejects a connection. Access is checked in several places in sequence. The checks run in the same order, and
/// checks that depend on a failed one are skipped, so that only the cause is reported.
/// </summary>
internal sealed class ConnectionDiagnosis(BcConnection connection, AdminCenterClient admin, Func<EnvironmentKey, AutomationClient> automation)
{
    private const string AdminCenterRole = "AdminCenter.ReadWrite.All";
    private const string AutomationRole = "Automation.ReadWrite.All";
    private const string BusinessCentralAppId = "996def3d-b36c-4153-8607-a6fd3c01b89f";

    /// <summary>The delegated permissions of Business Central; each of them is sufficient for both APIs.</summary>
    private static readonly string[] Scopes = ["user_impersonation", "Financials.ReadWrite.All"];

    /// <summary>The clock skew that Microsoft Entra ID tolerates.</summary>
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(5);

    private TokenClaims? _claims;

    /// <summary>The claims of the new token; null if the sign-in failed.</summary>
    public TokenClaims? Claims => _claims;

    /// <summary>Whether the Admin Center API accepted the caller.</summary>
    public bool IsAdminCenterOpen { get; private set; }

    /// <summary>The failed check because of which all later checks are skipped.</summary>
    private string? _failed;

    /// <summary>The last status code of the Automation API; null if it was not called.</summary>
    private HttpStatusCode? _insideStatus;

    private bool _mayAdminister;
    private bool _mayAutomate;

    private string App => $"app {connection.ClientId?.ToString() ?? connection.Account}";

    private string Caller => connection.IsApp ? App : connection.Account ?? "the caller";

    /// <summary>The tenant name for suggested commands.</summary>
    private string Tenant => connection.Access.RequestedTenant ?? connection.TenantId ?? "TENANT";

    /// <param name="environment">The environment to check; null to check all active environments.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    public async IAsyncEnumerable<BcConnectionCheck> RunAsync(
        EnvironmentKey? environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var facts = await FindTenantAsync(cancellationToken).ConfigureAwait(false);
        var (token, failure) = await SignInAsync(cancellationToken).ConfigureAwait(false);
        yield return failure is null ? SignedIn(token!) : Failed("SignIn", failure.Message, failure.Advice);
        yield return CheckClock(facts?.ServerTime);
        if (failure is not null)
        {
            if (CheckTenantOf(failure, facts) is { } tenant)
                yield return tenant;
            yield break;
        }

        _claims = token!.Claims;
        yield return CheckAudience();
        yield return CheckTenant(token, facts);
        yield return CheckConsent();
        yield return CheckPermission();

        var (check, environments) = await CheckAdminCenterAsync(cancellationToken).ConfigureAwait(false);
        yield return check;
        if (environment is { } named)
        {
            await foreach (var row in CheckEnvironmentAsync(named, environments, cancellationToken).ConfigureAwait(false))
                yield return row;
            yield break;
        }

        if (_claims.HomeTenantId is not null && environments is not null)
        {
            yield return Skipped(
                "Environment", Messages.EnvironmentWithoutPartnerAccessHidden,
                Messages.SpecifyEnvironmentToTest);
        }

        foreach (var active in environments?.Where(known => known.HasStatus("Active")) ?? [])
        {
            yield return await CheckAutomationAsync(
                new EnvironmentKey(active.ApplicationFamily, active.Name), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TenantFacts?> FindTenantAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Access.FindTenantAsync(
                connection.Access.RequestedTenant ?? connection.TenantId ?? "organizations", cancellationToken).ConfigureAwait(false);
        }
        catch (BcException)
        {
            return null; // Signing in uses the same host, and its failure has more details.
        }
    }

    /// <summary>Gets a new token, because a cached one does not contain recent changes to roles and permissions.</summary>
    private async Task<(IssuedToken? Token, BcException? Failure)> SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.Access.GetTokenAsync(renew: true, cancellationToken).ConfigureAwait(false), null);
        }
        catch (BcException exception)
        {
            return (null, exception);
        }
    }

    private BcConnectionCheck SignedIn(IssuedToken token)
    {
        var expires = token.ExpiresOn == DateTimeOffset.MaxValue
            ? Messages.UnknownLifetime : Messages.TokenValidUntil(token);
        var from = token.Claims.HomeTenantId is { } home ? Messages.HomeTenantSuffix(home) : string.Empty;
        return Passed("SignIn", Messages.SignedInAs(Caller, from, connection, expires));
    }

    private BcConnectionCheck CheckClock(DateTimeOffset? serverTime)
    {
        if (serverTime is not { } time)
            return Skipped("Clock", Messages.SignInServiceTimeMissing);
        var skew = admin.Clock.GetUtcNow() - time;
        var text = Messages.ClockDiffersFromService(skew);
        return skew.Duration() > ToleratedSkew
            ? Failed("Clock", text, Messages.SetComputerClock)
            : Passed("Clock", skew.Duration() < TimeSpan.FromSeconds(5) ? Messages.ClockIsCorrect : text);
    }

    /// <summary>The check for a sign-in failure that is about the tenant; otherwise null.</summary>
    private BcConnectionCheck? CheckTenantOf(BcException failure, TenantFacts? facts)
    {
        if (facts is { TenantId: null } || IsEntra("AADSTS90002") || IsEntra("AADSTS900023"))
        {
            return Failed("Tenant", Messages.TenantNotFoundInCloud(Tenant, connection),
                Messages.CheckTenantAndAuthority);
        }

        if (IsEntra("AADSTS700016"))
        {
            return Failed(
                "Tenant", Messages.AppNotKnownInTenant(Tenant, App),
                Messages.SpecifyAppTenantOrConsent(ConsentAddress));
        }

        if (IsEntra("AADSTS500011"))
        {
            return Failed(
                "Tenant", Messages.ApiNotAvailableInTenant(Tenant, connection),
                Messages.CheckTenantHasBusinessCentral);
        }

        return IsEntra("AADSTS50020") || IsEntra("AADSTS50034")
            ? Failed("Tenant", Messages.CallerNotInTenant(Tenant, Caller),
                Messages.SpecifyAccountTenantOrInvite)
            : null;

        bool IsEntra(string code) => failure.Message.StartsWith(code + ":", StringComparison.Ordinal);
    }

    private BcConnectionCheck CheckAudience()
    {
        if (!_claims!.IsReadable)
            return Skipped("Audience", Messages.TokenNotReadable);
        var audience = _claims.Audience?.TrimEnd('/');
        var expected = connection.Access.Resource.AbsoluteUri.TrimEnd('/');
        if (string.Equals(audience, expected, StringComparison.OrdinalIgnoreCase)
            || string.Equals(audience, BusinessCentralAppId, StringComparison.OrdinalIgnoreCase))
        {
            return Passed("Audience", Messages.TokenAudience(audience));
        }

        _failed = "Audience";
        return Failed("Audience", Messages.TokenAudienceMismatch(audience, expected),
            Messages.GetTokenForResource(expected));
    }

    private BcConnectionCheck CheckTenant(IssuedToken token, TenantFacts? facts)
    {
        if (token.TenantId is not { } actual)
            return Skipped("Tenant", Messages.TokenWithoutTenant);
        var requested = connection.Access.RequestedTenant;
        if (requested is not null && facts is { TenantId: null })
        {
            return Failed("Tenant", Messages.RequestedTenantNotFound(requested, connection, actual),
                Messages.CheckRequestedTenant);
        }

        if (requested is null || facts?.TenantId is null || string.Equals(facts.TenantId, actual, StringComparison.OrdinalIgnoreCase))
            return Passed("Tenant", Messages.TokenTenant(actual));
        _failed ??= "Tenant";
        return Failed("Tenant", Messages.TokenTenantMismatch(actual, requested, facts),
            connection.SignIn == "ManagedIdentity"
            ? Messages.ManagedIdentityRequiresOwnTenant
            : Messages.GetTokenFromRequestedTenant(requested));
    }

    private BcConnectionCheck CheckConsent()
    {
        if (_failed is not null)
            return Skipped("Consent", $"See {_failed}.");
        if (!_claims!.IsReadable)
            return Skipped("Consent", Messages.TokenPermissionsUnknown);
        var granted = connection.IsApp ? _claims.Roles : _claims.Scopes;
        if (granted.Count > 0)
            return Passed("Consent", $"Granted: {string.Join(", ", granted)}.");

        _failed = "Consent";
        return Failed(
            "Consent", connection.IsApp
                ? Messages.TokenHasNoApplicationPermission
                : Messages.TokenHasNoDelegatedPermission,
            Messages.RequestAdminConsent(ConsentAddress, GrantConsent));
    }

    private BcConnectionCheck CheckPermission()
    {
        if (_failed is not null)
            return Skipped("Permission", $"See {_failed}.");
        if (!_claims!.IsReadable)
        {
            (_mayAdminister, _mayAutomate) = (true, true);
            return Skipped("Permission", Messages.TokenPermissionsUnknown);
        }

        if (!connection.IsApp)
        {
            _mayAdminister = _mayAutomate = _claims.Scopes.Intersect(Scopes, StringComparer.OrdinalIgnoreCase).Any();
            if (!_mayAdminister)
                _failed = "Permission";
            return _mayAdminister
                ? Passed("Permission", Messages.TokenHasDelegatedPermission)
                : Failed("Permission", Messages.TokenLacksDelegatedPermissions(Scopes),
                    Messages.AddDelegatedPermissions);
        }

        _mayAdminister = Has(AdminCenterRole);
        _mayAutomate = Has(AutomationRole);
        if (_mayAdminister && _mayAutomate)
            return Passed("Permission", Messages.TokenHasBothApplicationPermissions);
        var missing = (_mayAdminister, _mayAutomate) switch
        {
            (false, false) => Messages.AllCmdletsRejected(AdminCenterRole, AutomationRole),
            (false, true) => Messages.AdminCenterCmdletsRejected(AdminCenterRole),
            _ => Messages.AutomationCmdletsRejected(AutomationRole),
        };
        return Failed(
            "Permission", missing,
            Messages.AddPermissionAndGrantConsent(GrantConsent));

        bool Has(string role) => _claims.Roles.Contains(role, StringComparer.OrdinalIgnoreCase);
    }

    private async Task<(BcConnectionCheck Check, IReadOnlyList<BcEnvironment>? Environments)> CheckAdminCenterAsync(
        CancellationToken cancellationToken)
    {
        if (!_mayAdminister)
            return (Skipped("AdminCenter", $"See {_failed ?? "Permission"}."), null);
        try
        {
            var environments = await admin.ListEnvironmentsAsync(null, cancellationToken).ToListAsync().ConfigureAwait(false);
            IsAdminCenterOpen = true;
            return (Passed("AdminCenter",
                Messages.AdminCenterApiWorks(Caller, environments)), environments);
        }
        catch (BcApiException exception)
        {
            return (Refused(exception), null);
        }

        BcConnectionCheck Refused(BcApiException exception) => exception.Status switch
        {
            // The service currently returns 401 to an app that is not authorized, but older reports show 403, so both messages name both causes.
            HttpStatusCode.Unauthorized when connection.IsApp => Failed(
                "AdminCenter",
                Messages.AppUnauthorizedInAdminCenter(App, Tenant, AdminCenterRole),
                Messages.AuthorizeOrConsent(Authorize, Consent)),
            HttpStatusCode.Forbidden when connection.IsApp => Failed(
                "AdminCenter",
                Messages.AppForbiddenInAdminCenter(App, AdminCenterRole, Tenant),
                Messages.ConsentOrAuthorize(Consent, Authorize)),
            HttpStatusCode.Forbidden => Failed(
                "AdminCenter",
                Messages.UserForbiddenInAdminCenter(Caller, Tenant),
                Messages.AssignRoleOrAddPermissions(Messages.AssignAdministratorRole)),
            HttpStatusCode.Unauthorized => Failed(
                "AdminCenter", Messages.UserUnauthorizedInAdminCenter(Caller, exception),
                Messages.CheckTenantCloudAndToken(Authorize, Messages.AssignAdministratorRole)),
            _ => Failed("AdminCenter", exception.Message, exception.Advice),
        };
    }

    private string Authorize =>
        Messages.AuthorizeAppAsAdministrator(connection);

    private string Consent =>
        Messages.GetAdminConsentAddress(AdminCenterRole, ConsentAddress);

    private SuggestedCommand ConsentAddress => Commands.GetAdminConsentUrl.With(Tenant).With(connection.ClientId?.ToString() ?? "CLIENTID");

    private static SuggestedCommand GrantConsent =>
        Commands.NewAppRegistration.With("NAME").Switch("Service").Switch("Update").Switch("GrantConsent");

    private async IAsyncEnumerable<BcConnectionCheck> CheckEnvironmentAsync(
        EnvironmentKey environment, IReadOnlyList<BcEnvironment>? environments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inside = await CheckAutomationAsync(environment, cancellationToken).ConfigureAwait(false);
        if (environments is null)
        {
            yield return Skipped("Environment", $"See {_failed ?? (_mayAdminister ? "AdminCenter" : "Permission")}.", environment: environment);
            yield return inside;
            yield break;
        }

        var known = environments.FirstOrDefault(
            candidate => Same(candidate.Name, environment.Name) && Same(candidate.ApplicationFamily, environment.Family));
        if (known is not null)
        {
            yield return known.HasStatus("Active")
                ? Passed("Environment", Messages.EnvironmentAcceptsCaller(known, Caller), environment)
                : Failed("Environment", Messages.EnvironmentNotAcceptingCalls(known),
                    Commands.WaitEnvironment.In(environment).On(connection).ToString(), environment);
            yield return inside;
            yield break;
        }

        // An environment that responds exists, even if it is not listed.
        var isThere = _insideStatus is not (null or HttpStatusCode.NotFound);
        var partner = _claims!.HomeTenantId is { } home ? Messages.PartnerTenantWithId(home) : connection.IsApp
            ? Messages.AppHomeTenant : null;
        var open = Messages.GrantPartnerAccess(environment, connection);
        yield return (isThere, partner) switch
        {
            (true, not null) =>
                Failed("Environment", Messages.PartnerAccessNotGranted(environment, partner), open, environment),
            (_, not null) => Failed(
                "Environment",
                Messages.EnvironmentNotAccessible(environment, Caller, partner),
                open, environment),
            _ => Failed("Environment", Messages.EnvironmentMissingInTenant(environment, Tenant),
                Messages.ListEnvironments(connection), environment),
        };
        yield return isThere ? inside : Skipped("Automation", "See Environment.", environment: environment);
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private async Task<BcConnectionCheck> CheckAutomationAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        if (!_mayAutomate)
            return Skipped("Automation", $"See {_failed ?? "Permission"}.", environment: environment);
        try
        {
            var any = await automation(environment).ListCompaniesAsync(cancellationToken).FirstOrNullAsync().ConfigureAwait(false) is not null;
            _insideStatus = HttpStatusCode.OK;
            return any
                ? Passed("Automation", Messages.AutomationAcceptsCaller(environment, Caller), environment)
                : Failed("Automation", Messages.NoCompanyReturnedToCaller(environment, Caller), InsideRemedy,
                    environment);
        }
        catch (BcApiException exception)
        {
            _insideStatus = exception.Status;
            return exception.Status switch
            {
                HttpStatusCode.Unauthorized when connection.IsApp =>
                    Failed("Automation", Messages.AppMissingOrDisabled(environment, App), InsideRemedy, environment),
                HttpStatusCode.Unauthorized =>
                    Failed("Automation", Messages.UserMissingOrDisabled(environment, Caller),
                    Messages.ImportOrEnableUser, environment),
                _ when exception.IsPermissionMissing => Failed(
                    "Automation", Messages.PermissionMissingInEnvironment(environment, Caller, exception), InsideRemedy, environment),
                HttpStatusCode.Forbidden =>
                    Failed("Automation", Messages.PermissionSetsNotSufficient(environment, Caller), InsideRemedy, environment),
                _ => Failed("Automation", exception.Message, exception.Advice, environment),
            };
        }
    }

    private string InsideRemedy => connection.IsApp
        ? Messages.EnableAppInEnvironment(connection)
        : Messages.AssignPermissionSetsToUser;

    private BcConnectionCheck Passed(string check, string detail, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Passed, detail, null, environment);

    private BcConnectionCheck Failed(string check, string detail, string? remedy, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Failed, detail, remedy, environment);

    private BcConnectionCheck Skipped(string check, string detail, string? remedy = null, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Skipped, detail, remedy, environment);

    private BcConnectionCheck Row(string check, BcCheckResult result, string detail, string? remedy, EnvironmentKey? environment)
    {
        var row = new BcConnectionCheck { Check = check, Result = result, Detail = detail, Remedy = remedy, EnvironmentName = environment?.Name };
        row.SetOrigin(connection);
        return row;
    }
}
