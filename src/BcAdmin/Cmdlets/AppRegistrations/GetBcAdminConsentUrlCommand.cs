using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Cmdlets.AppRegistrations;

/// <summary>Gives the address at which an administrator consents to an app for a tenant. Offline.</summary>
[Cmdlet(VerbsCommon.Get, "BcAdminConsentUrl")]
[OutputType(typeof(string))]
public sealed class GetBcAdminConsentUrlCommand : BcCmdlet
{
    /// <summary>Ids or domains; without one, the tenant of whoever opens the address.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(@"\A[A-Za-z0-9][A-Za-z0-9.-]*\z", Options = RegexOptions.CultureInvariant)]
    [NameOrId(typeof(object), nameof(BcConnection.TenantId))]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] TenantId { get; set; } = ["organizations"];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid ClientId { get; set; }

    /// <summary>Where the administrator is sent afterwards: one of the app's own addresses. Without it Entra takes the app's first one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri? RedirectUri { get; set; }

    [Parameter]
    [HttpsOrLoopback]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Uri Authority { get; set; } = ServiceAccess.DefaultAuthority;

    protected override Task ProcessAsync()
    {
        foreach (var tenant in TenantId)
            WriteObject(AddressOf(Authority, tenant, ClientId, RedirectUri).AbsoluteUri);
        return Task.CompletedTask;
    }

    internal static Uri AddressOf(Uri authority, string tenant, Guid client, Uri? redirect)
    {
        var address = $"{tenant}/adminconsent?client_id={client}";
        return new Uri(authority, redirect is null ? address : $"{address}&redirect_uri={Uri.EscapeDataString(redirect.AbsoluteUri)}");
    }
}
