using System.Security;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>Tokens that the user provides, once or by a callback.</summary>
public sealed class AccessTokenTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly List<Wire> _opened = [];
    private int _calls;

    public void Dispose() => _opened.ForEach(wire => wire.Dispose());

    [Fact]
    public async Task A_token_that_was_passed_in_is_used_until_it_expires_and_never_renewed()
    {
        var token = Expires(TimeSpan.FromMinutes(1));
        var wire = Open(options => options with { AccessToken = TestWire.Secure(token) });

        Assert.False(wire.CanRenew);
        var issued = await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(
            (token, "adele.admin@contoso.example", "aaaaaaaa-0000-0000-0000-000000000001"), (issued.Value, issued.UserName, issued.TenantId));
        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: true, default));
        Assert.Equal((WireFailure.TokenNotRenewable, "An access token that was passed in cannot be renewed."), (failure.Failure, failure.Message));

        _clock.Advance(issued.ExpiresOn - _clock.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.Equal(token, (await wire.GetTokenAsync(renew: false, default)).Value);
        _clock.Advance(TimeSpan.FromTicks(1));
        failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));
        Assert.Equal((WireFailure.TokenExpired, $"The access token expired at {issued.ExpiresOn:u}."), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_does_not_expire()
    {
        var issued = await Open(options => options with { AccessToken = TestWire.Secure("opaque-token") })
            .GetTokenAsync(renew: false, default);
        Assert.Equal(("opaque-token", DateTimeOffset.MaxValue), (issued.Value, issued.ExpiresOn));
        var called = Callback(() => "opaque-token");
        await called.GetTokenAsync(renew: false, default);
        await called.GetTokenAsync(renew: false, default);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_callback_is_called_again_when_less_than_five_minutes_are_left()
    {
        var wire = Callback(() => Expires(TimeSpan.FromHours(1)));
        Assert.True(wire.CanRenew);
        Assert.Equal(0, _calls);
        var first = await wire.GetTokenAsync(renew: false, default);

        _clock.Advance(first.ExpiresOn - _clock.GetUtcNow() - TimeSpan.FromMinutes(5));
        Assert.Equal(first.Value, (await wire.GetTokenAsync(renew: false, default)).Value);
        Assert.Equal(1, _calls);

        _clock.Advance(TimeSpan.FromTicks(1));
        var second = await wire.GetTokenAsync(renew: false, default);
        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(2, _calls);

        Assert.NotEqual(second.Value, (await wire.GetTokenAsync(renew: true, default)).Value);
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task A_callback_that_fails_is_reported_with_its_reason()
    {
        var cause = new InvalidOperationException("The vault is locked.");
        var failure = await Assert.ThrowsAsync<WireException>(() => Callback(() => throw cause).GetTokenAsync(renew: false, default));
        Assert.Equal((WireFailure.SignInFailed, "No access token was obtained: The vault is locked."), (failure.Failure, failure.Message));
        Assert.Same(cause, failure.InnerException);

        var own = new WireException(WireFailure.SignInTimedOut, "It took too long.");
        failure = await Assert.ThrowsAsync<WireException>(() => Callback(() => throw own).GetTokenAsync(renew: false, default));
        Assert.Equal((WireFailure.SignInTimedOut, "It took too long."), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task Canceling_is_passed_to_the_callback()
    {
        using var user = new CancellationTokenSource();
        var wire = Open(options => options with
        {
            AccessTokenCallback = async stopped =>
            {
                await user.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, stopped);
                return new SecureString();
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wire.GetTokenAsync(renew: false, user.Token));
    }

    [Fact]
    public async Task A_failure_contains_no_token()
    {
        const string token = "opaque-token-of-the-vault";
        var wire = Callback(() => _calls == 1 ? token : throw new InvalidOperationException($"{token} was rejected"));
        await wire.GetTokenAsync(renew: false, default);
        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: true, default));
        Assert.Equal("No access token was obtained: *** was rejected", failure.Message);
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task After_sign_out_the_callback_is_not_called()
    {
        var wire = Callback(() => Expires(TimeSpan.FromHours(1)));
        await wire.GetTokenAsync(renew: false, default);
        await wire.SignOutAsync(default);
        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: true, default));
        Assert.Equal((WireFailure.SignInRequired, "This connection was signed out."), (failure.Failure, failure.Message));
        Assert.Equal(1, _calls);
    }

    private string Expires(TimeSpan after) => TestWire.Jwt(_clock.GetUtcNow() + after);

    private Wire Callback(Func<string> token) => Open(options => options with
    {
        AccessTokenCallback = _ =>
        {
            _calls++;
            return Task.FromResult(TestWire.Secure(token()));
        },
    });

    private Wire Open(Func<WireOptions, WireOptions> provide)
    {
        var wire = Wire.Open(provide(TestWire.Options(_clock, TimeSpan.FromMinutes(5)) with { AccessToken = null }));
        _opened.Add(wire);
        return wire;
    }
}
