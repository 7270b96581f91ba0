using System.Management.Automation;

namespace BcAdmin.Cmdlets.Transfers;

/// <summary>Offers an environment to another tenant: getEnvironment, requestEnvironmentTransfer. Requires a user.</summary>
[Cmdlet(VerbsLifecycle.Request, "BcEnvironmentTransfer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentTransfer))]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class RequestBcEnvironmentTransferCommand : BcEnvironmentCmdlet
{
    /// <summary>The maximum number of days that a transfer can be planned ahead (contract: requestEnvironmentTransfer, x-bc-notes).</summary>
    private const int MaxDaysAhead = 14;

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public Guid DestinationTenantId { get; set; }

    /// <summary>The time of the transfer. By default, it starts when it is accepted.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? RunAt { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        var now = Context.Clock.GetUtcNow().UtcDateTime;
        if (RunAt is { } time && (time.ToUniversalTime() < now || time.ToUniversalTime() > now.AddDays(MaxDaysAhead)))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidTransferTime(time))
            {
                Target = RunAt,
            };
        }
    }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection);
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(Key, PipelineStopToken);
        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}",
            Messages.OfferTransferAction(DestinationTenantId, RunAt), Force))
        {
            return;
        }

        var runAt = RunAt is { } time ? new DateTimeOffset(time.ToUniversalTime()) : (DateTimeOffset?)null;
        var transfer = await admin.RequestTransferAsync(environment.Key, new(DestinationTenantId, runAt), PipelineStopToken);
        WriteObject(transfer);
        WriteVerbose(Messages.AcceptTransferInOtherTenant(transfer, environment));
    });
}
