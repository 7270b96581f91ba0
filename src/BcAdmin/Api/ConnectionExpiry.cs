using System.Net;
using BcAdmin.Api.Graph;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>
/// Finds out how long the access of a connection lasts: when the credential of its app or the delegated admin relationship of its user expires. The
/// check is informational, so it is skipped if the data cannot be read without a prompt or a long wait.
/// </summary>
internal sealed class ConnectionExpiry(BcConnection connection, CallContext context)
{
    private const string Credential = "Credential";
    private const string Relationship = "Relationship";

    /// <summary>The period before the expiry in which a check warns.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>The time limit for reading one app registration.</summary>
    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(15);

    /// <summary>The time limit for reading all relationships of a partner.</summary>
    private static readonly TimeSpan LongLimit = TimeSpan.FromMinutes(1);

    /// <summary>Checks the credential of the app; null for a user, and if the sign-in failed and the expiry date is not known locally.</summary>
    /// <param name="isSignedIn">Whether the credential was just accepted.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public async Task<BcConnectionCheck?> CheckCredentialAsync(bool isSignedIn, CancellationToken cancellationToken) => connection.SignIn switch
    {
        nameof(SignInFlow.Certificate) when connection.CertificateExpiresOn is { } end => Ends(
            Credential, "The certificate", end, isSignedIn,
            Renewal(Commands.UpdateAppCredential.With(connection.ClientId).With("CertificatePath", "NEW.pfx").Switch("KeepOld"))),
        _ when !isSignedIn => null,
        nameof(SignInFlow.ClientSecret) => await CheckSecretAsync(cancellationToken).ConfigureAwait(false),
        nameof(SignInFlow.ManagedIdentity) => Row(Credential, BcCheckResult.Passed, Messages.ManagedIdentityRenewedByAzure),
        nameof(SignInFlow.FederatedToken) => Row(Credential, BcCheckResult.Passed, Messages.FederatedCredentialDoesNotExpire),
        nameof(SignInFlow.AccessToken) when !connection.IsUser =>
            Row(Credential, BcCheckResult.Skipped, Messages.AccessTokenCredentialUnknown),
        _ => null,
    };

