using System.Management.Automation;

namespace BcAdmin.Cmdlets.Transfers;

/// <summary>Offers an environment to another tenant: getEnvironment, requestEnvironmentTransfer. No apps.</summary>
[Cmdlet(VerbsLifecycle.Request, "BcEnvironmentTransfer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentTransfer))]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class RequestBcEnvironmentTransferCommand : BcEnvironmentCmdlet
{
    /// <summary>How far ahead a transfer can be planned (contract: requestEnvironmentTransfer, x-bc-notes).</summary>
    private const int MostDaysAhead = 14;

    [Parameter(Mandatory = true, Position = 1)]
    public Guid DestinationTenantId { get; set; }

    /// <summary>Without it the transfer runs when it is accepted.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? RunAt { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        var now = Context.Clock.GetUtcNow().UtcDateTime;
        if (RunAt is { } time && (time.ToUniversalTime() < now || time.ToUniversalTime() > now.AddDays(MostDaysAhead)))
        {
            throw new BcException(ErrorCode.InvalidArgument, $"{time:u} is no time for a transfer: it runs from now on, up to two weeks ahead.")
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
            $"Offer to tenant {DestinationTenantId}, to move there "
            + $"{(RunAt is null ? "when it is accepted" : $"on {RunAt.Value.ToUniversalTime():u}")}", Force))
        {
            return;
        }

        var runAt = RunAt is { } time ? new DateTimeOffset(time.ToUniversalTime()) : (DateTimeOffset?)null;
        var transfer = await admin.RequestTransferAsync(environment.Key, new(DestinationTenantId, runAt), PipelineStopToken);
        WriteObject(transfer);
        WriteVerbose(string.Create(
            CultureInfo.InvariantCulture, $"An administrator of the other tenant accepts it until {transfer.ExpiresOn?.UtcDateTime:u} with: ")
            + Commands.ApproveEnvironmentTransfer.With(environment.Name).With(transfer.SourceTenantId).With("NEWNAME"));
    });
}
