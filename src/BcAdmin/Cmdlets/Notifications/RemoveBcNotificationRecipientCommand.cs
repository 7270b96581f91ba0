using System.Management.Automation;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Removes recipients of notifications: listNotificationRecipients, deleteNotificationRecipient.</summary>
[Cmdlet(VerbsCommon.Remove, "BcNotificationRecipient", DefaultParameterSetName = "RecipientId", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[AcceptsInput(typeof(BcNotificationRecipient))]
public sealed class RemoveBcNotificationRecipientCommand : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "RecipientId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Recipient", "RecipientName")]
    [NameOrId(typeof(BcNotificationRecipient), nameof(BcNotificationRecipient.RecipientId), IsGuid = true)]
    [ArgumentCompleter(typeof(RecipientCompleter))]
    public string[] RecipientId { get; set; } = [];

    /// <summary>Does not bind from the pipeline, because the ID of a piped recipient is more specific.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Email")]
    [EmailAddress]
    [ArgumentCompleter(typeof(RecipientEmailCompleter))]
    public string[] Email { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        foreach (var id in RecipientId)
        {
            await ChangeAsync(id, connection => RemoveAsync(connection, id, all => Guid.TryParse(id, out var known)
                ? all.FindAll(recipient => recipient.RecipientId == known) : Pick(all, id)));
        }

        foreach (var email in Email)
            await ChangeAsync(email, connection => RemoveAsync(connection, email, all => all.FindAll(recipient => recipient.HasEmail(email))));
    }

    private async Task RemoveAsync(BcConnection connection, string named, Func<List<BcNotificationRecipient>, List<BcNotificationRecipient>> choose)
    {
        var admin = AdminCenter(connection);
        var all = await admin.ListRecipientsAsync(PipelineStopToken).ToListAsync();
        var meant = choose(all);

        if (meant.Count == 0 && (IsTyped(nameof(RecipientId)) || IsTyped(nameof(Email))))
        {
            throw new BcException(ErrorCode.RecipientNotFound, Messages.NotificationRecipientNotFound(connection, named))
            {
                Suggestion = Suggestion.Nearest(named, all.SelectMany(recipient => new[] { recipient.Email, recipient.Name })),
                Advice = Messages.ListNotificationRecipients(connection),
            };
        }

        if (meant.Count == 0)
            WriteVerbose(Messages.NotificationRecipientNotFound(connection, named));
        foreach (var recipient in meant)
        {
            if (ShouldProcess($"{recipient.Name} <{recipient.Email}>", Messages.StopNotificationsAction(connection)))
                await admin.DeleteRecipientAsync(recipient.RecipientId, PipelineStopToken);
        }
    }

    /// <summary>Gets the recipient with the email address, or the only one with the name.</summary>
    private static List<BcNotificationRecipient> Pick(List<BcNotificationRecipient> all, string name)
    {
        if (all.FindAll(recipient => recipient.HasEmail(name)) is { Count: > 0 } found)
            return found;
        found = ExactName.Find(all, name, recipient => [recipient.Name]);
        return found.Count < 2
            ? found
            : throw new BcException(ErrorCode.AmbiguousRecipient, Messages.SeveralRecipientsHaveName(name, found))
            {
                Target = name,
                Advice = Messages.SpecifyRecipientEmail,
            };
    }
}
