using System.Management.Automation;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>
/// Explains what a connection may do, why a 401 or 403 came, and how long the access lasts: listEnvironments, listCompanies. Changes nothing.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "BcConnection")]
[OutputType(typeof(BcConnectionCheck), typeof(bool))]
public sealed class TestBcConnectionCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>By sign-in service and tenant of a partner: read once, however many of its customers are tested.</summary>
    private readonly OncePerKey<(Uri?, string), PartnerRelationships> _partners = new();

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    /// <summary>Gives true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    // Whose sign-in has just failed wants to know about that one, not about the connection before it.
    protected override Task ProcessAsync() => Connection is null && ConnectionStore.Current.FailedAttempt is { } failed
        ? GuardAsync(Environment, () => TestAsync(failed))
        : ReadAsync(Environment, TestAsync);

    private async Task TestAsync(BcConnection connection)
    {
        EnvironmentKey? environment = Environment is null ? null : new EnvironmentKey(ApplicationFamily, Environment);
        var diagnosis = new ConnectionDiagnosis(connection, AdminCenter(connection), key => Automation(connection, key));
        var passed = true;
        await foreach (var check in diagnosis.RunAsync(environment, PipelineStopToken))
        {
            passed &= check.Result != BcCheckResult.Failed;
            if (!Quiet)
                WriteObject(check);
        }

        if (Quiet)
            WriteObject(passed); // how long the access lasts does not change it
        else
            await WriteExpiryAsync(connection, diagnosis.Claims, diagnosis.IsAdminCenterOpen);
    }

    private async Task WriteExpiryAsync(BcConnection connection, TokenClaims? claims, bool isAdminCenterOpen)
    {
        var expiry = new ConnectionExpiry(connection, Context);
        if (await expiry.CheckCredentialAsync(isSignedIn: claims is not null, PipelineStopToken) is { } credential)
            WriteObject(credential);
        // An app has access by consent and not by the relationship of a partner.
        if (connection.IsApp || claims?.HomeTenantId is not { } home || home.Equals(connection.TenantId, StringComparison.OrdinalIgnoreCase))
            return;
        var open = ConnectionStore.Current.All.ToList();
        var relationships = await _partners.GetAsync(
            (connection.Authority, home), () => expiry.ReadRelationshipsAsync(home, open, Context.StopToken));
        WriteObject(expiry.CheckRelationship(home, relationships, isAdminCenterOpen));
    }
}
