namespace BcAdmin.Configuration;

/// <summary>Reads and writes one component. An interface and not a base class: the components share no code, only these steps.</summary>
internal interface IManagedComponent
{
    ComponentSchema Schema { get; }

    /// <summary>Reads the current entries.</summary>
    /// <param name="desired">The entries of the file, so that only what they need is read; null to read all for an export.</param>
    Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired);

    /// <summary>Replaces the names in an entry of the file by those that the tenant uses, such as an email address by the user name.</summary>
    /// <exception cref="BcException">The entry names something that the tenant does not have.</exception>
    Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired) => Task.FromResult(desired);

    /// <summary>Checks whether a change can be made, and adds what the user should know about it. Null: the difference has no meaning.</summary>
    /// <param name="change">The change.</param>
    /// <param name="plan">All changes of the component.</param>
    /// <exception cref="BcException">The change cannot be made.</exception>
    Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan) => Task.FromResult<ItemChange?>(change);

    /// <summary>Makes the changes, and returns each as soon as it is known how it ended.</summary>
    IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes);

    /// <summary>Makes changes one after the other. A failure concerns its change only.</summary>
    static async IAsyncEnumerable<ItemOutcome> OneByOneAsync(IEnumerable<ItemChange> changes, Func<ItemChange, Task<ILongRunningOperation?>> apply)
    {
        foreach (var change in changes)
        {
            ItemOutcome outcome;
            try
            {
                outcome = new(change, null, await apply(change).ConfigureAwait(true));
            }
            catch (BcException failure)
            {
                outcome = new(change, failure);
            }

            yield return outcome;
        }
    }
}

/// <summary>How a change ended.</summary>
/// <param name="Error">Null if the service accepted it.</param>
/// <param name="Operation">What the service continues after the call; null if it is done.</param>
internal sealed record ItemOutcome(ItemChange Change, BcException? Error, ILongRunningOperation? Operation = null);
