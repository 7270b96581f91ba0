using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public class OncePerKeyTests
{
    private readonly OncePerKey<string, string> cache = new();
    private int reads;

    private Task<string> ReadAsync(string key) => cache.GetAsync(key, () => Task.FromResult($"{key}{++reads}"));

    [Fact]
    public async Task A_value_is_read_once_for_each_key()
    {
        Assert.Equal(["A1", "A1", "B2", "A1"], [await ReadAsync("A"), await ReadAsync("A"), await ReadAsync("B"), await ReadAsync("A")]);
        Assert.Equal(("A1", null), (cache.Known("A"), cache.Known("C")));
    }

    [Fact]
    public async Task A_value_that_was_forgotten_is_read_again()
    {
        await ReadAsync("A");
        cache.Forget("A");
        Assert.Equal("A2", await ReadAsync("A"));
    }

    [Fact]
    public async Task A_reading_that_fails_is_tried_again()
    {
        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync("A", () => Task.FromException<string>(new IOException())));
        Assert.Equal("A1", await ReadAsync("A"));
    }
}
