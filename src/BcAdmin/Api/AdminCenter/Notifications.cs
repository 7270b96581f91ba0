using System.Runtime.CompilerServices;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The maximum number of recipients per tenant (contract: createNotificationRecipient, x-bc-notes).</summary>
    public const int MaxRecipients = 100;

    /// <summary>listNotificationRecipients. The fallback is getNotificationSettings, which returns the same list.</summary>
    public IAsyncEnumerable<BcNotificationRecipient> ListRecipientsAsync(CancellationToken cancellationToken) => From(FirstKnownAsync(
        Api.ListAsync(Get("listNotificationRecipients", "settings/notification/recipients"), BcJson.Default.BcNotificationRecipient,
            cancellationToken),
        ListRecipientsOfSettingsAsync(cancellationToken),
        cancellationToken));

    /// <summary>
    /// createNotificationRecipient. It is not documented whether a second call creates a second entry, so the call is not repeated after a lost
    /// response; the list is read instead.
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
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            return await LostResponse.SettleAsync(exception, FindAsync).ConfigureAwait(false);
        }

        Task<BcNotificationRecipient?> FindAsync() =>
            ListRecipientsAsync(cancellationToken).FirstOrNullAsync(recipient => recipient.HasEmail(body.Email));
    }

    /// <summary>deleteNotificationRecipient. Succeeds if the recipient no longer exists, also after a lost response.</summary>
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
            // Another caller, or an earlier attempt of this call, has already deleted it.
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
