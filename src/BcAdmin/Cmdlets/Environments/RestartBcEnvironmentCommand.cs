using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Restarts an environment: getEnvironment, getOperation, and an undocumented path (contract: x-bc-undocumented).</summary>
[Cmdlet(VerbsLifecycle.Restart, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcOperation))]
public sealed class RestartBcEnvironmentCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    public string[] Environment { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        WarnOfUnusedTimeout(Wait);
        return Task.CompletedTask;
    }

    protected override async Task ProcessAsync()
    {
        foreach (var name in Environment)
            await ChangeAsync(name, connection => RestartAsync(connection, new(ApplicationFamily, name)));
    }

    private async Task RestartAsync(BcConnection connection, EnvironmentKey key)
    {
        var environment = await AdminCenter(connection).GetEnvironmentAsync(key, PipelineStopToken);
        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}", Messages.RestartEnvironmentAction, Force))
            return;

        WriteVerbose(Messages.CallNotDocumented);
        var operation = await StartAsync(connection, environment.Key);
        await new OperationTracker(this, connection, TimeSpan.FromSeconds(TimeoutSec)).FinishAsync(
            operation, Wait, Messages.RestartingEnvironment(environment.Key), environment.Key);
    }

    private async Task<BcOperation> StartAsync(BcConnection connection, EnvironmentKey environment)
    {
        try
        {
            return await AdminCenter(connection).RestartEnvironmentAsync(environment, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsItemNotFound)
        {
            throw new BcException(ErrorCode.EndpointNotAvailable, Messages.RestartNotSupported, exception)
            {
                Advice = Messages.RestartInAdminCenter,
                CorrelationId = exception.CorrelationId,
            };
        }
    }
}
