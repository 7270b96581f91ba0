namespace BcAdmin.Configuration;

/// <summary>Reads and changes one component.</summary>
internal interface IManagedComponent
{
    ComponentSchema Schema { get; }

    /// <summary>Reads the current entries.</summary>
    /// <param name="desired">The entries in the file, which limit what is read; null to read everything for an export.</param>
    Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired);

    /// <summary>Replaces the names in a file entry with those that the tenant uses, such as an email address with the user name.</summary>
    /// <exception cref="BcException">The tenant does not have an object that the entry refers to.</exception>
    Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired) => Task.FromResult(desired);

    /// <summary>Checks whether a change can be applied, and adds information for the user. Returns null if the difference can be ignored.</summary>
    /// <param name="change">The change.</param>
    /// <param name="plan">All changes of the component.</param>
    /// <exception cref="BcException">The change cannot be applied.</exception>
    Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan) => Task.FromResult<ItemChange?>(change);

    /// <summary>Makes the changes, and returns each result as soon as it is known.</summary>
    IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes);

    /// <summary>Makes changes one after another. A failure does not affect the other changes.</summary>
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

/// <summary>The result of a change.</summary>
/// <param name="Error">Null if the service accepted it.</param>
/// <param name="Operation">The operation that continues after the call; null if the change is complete.</param>
internal sealed record ItemOutcome(ItemChange Change, BcException? Error, ILongRunningOperation? Operation = null);
