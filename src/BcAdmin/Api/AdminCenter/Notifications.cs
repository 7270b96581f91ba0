using System.Runtime.CompilerServices;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>Recipients that a tenant may have (contract: createNotificationRecipient, x-bc-notes).</summary>
    public const int MostRecipients = 100;

    /// <summary>listNotificationRecipients; getNotificationSettings has the same list, for a service that lacks the first.</summary>
    public IAsyncEnumerable<BcNotificationRecipient> ListRecipientsAsync(CancellationToken cancellationToken) => From(FirstKnownAsync(
        Api.ListAsync(Get("listNotificationRecipients", "settings/notification/recipients"), BcJson.Default.BcNotificationRecipient,
            cancellationToken),
        ListRecipientsOfSettingsAsync(cancellationToken),
        cancellationToken));

    /// <summary>
    /// createNotificationRecipient. Whether a second call makes a second entry is not documented, so a lost answer is settled by reading.
    /// </summary>
    public async Task<BcNotificationRecipient> CreateRecipientAsync(CreateRecipientRequest body, CancellationToken cancellationToken)
    {
        var request = Put("createNotificationRecipient", "settings/notification/recipients").WithJson(
            body, BcJson.Default.CreateRecipientRequest) with
        {
            Repeatable = false,
        };
        try
        {
            var created = await Api.GetAsync(request, BcJson.Default.BcNotificationRecipient, cancellationToken).ConfigureAwait(false);
            return created is { RecipientId: var id } && id != Guid.Empty
                ? From(created)
                : await FindAsync().ConfigureAwait(false) ?? throw Nothing(request);
        }
        catch (BcApiException exception) when (exception.IsAnswerLost)
        {
            return await LostAnswer.SettleAsync(exception, FindAsync).ConfigureAwait(false);
        }

        Task<BcNotificationRecipient?> FindAsync() =>
            ListRecipientsAsync(cancellationToken).FirstOrNullAsync(recipient => recipient.HasEmail(body.Email));
    }

    /// <summary>deleteNotificationRecipient. One that is gone already is what was wanted, also after a lost answer.</summary>
    public async Task DeleteRecipientAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await Api.SendAsync(
                Delete("deleteNotificationRecipient", $"settings/notification/recipients/{id}")
                .AsRepeatable(), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // Somebody else was faster, or our own first attempt got through.
        }
    }

    private async IAsyncEnumerable<BcNotificationRecipient> ListRecipientsOfSettingsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = await Api.GetAsync(
            Get("getNotificationSettings", "settings/notification"), BcJson.Default.NotificationSettings, cancellationToken).ConfigureAwait(false);
        foreach (var recipient in settings?.Recipients ?? [])
            yield return recipient;
    }
}
