using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// The state that the tenants of one Connect-BcTenant command share. A class, because cmdlets cannot have fields of types in the isolated load
/// context.
/// </summary>
internal sealed class CommandSignIn
{
    public SignInCommand Command { get; } = new();

    public X509Certificate2? Certificate { get; set; }

    public Func<CancellationToken, Task<string>>? FederatedToken { get; set; }
}
