using System.Net;
using System.Runtime.CompilerServices;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>
/// Finds out why a connection is refused. Access is decided in several places, one behind the other; they are looked at in this order, and what
/// follows from an earlier failure is skipped, so that the cause is named and not its consequences.
/// </summary>
internal sealed class ConnectionDiagnosis(BcConnection connection, AdminCenterClient admin, Func<EnvironmentKey, AutomationClient> automation)
{
    private const string AdminCenterRole = "AdminCenter.ReadWrite.All";
    private const string AutomationRole = "Automation.ReadWrite.All";
    private const string BusinessCentralAppId = "996def3d-b36c-4153-8607-a6fd3c01b89f";

    /// <summary>Delegated permissions of Business Central; either of them will do for both APIs.</summary>
    private static readonly string[] Scopes = ["user_impersonation", "Financials.ReadWrite.All"];

    /// <summary>What Entra grants a clock that is wrong.</summary>
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(5);

    private TokenClaims? _claims;

    /// <summary>What the new token says of the caller; null where the sign-in failed.</summary>
    public TokenClaims? Claims => _claims;

    /// <summary>Whether the Admin Center API answered.</summary>
    public bool IsAdminCenterOpen { get; private set; }

    /// <summary>The check whose failure makes all that follow pointless.</summary>
    private string? _failed;

    /// <summary>How the environment answered last; null for not at all.</summary>
    private HttpStatusCode? _insideStatus;

    private bool _mayAdminister;
    private bool _mayAutomate;

    private string App => $"app {connection.ClientId?.ToString() ?? connection.Account}";

    private string Caller => connection.IsApp ? App : connection.Account ?? "the caller";

    /// <summary>Name of the tenant for commands that the user is told to run.</summary>
    private string Tenant => connection.Access.RequestedTenant ?? connection.TenantId ?? "TENANT";

