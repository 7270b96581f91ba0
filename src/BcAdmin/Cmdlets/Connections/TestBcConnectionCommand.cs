using System.Management.Automation;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Explains what a connection may do and why a 401 or 403 came: listEnvironments, listCompanies. Changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BcConnection")]
[OutputType(typeof(BcConnectionCheck), typeof(bool))]
public sealed class TestBcConnectionCommand : BcConnectedCmdlet, IThrottled
{
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
            WriteObject(passed);
    }
}
