using System.Management.Automation;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Removes recipients of notifications: listNotificationRecipients, deleteNotificationRecipient.</summary>
[Cmdlet(VerbsCommon.Remove, "BcNotificationRecipient", DefaultParameterSetName = "RecipientId", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[AcceptsInput(typeof(BcNotificationRecipient))]
public sealed class RemoveBcNotificationRecipientCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "RecipientId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RecipientCompleter))]
    public Guid[] RecipientId { get; set; } = [];

    /// <summary>Does not bind from the pipeline: an object's id says more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Email")]
    [EmailAddress]
    [ArgumentCompleter(typeof(RecipientEmailCompleter))]
    public string[] Email { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        foreach (var id in RecipientId)
            await ChangeAsync(id, connection => RemoveAsync(connection, id.ToString(), recipient => recipient.RecipientId == id));
        foreach (var email in Email)
            await ChangeAsync(email, connection => RemoveAsync(connection, email, recipient => recipient.HasEmail(email)));
    }

    private async Task RemoveAsync(BcConnection connection, string named, Func<BcNotificationRecipient, bool> isMeant)
    {
        var admin = AdminCenter(connection);
        var all = await admin.ListRecipientsAsync(PipelineStopToken).ToListAsync();
        var meant = all.Where(isMeant).ToList();

        if (meant.Count == 0 && (IsTyped(nameof(RecipientId)) || IsTyped(nameof(Email))))
        {
            throw new BcException(ErrorCode.RecipientNotFound, Messages.TenantSendsNoNotifications2(connection, named))
            {
                Suggestion = Suggestion.Nearest(named, all.Select(recipient => recipient.Email)),
                Advice = Messages.GetBcNotificationRecipientListsRecipients,
            };
        }

        if (meant.Count == 0)
            WriteVerbose(Messages.TenantSendsNoNotifications3(connection, named));
        foreach (var recipient in meant)
        {
            if (ShouldProcess($"{recipient.Name} <{recipient.Email}>", Messages.SendNoMoreNotificationsTenant(connection)))
                await admin.DeleteRecipientAsync(recipient.RecipientId, PipelineStopToken);
        }
    }
}
