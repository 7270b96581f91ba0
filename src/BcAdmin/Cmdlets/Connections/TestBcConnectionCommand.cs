using System.Management.Automation;
using BcAdmin.Transport;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>
/// Reports what a connection can access, the cause of a 401 or 403 response, and when the access expires: listEnvironments, listCompanies. Makes no
/// changes.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "BcConnection")]
[OutputType(typeof(BcConnectionCheck), typeof(bool))]
public sealed class TestBcConnectionCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>The relationships of a partner, by sign-in service and tenant, read once for all of its customers.</summary>
    private readonly OncePerKey<(Uri?, string), PartnerRelationships> _partners = new();

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public string? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    /// <summary>Returns only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    // After a failed sign-in, the failed connection is tested instead of the previous one.
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
            WriteObject(passed); // the expiration of the access does not affect the result
        else
            await WriteExpiryAsync(connection, diagnosis.Claims, diagnosis.IsAdminCenterOpen);
    }

    private async Task WriteExpiryAsync(BcConnection connection, TokenClaims? claims, bool isAdminCenterOpen)
    {
        var expiry = new ConnectionExpiry(connection, Context);
        if (await expiry.CheckCredentialAsync(isSignedIn: claims is not null, PipelineStopToken) is { } credential)
            WriteObject(credential);
        // An app has access by consent, not by a partner relationship.
        if (connection.IsApp || claims?.HomeTenantId is not { } home || home.Equals(connection.TenantId, StringComparison.OrdinalIgnoreCase))
            return;
        var open = ConnectionStore.Current.All.ToList();
        var relationships = await _partners.GetAsync(
            (connection.Authority, home), () => expiry.ReadRelationshipsAsync(home, open, Context.StopToken));
        WriteObject(expiry.CheckRelationship(home, relationships, isAdminCenterOpen));
    }
}
