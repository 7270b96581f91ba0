using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// What the tenants of one Connect-BcTenant share. A class, since a cmdlet has no field of a type that is behind the load context.
/// </summary>
internal sealed class CommandSignIn
{
    public SignInCommand Command { get; } = new();

    public X509Certificate2? Certificate { get; set; }

    public Func<CancellationToken, Task<string>>? FederatedToken { get; set; }
}
