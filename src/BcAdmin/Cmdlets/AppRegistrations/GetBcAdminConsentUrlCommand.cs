using System.Management.Automation;

namespace BcAdmin.Cmdlets.AppRegistrations;

/// <summary>Gets the URL where an administrator consents to an app for a tenant. Runs offline.</summary>
[Cmdlet(VerbsCommon.Get, "BcAdminConsentUrl")]
[OutputType(typeof(string))]
public sealed class GetBcAdminConsentUrlCommand : BcCmdlet
{
    /// <summary>Tenant IDs or domains. The default is the tenant of the administrator who opens the URL.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextPattern(@"\A[A-Za-z0-9][A-Za-z0-9.-]*\z", Messages.InvalidTenantDomain)]
    [NameOrId(typeof(object), nameof(BcConnection.TenantId))]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] TenantId { get; set; } = ["organizations"];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid ClientId { get; set; }

    /// <summary>
    /// The redirect URI after consent, which must be registered for the app. By default, Microsoft Entra ID uses the first one of the app.
    /// </summary>
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
