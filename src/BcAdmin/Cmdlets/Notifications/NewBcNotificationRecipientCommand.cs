using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Adds a recipient of notifications: listNotificationRecipients, createNotificationRecipient.</summary>
[Cmdlet(VerbsCommon.New, "BcNotificationRecipient", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcNotificationRecipient))]
[AcceptsInput(typeof(BcNotificationRecipient), typeof(BcSupportContact))]
public sealed class NewBcNotificationRecipientCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EmailAddress]
    public string Email { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("DisplayName")]
    [ValidatePattern(@"\S", Options = RegexOptions.CultureInvariant)]
    public string Name { get; set; } = string.Empty;

    protected override Task ProcessAsync() => ChangeAsync(Email, async connection =>
    {
        var admin = AdminCenter(connection);
        var recipients = await admin.ListRecipientsAsync(PipelineStopToken).ToListAsync();
        if (recipients.Exists(recipient => recipient.HasEmail(Email)))
            throw new BcException(ErrorCode.ResourceExists, $"Tenant {connection.Name} sends notifications to {Email} already.");
        if (recipients.Count >= AdminCenterClient.MostRecipients)
        {
            var limit = string.Create(CultureInfo.InvariantCulture,
                $"has {recipients.Count} recipients; {AdminCenterClient.MostRecipients} is the most.");
            throw new BcException(ErrorCode.MaximumNumberOfRecipientsReached, $"Tenant {connection.Name} {limit}")
            {
                Advice = "Remove one with Remove-BcNotificationRecipient, or use a mailing list.",
            };
        }

        if (ShouldProcess($"{Name} <{Email}>", $"Send notifications of tenant {connection.Name}"))
            WriteObject(await admin.CreateRecipientAsync(new(Email, Name), PipelineStopToken));
    });
}