    /// <param name="environment">The environment to look into; null for all that are active.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
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
                "Environment", "An environment that is closed to partners is not listed, so it cannot be told from one that does not exist.",
                $"Specify the environment: {Commands.TestConnection} NAME");
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
            return null; // the sign-in goes to the same place, and its failure says more
        }
    }

    /// <summary>A new token: one from the cache does not know what was granted or withdrawn since.</summary>
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
            ? "of unknown lifetime" : string.Create(CultureInfo.InvariantCulture, $"good until {token.ExpiresOn.LocalDateTime:t}");
        var from = token.Claims.HomeTenantId is { } home ? $" (of tenant {home})" : string.Empty;
        return Passed("SignIn", $"Signed in as {Caller}{from} by {connection.SignIn}; token {expires}.");
    }

    private BcConnectionCheck CheckClock(DateTimeOffset? serverTime)
    {
        if (serverTime is not { } time)
            return Skipped("Clock", "The sign-in service did not tell its time.");
        var skew = admin.Clock.GetUtcNow() - time;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"This machine's clock is {Math.Abs(skew.TotalSeconds):0} seconds {(skew < TimeSpan.Zero ? "behind" : "ahead of")} the service's.");
        return skew.Duration() > ToleratedSkew
            ? Failed("Clock", text, "Set the clock: tokens and signatures are refused when it is five minutes off.")
            : Passed("Clock", skew.Duration() < TimeSpan.FromSeconds(5) ? "This machine's clock is right." : text);
    }

    /// <summary>Which failures of a sign-in are about the tenant.</summary>
    private BcConnectionCheck? CheckTenantOf(BcException failure, TenantFacts? facts)
    {
        if (facts is { TenantId: null } || IsEntra("AADSTS90002") || IsEntra("AADSTS900023"))
        {
            return Failed("Tenant", $"There is no tenant {Tenant} in the cloud of {connection.Authority?.Host}.",
                "Check the tenant's id or domain, and -Authority.");
        }

        if (IsEntra("AADSTS700016"))
        {
            return Failed(
                "Tenant", $"The tenant {Tenant} does not know the {App}: it is registered in another one, or nobody has consented to it here.",
                $"Specify the tenant that the app is registered in. To use a multi-tenant app here, an administrator must consent: {ConsentAddress}");
        }

        if (IsEntra("AADSTS500011"))
        {
            return Failed(
                "Tenant", $"The tenant {Tenant} does not know the API {connection.Access.Resource.AbsoluteUri.TrimEnd('/')}.",
                "Check the tenant: it must have Business Central. Check also -Authority.");
        }

        return IsEntra("AADSTS50020") || IsEntra("AADSTS50034")
            ? Failed("Tenant", $"The tenant {Tenant} does not know {Caller}.",
                "Name the tenant of the account, or have the account invited; a partner needs a GDAP relationship with the customer.")
            : null;

        bool IsEntra(string code) => failure.Message.StartsWith(code + ":", StringComparison.Ordinal);
    }

    private BcConnectionCheck CheckAudience()
    {
        if (!_claims!.IsReadable)
            return Skipped("Audience", "The token is in a format that only the service can read.");
        var audience = _claims.Audience?.TrimEnd('/');
        var expected = connection.Access.Resource.AbsoluteUri.TrimEnd('/');
        if (string.Equals(audience, expected, StringComparison.OrdinalIgnoreCase)
            || string.Equals(audience, BusinessCentralAppId, StringComparison.OrdinalIgnoreCase))
        {
            return Passed("Audience", $"The token is for {audience}.");
        }

        _failed = "Audience";
        return Failed("Audience", $"The token is for {audience ?? "no API"}, not for {expected}.",
            $"Get the token for the resource {expected} (scope {expected}/.default).");
    }

    private BcConnectionCheck CheckTenant(IssuedToken token, TenantFacts? facts)
    {
        if (token.TenantId is not { } actual)
            return Skipped("Tenant", "The token does not tell its tenant.");
        var requested = connection.Access.RequestedTenant;
        if (requested is not null && facts is { TenantId: null })
        {
            return Failed("Tenant", $"There is no tenant {requested} in the cloud of {connection.Authority?.Host}; the token is of tenant {actual}.",
                "Check the tenant's id or domain.");
        }

        if (requested is null || facts?.TenantId is null || string.Equals(facts.TenantId, actual, StringComparison.OrdinalIgnoreCase))
            return Passed("Tenant", $"The token is of tenant {actual}.");
        _failed ??= "Tenant";
        return Failed("Tenant", $"The token is of tenant {actual}, and the tenant {requested} ({facts.TenantId}) was meant.",
            connection.SignIn == "ManagedIdentity"
            ? "A managed identity works in its own tenant only: connect without a tenant, or use an app registration of the other tenant."
            : $"Get the token from {requested}, or connect without naming a tenant.");
    }

    private BcConnectionCheck CheckConsent()
    {
        if (_failed is not null)
            return Skipped("Consent", $"See {_failed}.");
        if (!_claims!.IsReadable)
            return Skipped("Consent", "The token does not tell what was granted.");
        var granted = connection.IsApp ? _claims.Roles : _claims.Scopes;
        if (granted.Count > 0)
            return Passed("Consent", $"Granted: {string.Join(", ", granted)}.");

        _failed = "Consent";
        return Failed(
            "Consent", connection.IsApp
                ? "The token carries no application permission: no administrator has consented to those of the app, or it asks for none."
                : "The token carries no delegated permission: nobody has consented to those of the app.",
            $"{ConsentAddress} returns the address at which an administrator of the tenant consents. "
                + $"If the app requests no permissions yet: {GrantConsent}");
    }

    private BcConnectionCheck CheckPermission()
    {
        if (_failed is not null)
            return Skipped("Permission", $"See {_failed}.");
        if (!_claims!.IsReadable)
        {
            (_mayAdminister, _mayAutomate) = (true, true);
            return Skipped("Permission", "The token does not tell what was granted.");
        }

        if (!connection.IsApp)
        {
            _mayAdminister = _mayAutomate = _claims.Scopes.Intersect(Scopes, StringComparer.OrdinalIgnoreCase).Any();
            if (!_mayAdminister)
                _failed = "Permission";
            return _mayAdminister
                ? Passed("Permission", "The token carries the delegated permission.")
                : Failed("Permission", $"The token lacks the delegated permissions {string.Join(" and ", Scopes)}.",
                    "Add the delegated permissions of Dynamics 365 Business Central to the app, and consent to them.");
        }

        _mayAdminister = Has(AdminCenterRole);
        _mayAutomate = Has(AutomationRole);
        if (_mayAdminister && _mayAutomate)
            return Passed("Permission", "The token carries the application permissions for both APIs.");
        var missing = (_mayAdminister, _mayAutomate) switch
        {
            (false, false) => $"{AdminCenterRole} and {AutomationRole}: every cmdlet is",
            (false, true) => $"{AdminCenterRole}: cmdlets about environments, apps and operations are",
            _ => $"{AutomationRole}: cmdlets that work inside of environments are",
        };
        return Failed(
            "Permission", $"The token lacks the application permission {missing} refused.",
            $"Add the permission to the app and consent to it: {GrantConsent}, or in the portal under API permissions.");

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
                string.Create(CultureInfo.InvariantCulture,
                $"The Admin Center API answers; environments that {Caller} may see: {environments.Count}.")), environments);
        }
        catch (BcApiException exception)
        {
            return (Refused(exception), null);
        }

        BcConnectionCheck Refused(BcApiException exception) => exception.Status switch
        {
            // The service was seen to answer 401 to an app that is not in the list, but older reports have 403: each names both causes.
            HttpStatusCode.Unauthorized when connection.IsApp => Failed(
                "AdminCenter",
                $"The Admin Center refused the {App} (401): it is probably not authorized in the tenant {Tenant}, "
                    + $"or {AdminCenterRole} has no admin consent there.",
                $"{Authorize} If it is in the list already: {Consent}"),
            HttpStatusCode.Forbidden when connection.IsApp => Failed(
                "AdminCenter",
                $"The Admin Center refused the {App} (403): {AdminCenterRole} has no admin consent in the tenant {Tenant}, "
                    + "or the app is not authorized there.",
                $"{Consent} If consent was given: {Authorize}"),
            HttpStatusCode.Forbidden => Failed(
                "AdminCenter",
                $"The Admin Center refused {Caller} (403), who has no administrator role in the tenant {Tenant}, "
                    + "or belongs to a partner without GDAP.",
                $"{Role} If the app of this sign-in is your own, it requires delegated permissions with consent."),
            HttpStatusCode.Unauthorized => Failed(
                "AdminCenter", $"The Admin Center refused {Caller} (401): {exception.Message}",
                $"Check the tenant and the cloud: the tenant must have Business Central. If the token is of an app: {Authorize} Otherwise: {Role}"),
            _ => Failed("AdminCenter", exception.Message, exception.Advice),
        };
    }

    private string Authorize =>
        $"Run {Commands.AddAuthorizedApp.With(connection.ClientId?.ToString() ?? "CLIENTID")} as an administrator of the tenant "
        + "(in the admin center: Authorized Microsoft Entra apps).";

    private string Consent =>
        $"Have an administrator consent to {AdminCenterRole}: "
        + $"{ConsentAddress} returns the address.";

    private SuggestedCommand ConsentAddress => Commands.GetAdminConsentUrl.With(Tenant).With(connection.ClientId?.ToString() ?? "CLIENTID");

    private static SuggestedCommand GrantConsent =>
        Commands.NewAppRegistration.With("NAME").Switch("Service").Switch("Update").Switch("GrantConsent");

    private const string Role =
        "Assign the role Dynamics 365 Business Central Administrator or Dynamics 365 Administrator; "
        + "to a partner through GDAP, by a security group that the user is in.";

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
                ? Passed("Environment", $"{known.Name} is open to {Caller}.", environment)
                : Failed("Environment", $"{known.Name} is {known.Status} and answers to nobody now.",
                    Commands.WaitEnvironment.In(environment).On(connection).ToString(), environment);
            yield return inside;
            yield break;
        }

        // It is not listed. If it answers inside nevertheless, it exists.
        var isThere = _insideStatus is not (null or HttpStatusCode.NotFound);
        var partner = _claims!.HomeTenantId is { } home ? $"the partner tenant {home}" : connection.IsApp
            ? "the tenant that the app belongs to" : null;
        var open = "To grant access, as a Global Administrator of the tenant: "
            + $"{Commands.SetEnvironmentPartnerAccess.In(environment).With("AllowAllPartnerTenants")}. "
            + $"{Commands.GetEnvironment.On(connection)} lists the environments with access.";
        yield return (isThere, partner) switch
        {
            (true, not null) =>
                Failed("Environment", $"{environment.Name} is there, but its partner access settings shut out {partner}.", open, environment),
            (_, not null) => Failed(
                "Environment",
                $"{environment.Name} is not among the environments that {Caller} may see: it does not exist, or its partner access settings shut out "
                    + $"{partner}.",
                open, environment),
            _ => Failed("Environment", $"There is no environment {environment.Name} in the tenant {Tenant}.",
                $"{Commands.GetEnvironment.On(connection)} lists the environments.", environment),
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
                ? Passed("Automation", $"{environment.Name} lets {Caller} in.", environment)
                : Failed("Automation", $"{environment.Name} lets {Caller} in, but shows no company: the permission sets are too small.", InsideRemedy,
                    environment);
        }
        catch (BcApiException exception)
        {
            _insideStatus = exception.Status;
            return exception.Status switch
            {
                HttpStatusCode.Unauthorized when connection.IsApp =>
                    Failed("Automation", $"{environment.Name} does not know the {App}, or the app is not enabled there.", InsideRemedy, environment),
                HttpStatusCode.Unauthorized =>
                    Failed("Automation", $"{environment.Name} does not know {Caller}, or the user is disabled there.",
                    $"Assign a license and import the user from Microsoft 365, or enable the user: {Commands.EnableUser}", environment),
                _ when exception.IsPermissionMissing => Failed(
                    "Automation", $"{environment.Name} knows {Caller}, but a permission is missing: {exception.Message}", InsideRemedy, environment),
                HttpStatusCode.Forbidden =>
                    Failed("Automation", $"{environment.Name} knows {Caller}, but the permission sets are too small.", InsideRemedy, environment),
                _ => Failed("Automation", exception.Message, exception.Advice, environment),
            };
        }
    }

    private string InsideRemedy => connection.IsApp
        ? $"In the environment, on the page Microsoft Entra Applications: client id {connection.ClientId}, state Enabled, "
            + "permission sets D365 AUTOMATION (and EXTEN. MGT. - ADMIN for extensions)."
        : $"Assign permission sets to the user: {Commands.AddUserPermission}";

    private BcConnectionCheck Passed(string check, string detail, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Passed, detail, null, environment);

    private BcConnectionCheck Failed(string check, string detail, string? remedy, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Failed, detail, remedy, environment);

    private BcConnectionCheck Skipped(string check, string detail, string? remedy = null, EnvironmentKey? environment = null) =>
        Row(check, BcCheckResult.Skipped, detail, remedy, environment);

    private BcConnectionCheck Row(string check, BcCheckResult result, string detail, string? remedy, EnvironmentKey? environment)
    {
        var row = new BcConnectionCheck { Check = check, Result = result, Detail = detail, Remedy = remedy, EnvironmentName = environment?.Name };
        row.CameFrom(connection);
        return row;
    }
}
