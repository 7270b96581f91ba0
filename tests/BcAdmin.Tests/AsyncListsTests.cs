namespace BcAdmin.Tests;

public class AsyncListsTests
{
    private int _taken;

    private async IAsyncEnumerable<string> ItemsAsync()
    {
        foreach (var item in new[] { "a", "bb", "cc", "ddd" })
        {
            await Task.Yield();
            _taken++;
            yield return item;
        }
    }

    [Fact]
    public async Task Lists_are_filtered_and_converted()
    {
        Assert.Equal([2, 2], await AsyncLists.Select(AsyncLists.Where(ItemsAsync(), item => item.Length == 2), item => item.Length).ToListAsync());
        Assert.Equal(4, _taken);
    }

    [Fact]
    public async Task The_first_item_ends_the_read()
    {
        Assert.Equal("bb", await ItemsAsync().FirstOrNullAsync(item => item.Length == 2));
        Assert.Equal(2, _taken);
        Assert.Null(await ItemsAsync().FirstOrNullAsync(item => item.Length == 9));
    }

    [Fact]
    public async Task The_last_item_of_a_key_is_used()
    {
        var items = await ItemsAsync().ToDictionaryAsync(item => item.Length);
        Assert.Equal(["a", "cc", "ddd"], items.Values);
    }
}
