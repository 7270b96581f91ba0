namespace BcAdmin;

/// <summary>
/// LINQ operators for lists that arrive page by page. .NET 8 has none, and the module references no package for them. Lists are read lazily. The
/// delegates can run on any thread.
/// </summary>
internal static class AsyncLists
{
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.ConfigureAwait(false))
            list.Add(item);
        return list;
    }

    /// <summary>If several items have the same key, the last one is used.</summary>
    public static async Task<Dictionary<TKey, T>> ToDictionaryAsync<TKey, T>(this IAsyncEnumerable<T> items, Func<T, TKey> keySelector)
        where TKey : notnull
    {
        var dictionary = new Dictionary<TKey, T>();
        await foreach (var item in items.ConfigureAwait(false))
            dictionary[keySelector(item)] = item;
        return dictionary;
    }

    public static async Task<T?> FirstOrNullAsync<T>(this IAsyncEnumerable<T> items, Func<T, bool>? fits = null)
        where T : class
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            if (fits?.Invoke(item) != false)
                return item;
        }

        return null;
    }

    public static async IAsyncEnumerable<TResult> Select<T, TResult>(this IAsyncEnumerable<T> items, Func<T, TResult> selector)
    {
        await foreach (var item in items.ConfigureAwait(false))
            yield return selector(item);
    }

    public static async IAsyncEnumerable<T> Where<T>(this IAsyncEnumerable<T> items, Func<T, bool> predicate)
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            if (predicate(item))
                yield return item;
        }
    }
}
