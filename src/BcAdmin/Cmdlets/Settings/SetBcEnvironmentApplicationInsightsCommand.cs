using System.Management.Automation;
using System.Security;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>
/// Sets the Application Insights connection string of an environment, which restarts it: getEnvironment, setAppInsightsKey, listOperations,
/// getOperation.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentApplicationInsights", DefaultParameterSetName = "ConnectionString", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class SetBcEnvironmentApplicationInsightsCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "ConnectionString")]
    [Alias("Key")]
    [SecretTransformation(AllowPlainText = true)]
    public SecureString? ConnectionString { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Clear")]
    public SwitchParameter Clear { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task BeginAsync()
    {
        if (!Clear && !ApplicationInsightsKey.IsValid(SecretTransformationAttribute.Reveal(ConnectionString!)))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidApplicationInsightsKey("-ConnectionString"))
            {
                Advice = Messages.CopyApplicationInsightsConnectionString,
            };
        }

        return Task.CompletedTask;
    }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(Key, PipelineStopToken);
        // The documentation does not describe how to clear the key, so an empty string is sent (contract: setAppInsightsKey, x-bc-notes).
        var key = Clear ? string.Empty : SecretTransformationAttribute.Reveal(ConnectionString!);
        if (environment.HasAppInsightsKey(key))
        {
            WriteVerbose(Messages.ApplicationInsightsAlreadySet(environment));
            if (Wait || PassThru)
                WriteObject(environment);
            return;
        }

        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}",
            Messages.ChangeApplicationInsightsAction(Clear), Force))
        {
            return;
        }

        var operation = await admin.SetAppInsightsKeyAsync(environment.Key, key, PipelineStopToken);
        if (!Wait && !PassThru)
            return;

        var changed = Wait ? await WaitAsync(connection, environment.Key, operation)
            : await admin.GetEnvironmentAsync(environment.Key, PipelineStopToken);
        if (Clear && changed.HasApplicationInsights)
            WriteWarning(Messages.ApplicationInsightsNotCleared(environment));
        WriteObject(changed);
    });

    private async Task<BcEnvironment> WaitAsync(BcConnection connection, EnvironmentKey environment, BcOperation? operation)
    {
        var activity = Messages.RestartingEnvironment(environment);
        var tracker = Track(connection);
        if (operation is not null)
            await tracker.WaitForSuccessAsync(operation, activity);
        return await tracker.WaitUntilReadyAsync(environment, activity);
    }
}
