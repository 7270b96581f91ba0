using System.Security;
using System.Security.Cryptography;
using System.Text;
using BcAdmin.Transport.SignIn;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport;

/// <summary>
/// The sign-ins that the connections of one session share: one MSAL application for each client, cloud, and credential. One prompt signs in to all
/// tenants of an account, and an app proves its identity with one credential in all its tenants. Thread-safe.
/// </summary>
/// <remarks>
/// One object for each session (runspace), not one for the process: the user of one session must not use the sign-in of another session.
/// </remarks>
public sealed class SharedSignIns
{
    private readonly object _gate = new();
    private readonly Dictionary<ApplicationKey, PublicApplication> _public = [];
    private readonly Dictionary<ApplicationKey, ConfidentialApplication> _confidential = [];
    private readonly byte[] _hashKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Removes the sign-ins that no connection uses, such as one that was rejected by all its tenants.</summary>
    public void RemoveUnused()
    {
        lock (_gate)
        {
            foreach (var (key, application) in _public.Where(entry => entry.Value.Sources.Count == 0).ToList())
            {
                _public.Remove(key);
                application.Dispose();
            }
        }
    }

    internal PublicApplication Join(ApplicationKey key, UserTokenSource source)
    {
        lock (_gate)
        {
            if (!_public.TryGetValue(key, out var application))
                _public[key] = application = new PublicApplication(key);
            application.Sources.Add(source);
            return application;
        }
    }

    /// <summary>A connection is closed without a sign-out.</summary>
    internal void Leave(PublicApplication application, UserTokenSource source)
    {
        lock (_gate)
        {
            application.Sources.Remove(source);
            if (application.Sources.Count > 0)
                return;
            // If a tenant rejects the account, its sign-in is kept: the next tenant may accept it.
            if (source.Account is null && application.LastUsed is not null && !application.Key.Persist)
            {
                application.Http.Dispose();
                return;
            }

            _public.Remove(application.Key);
            application.Dispose();
        }
    }

    /// <summary>Removes the account of a connection, unless another connection uses it.</summary>
    internal async Task SignOutAsync(PublicApplication application, UserTokenSource source, IPublicClientApplication client)
    {
        lock (_gate)
            application.Sources.Remove(source);
        foreach (var account in await client.GetAccountsAsync().ConfigureAwait(false))
        {
            // In memory, an account that no connection uses is one whose connection was replaced. On disk, it may be in use by another process.
            var isMeant = !application.Key.Persist || account.HomeAccountId?.Identifier == source.Account?.HomeAccountId?.Identifier;
            if (isMeant && !IsUsed(account))
                await client.RemoveAsync(account).ConfigureAwait(false);
        }

        bool IsUsed(IAccount account)
        {
            lock (_gate)
                return application.Sources.Exists(other => other.Account?.HomeAccountId?.Identifier == account.HomeAccountId?.Identifier);
        }
    }

    internal ConfidentialApplication Join(ApplicationKey key, ClientCredential credential)
    {
        lock (_gate)
        {
            if (!_confidential.TryGetValue(key, out var application))
                _confidential[key] = application = new ConfidentialApplication(key, credential);
            application.UseCount++;
            return application;
        }
    }

    internal void Leave(ConfidentialApplication application)
    {
        lock (_gate)
        {
            if (--application.UseCount > 0)
                return;
            _confidential.Remove(application.Key);
        }

        application.Dispose();
    }

    /// <summary>Identifies a secret without storing it: the key of the hash belongs to this object only.</summary>
    internal string Fingerprint(SecureString secret) => Convert.ToHexString(HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes(secret.Reveal())));
}

/// <summary>One command that connects to one or more tenants: it prompts once, and the response of the user applies to all its tenants.</summary>
public sealed class SignInCommand
{
    /// <summary>The account that the user signed in with during this command.</summary>
    internal IAccount? Account { get; set; }

    /// <summary>The result of the prompt if the user canceled it or could not be prompted: the other tenants do not prompt again.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>The connection that prompted; it may prompt again.</summary>
    internal UserTokenSource? FailedFor { get; set; }

    /// <summary>The tenant of a prompt rejected the account: the next prompt signs in to the home tenant of the account, which accepts it.</summary>
    internal bool PromptsAtHome { get; set; }
}
