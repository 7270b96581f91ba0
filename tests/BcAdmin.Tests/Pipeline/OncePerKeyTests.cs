using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public class OncePerKeyTests
{
    private readonly OncePerKey<string, string> _cache = new();
    private int _reads;

    private Task<string> ReadAsync(string key) => _cache.GetAsync(key, () => Task.FromResult($"{key}{++_reads}"));

    [Fact]
    public async Task A_value_is_read_once_for_each_key()
    {
        Assert.Equal(["A1", "A1", "B2", "A1"], [await ReadAsync("A"), await ReadAsync("A"), await ReadAsync("B"), await ReadAsync("A")]);
        Assert.Equal(("A1", null), (_cache.Known("A"), _cache.Known("C")));
    }

    [Fact]
    public async Task A_removed_value_is_read_again()
    {
        await ReadAsync("A");
        _cache.Forget("A");
        Assert.Equal("A2", await ReadAsync("A"));
    }

    [Fact]
    public async Task A_failed_read_is_repeated()
    {
        await Assert.ThrowsAsync<IOException>(() => _cache.GetAsync("A", () => Task.FromException<string>(new IOException())));
        Assert.Equal("A1", await ReadAsync("A"));
    }

    [Fact]
    public async Task A_value_is_read_once_for_concurrent_callers()
    {
        var answer = new TaskCompletionSource<string>();
        var first = _cache.GetAsync("A", () => answer.Task);
        var second = ReadAsync("A");
        answer.SetResult("A0");
        Assert.Equal(["A0", "A0", "A0"], [await first, await second, await ReadAsync("A")]);
    }
}
