using System.Runtime.CompilerServices;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>Recipients that a tenant may have (contract: createNotificationRecipient, x-bc-notes).</summary>
    public const int MostRecipients = 100;

    /// <summary>listNotificationRecipients; getNotificationSettings has the same list, for a service that lacks the first.</summary>
    public IAsyncEnumerable<BcNotificationRecipient> ListRecipientsAsync(CancellationToken cancellationToken) => From(FirstKnownAsync(
        api.ListAsync(ApiRequest.Get(Url("settings/notification/recipients")), BcJson.Default.BcNotificationRecipient, cancellationToken),
        ListRecipientsOfSettingsAsync(cancellationToken),
        cancellationToken));

    /// <summary>createNotificationRecipient. Whether a second call makes a second entry is not documented, so a lost answer is settled by reading.</summary>
    public async Task<BcNotificationRecipient> CreateRecipientAsync(CreateRecipientRequest body, CancellationToken cancellationToken)
    {
        var request = (new ApiRequest(HttpMethod.Put, Url("settings/notification/recipients")) { Repeatable = false }).WithJson(body, BcJson.Default.CreateRecipientRequest);
        try
        {
            var created = await api.GetAsync(request, BcJson.Default.BcNotificationRecipient, cancellationToken).ConfigureAwait(false);
            return created is { RecipientId: var id } && id != Guid.Empty
                ? From(created)
                : await FindAsync().ConfigureAwait(false) ?? throw Nothing(request);
        }
        catch (BcApiException exception) when (exception.IsAnswerLost)
        {
            return await LostAnswer.SettleAsync(exception, FindAsync).ConfigureAwait(false);
        }

        async Task<BcNotificationRecipient?> FindAsync()
        {
            await foreach (var recipient in ListRecipientsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (recipient.HasEmail(body.Email))
                    return recipient;
            }

            return null;
        }
    }

    /// <summary>deleteNotificationRecipient. One that is gone already is what was wanted, also after a lost answer.</summary>
    public async Task DeleteRecipientAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(Repeatable(HttpMethod.Delete, Url($"settings/notification/recipients/{id}")), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // Somebody else was faster, or our own first attempt got through.
        }
    }

    private async IAsyncEnumerable<BcNotificationRecipient> ListRecipientsOfSettingsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = await api.GetAsync(ApiRequest.Get(Url("settings/notification")), BcJson.Default.NotificationSettings, cancellationToken).ConfigureAwait(false);
        foreach (var recipient in settings?.Recipients ?? [])
            yield return recipient;
    }
}
