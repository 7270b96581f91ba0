namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The recipients of e-mail notifications about the tenant's environments.</summary>
internal static class Notifications
{
    private const int MostRecipients = 100;

    [Operation("listNotificationRecipients")]
    public static Reply ListNotificationRecipients(Call call) => Reply.List(call.Tenant.Recipients.Select(Write));

    [Operation("getNotificationSettings")]
    public static Reply GetNotificationSettings(Call call) => Reply.Ok(new JsonObject
    {
        ["aadTenantId"] = call.Tenant.Id.ToString(),
        ["recipients"] = new JsonArray([.. call.Tenant.Recipients.Select(Write)]),
    });

    [Operation("createNotificationRecipient")]
    public static Reply CreateNotificationRecipient(Call call)
    {
        var recipient = new NotificationRecipient(Guid.NewGuid(), Required(call, "email"), Required(call, "name"));
        var recipients = call.Tenant.Recipients;
        var isKnown = recipients.Exists(known => string.Equals(known.Email, recipient.Email, StringComparison.OrdinalIgnoreCase));
        if (isKnown && !call.Settings.DuplicateRecipients)
            throw new Refusal(409, "resourceExists", $"{recipient.Email} is already a recipient.") { Target = "email" };
        if (recipients.Count >= MostRecipients)
            throw Refusal.InvalidInput("recipients", $"The tenant has {MostRecipients} recipients, which is the maximum.");

        recipients.Add(recipient);
        return Reply.Ok(Write(recipient));
    }

    [Operation("deleteNotificationRecipient")]
    public static Reply DeleteNotificationRecipient(Call call)
    {
        var id = call.Id("recipientId");
        if (id == Guid.Empty)
            throw Refusal.InvalidInput("id", "The ID of the recipient must not be empty.");

        return call.Tenant.Recipients.RemoveAll(recipient => recipient.Id == id) > 0
            ? Reply.Empty()
            : throw new Refusal(404, "resourceDoesNotExist", $"There is no recipient {id}.") { Target = "id" };
    }

    private static string Required(Call call, string property)
    {
        var text = call.Text(property)!.Trim();
        return text.Length > 0 ? text : throw Refusal.InvalidInput(property, $"{property} must not be blank.");
    }

    private static JsonObject Write(NotificationRecipient recipient) => new()
    {
        ["id"] = recipient.Id.ToString(),
        ["email"] = recipient.Email,
        ["name"] = recipient.Name,
    };
}
