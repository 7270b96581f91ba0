using BcAdmin.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Pipeline;

public sealed class ItemOutputTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _done = [];
    private readonly ItemOutput _output;

    public ItemOutputTests() => _output = new ItemOutput(_clock);

    private void Write(string text) => _output.Write(() => _done.Add($"write {text}"), () => _done.Add($"discard {text}"));

    [Fact]
    public void Output_is_buffered_and_written_in_order_when_it_is_opened()
    {
        Write("A");
        Write("B");
        Assert.Empty(_done);
        Assert.False(_output.IsOpen);

        _output.Open();
        Assert.Equal(["write A", "write B"], _done);
        Assert.True(_output.IsOpen);
    }

    [Fact]
    public void Open_output_is_written_directly_and_only_once()
    {
        _output.Open();
        Write("A");
        Assert.Equal(["write A"], _done);
        _output.Open();
        Assert.Equal(["write A"], _done);
    }

    [Fact]
    public void Output_that_is_written_while_the_buffer_is_written_does_not_wait_for_it()
    {
        _output.Write(() => Write("nested"));
        Write("B");
        _output.Open();
        Assert.Equal(["write nested", "write B"], _done);
    }

    [Fact]
    public void Discarded_output_is_not_written()
    {
        Write("A");
        Write("B");
        _output.Discard();
        Assert.Equal(["discard A", "discard B"], _done);

        Write("C");
        Assert.Equal(["discard A", "discard B", "discard C"], _done);
        _output.Open();
        Write("D");
        Assert.Equal(["discard A", "discard B", "discard C", "discard D"], _done);
    }

    [Fact]
    public void Output_without_an_action_for_discarding_can_be_discarded()
    {
        _output.Write(() => _done.Add("A"));
        _output.Discard();
        _output.Write(() => _done.Add("B"));
        _output.Open();
        Assert.Empty(_done);
    }

    [Fact]
    public void The_age_is_that_of_the_oldest_buffered_output()
    {
        var age = TimeSpan.FromSeconds(15);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_output.IsOlderThan(age)); // nothing is buffered

        Write("A");
        Assert.False(_output.IsOlderThan(age));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Write("B");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(_output.IsOlderThan(age)); // exactly the limit
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_output.IsOlderThan(age));
        Assert.False(_output.IsOlderThan(null));

        _output.Open();
        Assert.False(_output.IsOlderThan(age));
    }

    [Fact]
    public void Discarded_output_has_no_age()
    {
        Write("A");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_output.IsOlderThan(TimeSpan.Zero));
        _output.Discard();
        Assert.False(_output.IsOlderThan(TimeSpan.Zero));
    }
}
