using System.Management.Automation;

namespace BcAdmin.Cmdlets.Support;

/// <summary>Sets the support contact of an environment: getSupportContact, setSupportContact.</summary>
[Cmdlet(VerbsCommon.Set, "BcSupportContact", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcSupportContact))]
[AcceptsInput(typeof(BcSupportContact), typeof(BcEnvironment))]
public sealed class SetBcSupportContactCommand : BcEnvironmentCmdlet
{
    /// <summary>Does not bind from the pipeline, because a piped environment would pass its own name.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Name { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Email { get; set; }

    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Url { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        if (Name is null && Email is null && Url is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.SpecifySupportContact);

        // The service replaces all three values, so current values are sent for those that were not specified.
        var environment = Key;
        var admin = AdminCenter(connection);
        var now = await admin.GetSupportContactAsync(environment, PipelineStopToken);
        var contact = new SetSupportContactRequest(Name ?? now.Name, Email ?? now.Email, Url ?? now.Url);
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection),
            Messages.SetSupportContactAction(contact)))
        {
            return;
        }

        await admin.SetSupportContactAsync(environment, contact, PipelineStopToken);
        if (PassThru)
            WriteObject(await admin.GetSupportContactAsync(environment, PipelineStopToken));
    });
}
