using static BcAdmin.Configuration.IManagedComponent;

namespace BcAdmin.Configuration.Components;

/// <summary>listNotificationRecipients, createNotificationRecipient, deleteNotificationRecipient.</summary>
internal sealed class NotificationRecipients : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "NotificationRecipients", ComponentLevel.Tenant, ComponentShape.List, Messages.NotificationRecipientsDescription,
        new("email", ValueKind.Email, "Email address.") { IsKey = true, IsRequired = true },
        new("name", ValueKind.Text, Messages.RecipientNameDescription))
    {
        CanRemove = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        await scope.Admin.ListRecipientsAsync(scope.CancellationToken)
            .Select(recipient => ConfigurationItem.Of(Schema, recipient, recipient.Email, recipient.Name)).ToListAsync().ConfigureAwait(false);

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            // The API cannot rename a recipient.
            if (change.Current?.Source is BcNotificationRecipient known)
                await scope.Admin.DeleteRecipientAsync(known.RecipientId, scope.CancellationToken).ConfigureAwait(true);
            if (change.Desired is { } desired)
            {
                var email = desired["email"]!;
                await scope.Admin.CreateRecipientAsync(new(email, desired["name"] ?? email), scope.CancellationToken).ConfigureAwait(true);
            }

            return null;
        });
}

/// <summary>listAuthorizedApps, authorizeApp, removeAuthorizedApp. The service accepts only user tokens for changes.</summary>
internal sealed class AuthorizedApps : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "AuthorizedApps", ComponentLevel.Tenant, ComponentShape.List, Messages.AuthorizedAppsDescription,
        new ComponentMember("clientId", ValueKind.Id, Messages.AuthorizedAppClientIdDescription) { IsKey = true, IsRequired = true })
    {
        CanRemove = true,
        IsForUsers = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        await scope.Admin.ListAuthorizedAppsAsync(scope.CancellationToken)
            .Select(app => ConfigurationItem.Of(Schema, app, app.ClientId.ToString())).ToListAsync().ConfigureAwait(false);

    public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan) => scope.Connection.IsApp
        ? throw change.Fail(
            ErrorCode.UserRequired,
            Messages.AuthorizedAppsRequireUserSignIn(scope),
            Messages.SignInAsAdministrator(scope.Connection))
        : Task.FromResult<ItemChange?>(change);

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var client = Guid.Parse(change["clientId"]!);
            if (change.Action == BcConfigurationAction.Remove)
                await scope.Admin.RemoveAuthorizedAppAsync(client, scope.CancellationToken).ConfigureAwait(true);
            else
                await scope.Admin.AuthorizeAppAsync(client, scope.CancellationToken).ConfigureAwait(true);
            return null;
        });
}