    /// <summary>
    /// Reads the relationships of the partner that the user belongs to, in the partner tenant and with an existing sign-in of the session.
    /// </summary>
    /// <param name="partner">The partner tenant.</param>
    /// <param name="open">The connections of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<PartnerRelationships> ReadRelationshipsAsync(
        string partner, IReadOnlyList<BcConnection> open, CancellationToken cancellationToken)
    {
        BcException? failure = null;
        var ofPartner = open.Where(other => Same(other.TenantId, partner) && other.Authority == connection.Authority).ToList();
        foreach (var reader in (IEnumerable<BcConnection>)[.. ofPartner, connection])
        {
            if (reader.SignIn == nameof(SignInFlow.AccessToken))
                continue;
            try
            {
                return new(await WithinAsync(LongLimit, stop => ListAsync(reader, partner, stop), cancellationToken).ConfigureAwait(false));
            }
            catch (BcException exception)
            {
                failure ??= exception; // The connection to the partner tenant is tried first, and its failure has more details.
            }
        }

        return new(null) { Failure = failure?.Message, IsPartnerConnected = ofPartner.Count > 0 };
    }

    /// <summary>Checks the relationship that gives the user access.</summary>
    /// <param name="partner">The partner tenant.</param>
    /// <param name="read">The relationships that were read.</param>
    /// <param name="isOpen">Whether the Admin Center API accepts the user.</param>
    public BcConnectionCheck CheckRelationship(string partner, PartnerRelationships read, bool isOpen)
    {
        if (read.All is not { } all)
        {
            return Row(
                Relationship, BcCheckResult.Skipped,
                Messages.GdapRelationshipsUnknown(partner, read),
                Messages.ReadGdapRelationships(read, partner));
        }

        var own = all.Where(relationship => Same(relationship.CustomerTenantId, connection.TenantId)).ToList();
        var active = own.Where(GraphClient.IsActive).ToList();
        if (active.Count == 0)
            return NoRelationship(partner, own, isOpen);

        // Only relationships with a role for Business Central are relevant; others can last longer.
        var granting = active.Where(relationship => relationship.RoleIds.Any(EntraRole.AdministersBusinessCentral)).ToList();
        var last = (granting.Count > 0 ? granting : active)
            .OrderByDescending(relationship => relationship.AutoExtendDuration > TimeSpan.Zero)
            .ThenByDescending(relationship => relationship.ExpiresOn ?? DateTimeOffset.MaxValue).First();
        var subject = Messages.GdapRelationshipSubject(last);
        if (last.ExpiresOn is not { } end)
            return Row(Relationship, BcCheckResult.Passed, Messages.SubjectActiveWithUnknownEnd(subject));
        return last.AutoExtendDuration > TimeSpan.Zero
            ? Row(
                Relationship, BcCheckResult.Passed, Messages.SubjectExtendedAutomatically(subject, Day(end)), expiresOn: end)
            : Ends(
                Relationship, subject, end, isWorking: true,
                Messages.TurnOnAutoExtend);
    }

    private BcConnectionCheck NoRelationship(string partner, List<BcCustomerRelationship> own, bool isOpen)
    {
        var last = own.MaxBy(relationship => relationship.ExpiresOn ?? DateTimeOffset.MinValue);
        var detail = Messages.NoActiveGdapRelationship(partner, last);
        return isOpen
            ? Row(Relationship, BcCheckResult.Skipped, Messages.UserHasOtherAccess(detail))
            : Row(Relationship, BcCheckResult.Failed, detail, Messages.SendRelationshipRequest, last?.ExpiresOn);
    }

    private async Task<List<BcCustomerRelationship>> ListAsync(BcConnection reader, string partner, CancellationToken stop)
    {
        var access = await reader.Access.GetGraphAsync(
            new(reader.IsApp, reader.Account, [GraphClient.ReadRelationships])
            {
                TenantId = reader == connection ? partner : null,
                IsSilent = true,
            }, stop).ConfigureAwait(false);
        var graph = new GraphClient(reader, access.Endpoint, access.Client(context));
        return await graph.ListRelationshipsAsync(stop).ToListAsync().ConfigureAwait(false);
    }

    private async Task<BcConnectionCheck> CheckSecretAsync(CancellationToken cancellationToken)
    {
        List<GraphPasswordCredential>? all;
        try
        {
            all = await WithinAsync(ShortLimit, FindSecretsAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (BcException exception)
        {
            var isRefused = exception is BcApiException { Status: HttpStatusCode.Forbidden };
            return Row(
                Credential, BcCheckResult.Skipped,
                isRefused ? Messages.SecretExpiryAccessDenied
                    : Messages.SecretExpiryNotReturned(exception),
                isRefused ? Messages.GrantApplicationReadPermission : exception.Advice);
        }

        if (all is null)
        {
            return Row(
                Credential, BcCheckResult.Skipped,
                Messages.SecretExpiryInOtherTenant,
                Messages.TestConnectionInAppTenant);
        }

        if (SecretInUse(all, connection.Access.HasSecretWithPrefix, context.Clock.GetUtcNow()) is not { } inUse)
            return Row(Credential, BcCheckResult.Skipped, Messages.ClientSecretNotListed);
        var subject = Messages.ClientSecretSubject(inUse);
        return inUse.EndDateTime is { } end
            ? Ends(Credential, subject, end, isWorking: true, Renewal(Commands.UpdateAppCredential.With(connection.ClientId).Switch("KeepOld")))
            : Row(Credential, BcCheckResult.Passed, Messages.SubjectDoesNotExpire(subject));
    }

    /// <summary>The secret that was just accepted. If several match, the one that expires first; null if none matches.</summary>
    /// <param name="all">The secrets of the app.</param>
    /// <param name="beginsWith">Whether the secret starts with the given hint.</param>
    /// <param name="now">The current time; expired secrets are ignored.</param>
    internal static GraphPasswordCredential? SecretInUse(
        IEnumerable<GraphPasswordCredential> all, Func<string, bool> beginsWith, DateTimeOffset now)
    {
        var valid = all.Where(secret => secret.EndDateTime is null || secret.EndDateTime > now).ToList();
        var matching = valid.Where(secret => !string.IsNullOrEmpty(secret.Hint) && beginsWith(secret.Hint)).ToList();
        // Secrets that were created long ago have no hint.
        return (matching.Count > 0 ? matching : valid.Where(secret => string.IsNullOrEmpty(secret.Hint)))
            .MinBy(secret => secret.EndDateTime ?? DateTimeOffset.MaxValue);
    }

    /// <summary>The secrets of the app; null if the app is registered in another tenant.</summary>
    private async Task<List<GraphPasswordCredential>?> FindSecretsAsync(CancellationToken stop)
    {
        var access = await connection.Access.GetGraphAsync(new(IsApp: true, Account: null, []), stop).ConfigureAwait(false);
        var graph = new GraphClient(connection, access.Endpoint, access.Client(context));
        return connection.ClientId is { } id ? await graph.FindPasswordsAsync(id, stop).ConfigureAwait(false) : null;
    }

    /// <summary>Limits the total time of all calls including retries.</summary>
    /// <exception cref="BcException">RequestTimeout: the time limit was exceeded.</exception>
    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(limit, context.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await read(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BcException(
                ErrorCode.RequestTimeout,
                Messages.GraphRequestTimedOut(limit));
        }
    }

    /// <summary>Creates the check of an expiry date.</summary>
    /// <param name="isWorking">Whether the service currently accepts it, regardless of the local clock.</param>
    /// <param name="remedy">The advice if it expires soon.</param>
    private BcConnectionCheck Ends(string check, string subject, DateTimeOffset end, bool isWorking, string remedy)
    {
        var left = end - context.Clock.GetUtcNow();
        var detail = left <= TimeSpan.Zero ? Messages.SubjectExpired(subject, Day(end)) : Messages.SubjectExpires(subject, Day(end), Days(left));
        return left > Notice
            ? Row(check, BcCheckResult.Passed, detail, expiresOn: end)
            : Row(check, left > TimeSpan.Zero || isWorking ? BcCheckResult.Warning : BcCheckResult.Failed, detail, remedy, end);
    }

    private static string Renewal(SuggestedCommand command) =>
        Messages.RenewCredential(command);

    private static string Day(DateTimeOffset time) => time.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Days(TimeSpan time) => time.Days switch
    {
        0 => Messages.LessThanOneDay,
        1 => "1 day",
        var days => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private BcConnectionCheck Row(
        string check, BcCheckResult result, string detail, string? remedy = null, DateTimeOffset? expiresOn = null)
    {
        var row = new BcConnectionCheck { Check = check, Result = result, Detail = detail, Remedy = remedy, ExpiresOn = expiresOn };
        row.SetOrigin(connection);
        return row;
    }
}

/// <summary>The relationships of a partner with all its customers.</summary>
/// <param name="All">The relationships; null if they could not be read.</param>
internal sealed record PartnerRelationships(IReadOnlyList<BcCustomerRelationship>? All)
{
    /// <summary>The reason why they could not be read.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the session has a connection to the partner tenant.</summary>
    public bool IsPartnerConnected { get; init; }
}
