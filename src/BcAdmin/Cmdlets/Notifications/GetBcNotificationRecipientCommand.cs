using System.Management.Automation;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Lists the recipients of notifications about environments: listNotificationRecipients, getNotificationSettings.</summary>
[Cmdlet(VerbsCommon.Get, "BcNotificationRecipient")]
[OutputType(typeof(BcNotificationRecipient))]
public sealed class GetBcNotificationRecipientCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>Names or patterns for the name and the email address.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [NameOrId(typeof(BcNotificationRecipient), nameof(BcNotificationRecipient.Email))]
    [ArgumentCompleter(typeof(RecipientNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Name, connection => WriteMatchesAsync(
        AdminCenter(connection).ListRecipientsAsync(PipelineStopToken),
        new NameFilter<BcNotificationRecipient>(Name, recipient => [recipient.Name, recipient.Email])
        {
            NotFound = name => new(ErrorCode.RecipientNotFound, Messages.NotificationRecipientNotFound(connection, name))
            {
                Advice = Messages.ListNotificationRecipients(connection),
            },
        }));
}
