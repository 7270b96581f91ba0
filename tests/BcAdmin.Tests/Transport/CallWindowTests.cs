using BcAdmin.Transport.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Transport;

public sealed class CallWindowTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly CallWindow _window;

    public CallWindowTests() => _window = new(10 * Minute, _clock);

    [Fact]
    public void Without_calls_nothing_leaves_the_window() => Assert.Null(_window.UntilNextCall());

    [Fact]
    public void The_oldest_calls_leave_when_the_window_has_moved_by_its_length()
    {
        _window.Count();

        Assert.Equal(10 * Minute, _window.UntilNextCall());
        _clock.Advance(4.5 * Minute);
        Assert.Equal(5.5 * Minute, _window.UntilNextCall());
        _clock.Advance(5.5 * Minute - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), _window.UntilNextCall());
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_window.UntilNextCall());
    }

    [Fact]
    public void Calls_of_one_segment_leave_together_and_those_of_a_later_segment_follow()
    {
        _clock.Advance(1.5 * Minute);
        _window.Count();
        _clock.Advance(Minute / 4);
        _window.Count();
        _clock.Advance(3 * Minute);
        _window.Count(); // at 4.75 minutes

        Assert.Equal(6.25 * Minute, _window.UntilNextCall()); // the segment from 1 to 2
        _clock.Advance(6.25 * Minute);
        Assert.Equal(3 * Minute, _window.UntilNextCall()); // the segment from 4 to 5
        _clock.Advance(3 * Minute);
        Assert.Null(_window.UntilNextCall());
    }

    [Fact]
    public void Calls_after_a_long_pause_are_counted_again()
    {
        _window.Count();
        _clock.Advance(25 * Minute);
        _window.Count();

        Assert.Equal(10 * Minute, _window.UntilNextCall());
    }
}
