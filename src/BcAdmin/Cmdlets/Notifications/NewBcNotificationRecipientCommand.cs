using System.Management.Automation;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Adds a recipient of notifications: listNotificationRecipients, createNotificationRecipient.</summary>
[Cmdlet(VerbsCommon.New, "BcNotificationRecipient", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcNotificationRecipient))]
[AcceptsInput(typeof(BcNotificationRecipient), typeof(BcSupportContact))]
public sealed class NewBcNotificationRecipientCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EmailAddress]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string Email { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("DisplayName")]
    [TextPattern(@"\S", Messages.RecipientNameIsEmpty)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string Name { get; set; } = string.Empty;

    protected override Task ProcessAsync() => ChangeAsync(Email, async connection =>
    {
        var admin = AdminCenter(connection);
        var recipients = await admin.ListRecipientsAsync(PipelineStopToken).ToListAsync();
        if (recipients.Exists(recipient => recipient.HasEmail(Email)))
            throw new BcException(ErrorCode.ResourceExists, Messages.RecipientAlreadyExists(connection, Email));
        if (recipients.Count >= AdminCenterClient.MaxRecipients)
        {
            var limit = Messages.RecipientLimit(connection, recipients);
            throw new BcException(ErrorCode.MaximumNumberOfRecipientsReached, limit)
            {
                Advice = Messages.RemoveRecipientFirst,
            };
        }

        if (ShouldProcess($"{Name} <{Email}>", Messages.SendNotificationsAction(connection)))
            WriteObject(await admin.CreateRecipientAsync(new(Email, Name), PipelineStopToken));
    });
}
