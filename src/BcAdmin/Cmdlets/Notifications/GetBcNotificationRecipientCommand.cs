using System.Management.Automation;

namespace BcAdmin.Cmdlets.Notifications;

/// <summary>Lists who gets notifications about environments: listNotificationRecipients, getNotificationSettings.</summary>
[Cmdlet(VerbsCommon.Get, "BcNotificationRecipient")]
[OutputType(typeof(BcNotificationRecipient))]
public sealed class GetBcNotificationRecipientCommand : BcConnectedCmdlet
{
    /// <summary>Matches name and address.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    protected override Task ProcessAsync() => ReadAsync(Name, async connection =>
    {
        var filters = Name?.Select(text => (Text: text, Pattern: WildcardPattern.Get(text, WildcardOptions.IgnoreCase))).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var recipient in AdminCenter(connection).ListRecipientsAsync(PipelineStopToken))
        {
            var matches = filters?.Where(filter => filter.Pattern.IsMatch(recipient.Name) || filter.Pattern.IsMatch(recipient.Email)).ToList();
            if (matches is { Count: 0 })
                continue;
            found.UnionWith(matches?.Select(filter => filter.Text) ?? []);
            WriteObject(recipient);
        }

        foreach (var (name, _) in filters?.Where(filter => !WildcardPattern.ContainsWildcardCharacters(filter.Text) && !found.Contains(filter.Text)) ?? [])
            await GuardAsync(name, () => throw new BcException("RecipientNotFound", $"Tenant {connection.Name} sends no notifications to '{name}'."));
    });
}
