using BcAdmin.Transport;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Api;

/// <summary>What a progress bar shows about a cmdlet that writes nothing.</summary>
public sealed class CallActivityTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CallActivity _activity = new();

    [Fact]
    public void A_call_is_named_with_the_elapsed_time()
    {
        using var call = Call("contoso: list apps");
        Assert.Equal("contoso: list apps, 1:05", Describe(65));
    }

    [Fact]
    public void Several_calls_are_counted()
    {
        using var one = Call("one");
        using (Call("two"))
            Assert.Equal("2 calls in progress, 0:03", Describe(3));
        Assert.Equal("one, 0:03", Describe(3));
    }

    [Fact]
    public void Sign_ins_have_precedence_over_calls()
    {
        using var call = Call("list apps");
        using var first = _activity.Begin(ActivityKind.SignIn, () => "signing in to contoso");
        Assert.Equal("signing in to contoso, 0:02", Describe(2));
        using var second = _activity.Begin(ActivityKind.SignIn, () => "signing in to fabrikam");
        Assert.Equal("signing in to 2 tenants, 0:02", Describe(2));
    }

    [Fact]
    public void A_call_that_signs_in_says_so()
    {
        using var call = Call("list apps");
        call.SetWait(new(WireWaitReason.SignIn), _clock.GetTimestamp());
        Assert.Equal("list apps, signing in, 0:02", Describe(2));
    }

    [Theory]
    [InlineData(429, "service busy (429), next attempt in 6 s")]
    [InlineData(503, "service unavailable (503), next attempt in 6 s")]
    [InlineData(502, "service error (502), next attempt in 6 s")]
    [InlineData(null, "no connection, next attempt in 6 s")]
    public void A_retry_is_shown_with_the_remaining_time(int? status, string expected)
    {
        using var call = Call("list apps");
        call.SetWait(new(WireWaitReason.Retry, TimeSpan.FromSeconds(8), status), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(expected, Describe(2));
        call.SetWait(null, _clock.GetTimestamp());
        Assert.Equal("list apps, 0:02", Describe(2));
    }

    [Fact]
    public void The_retry_that_comes_first_is_shown_and_never_less_than_no_time()
    {
        using var late = Call("late");
        using var soon = Call("soon");
        late.SetWait(new(WireWaitReason.Retry, TimeSpan.FromSeconds(60), 503), _clock.GetTimestamp());
        soon.SetWait(new(WireWaitReason.Retry, TimeSpan.FromSeconds(5), 429), _clock.GetTimestamp());
        Assert.Equal("service busy (429), next attempt in 5 s", Describe(2));
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("service busy (429), next attempt in 0 s", Describe(2));
    }

    [Fact]
    public void The_limit_of_calls_is_shown_with_the_remaining_time_where_that_is_known()
    {
        using var call = Call("list apps");
        call.SetWait(new(WireWaitReason.CallLimit, TimeSpan.FromSeconds(12)), _clock.GetTimestamp());
        Assert.Equal("limit of calls per five minutes reached, next call in 12 s", Describe(2));
        call.SetWait(new(WireWaitReason.CallLimit), _clock.GetTimestamp());
        Assert.Equal("limit of calls per five minutes reached", Describe(2));
        call.SetWait(new(WireWaitReason.OtherCalls), _clock.GetTimestamp());
        Assert.Equal("list apps, 0:02", Describe(2));
    }

    [Fact]
    public void Tenants_and_entries_are_counted()
    {
        using (var tenants = _activity.BeginTenants(200))
        {
            for (var done = 0; done < 34; done++)
                tenants.Step();
            for (var read = 0; read < 99; read++)
                _activity.CountItem();
            Assert.Equal("34 of 200 tenants, 0:09", Describe(9));
            for (var read = 99; read < 1200; read++)
                _activity.CountItem();
            using var call = Call("list apps");
            Assert.Equal("34 of 200 tenants, list apps, 1,200 entries read, 0:09", Describe(9));
        }

        Assert.Equal("1,200 entries read, 0:09", Describe(9));
    }

    [Fact]
    public void Counts_of_one_kind_are_added_and_a_single_object_is_not_counted()
    {
        using var tenants = _activity.BeginTenants(3);
        using (var one = _activity.BeginEnvironments(4))
        using (var other = _activity.BeginEnvironments(2))
        using (_activity.BeginTenants(1))
        {
            one.Step();
            other.Step();
            Assert.Equal("2 of 6 environments, 0:02", Describe(2));
        }

        tenants.Step();
        Assert.Equal("1 of 3 tenants, 0:02", Describe(2));
    }

    [Fact]
    public void Work_without_a_name_has_the_time_alone() => Assert.Equal("in progress, 0:02", Describe(2));

    private CallActivity.Step Call(string text) => _activity.Begin(ActivityKind.Call, () => text);

    private string Describe(int seconds) => _activity.Describe(TimeSpan.FromSeconds(seconds), _clock);
}
