using System.Net;
using BcAdmin.Api;
using BcAdmin.Tests.Transport;

namespace BcAdmin.Tests.Api;

public sealed class LostResponseTests
{
    private static readonly BcApiException Lost = Failure("ConnectionLost", null);
    private static readonly BcApiException Rejected = Failure("Conflict", HttpStatusCode.Conflict);

    private readonly TestClock _clock = new();
    private readonly List<string> _steps = [];

    private static BcApiException Failure(string code, HttpStatusCode? status) => new(ErrorCode.Of(code), $"{code}.") { Status = status };

    /// <summary>Returns the steps one after another, and then the last one repeatedly: an exception is thrown, anything else is returned.</summary>
    private Func<Task<string?>> Script(string name, params object?[] answers)
    {
        var count = 0;
        return () =>
        {
            _steps.Add(name);
            var answer = answers[Math.Min(count++, answers.Length - 1)];
            return answer is Exception failure ? Task.FromException<string?>(failure) : Task.FromResult((string?)answer);
        };
    }

    private Func<Task<string>> Send(params object?[] answers) => Script("send", answers)!;

    private Func<Task<string?>> Find(params object?[] answers) => Script("find", answers);

    private Task<string> Settle(Func<Task<string>> send, Func<Task<string?>> find) =>
        LostResponse.SettleAsync(_clock, send, find, CancellationToken.None).WaitAsync(TestWire.TestLimit);

    private Task<string> SettleStart(Func<Task<string>> send, Func<Task<string?>> find) =>
        LostResponse.SettleStartAsync(_clock, send, find, CancellationToken.None).WaitAsync(TestWire.TestLimit);

    private string Steps => string.Join(' ', _steps);

    private IEnumerable<double> Waits => _clock.Waits.Select(wait => wait.TotalSeconds);

    [Fact]
    public async Task A_response_is_returned_without_a_check()
    {
        Assert.Equal("sent", await Settle(Send("sent"), Find("found")));
        Assert.Equal("send", Steps);
    }

    [Fact]
    public async Task A_rejection_of_the_first_call_is_final()
    {
        Assert.Same(Rejected, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(Rejected), Find("found"))));
        Assert.Equal("send", Steps);
    }

    [Fact]
    public async Task A_change_that_was_made_is_found_without_a_delay()
    {
        Assert.Equal("found", await Settle(Send(Lost), Find("found")));
        Assert.Equal("send find", Steps);
        Assert.Empty(Waits);
    }

    [Fact]
    public async Task A_change_inside_an_environment_is_checked_again_after_2_and_4_seconds()
    {
        Assert.Equal("found", await Settle(Send(Lost), Find(null, null, "found")));
        Assert.Equal("send find find find", Steps);
        Assert.Equal([2, 4], Waits);
    }

    [Fact]
    public async Task A_new_operation_is_checked_again_after_1_and_2_seconds()
    {
        Assert.Equal("found", await SettleStart(Send(Lost), Find(null, null, "found")));
        Assert.Equal([1, 2], Waits);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task After_a_timeout_of_the_service_a_change_is_checked_for_a_minute(HttpStatusCode status)
    {
        Assert.Equal("found", await Settle(Send(Failure("Timeout", status)), Find(null, null, null, null, null, "found")));
        Assert.Equal([2, 4, 8, 15, 30], Waits);
    }

    [Fact]
    public async Task After_a_bad_gateway_a_change_is_not_checked_longer()
    {
        Assert.Equal("sent", await Settle(Send(Failure("BadGateway", HttpStatusCode.BadGateway), "sent"), Find([null])));
        Assert.Equal("send find find find send", Steps);
        Assert.Equal([2, 4], Waits);
    }

    [Fact]
    public async Task A_timeout_of_the_service_does_not_delay_the_check_for_an_operation()
    {
        Assert.Equal("sent", await SettleStart(Send(Failure("Timeout", HttpStatusCode.GatewayTimeout), "sent"), Find([null])));
        Assert.Equal([1, 2], Waits);
    }

    [Fact]
    public async Task A_change_that_was_not_made_is_sent_up_to_four_times()
    {
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(Lost), Find([null]))));
        Assert.Equal("send find find find send find find find send find find find send find find find", Steps);
    }

    [Fact]
    public async Task The_fourth_call_can_succeed()
    {
        Assert.Equal("sent", await Settle(Send(Lost, Lost, Lost, "sent"), Find([null])));
        Assert.Equal(4, _steps.Count(step => step == "send"));
    }

    [Theory]
    [InlineData("UnexpectedResponse", HttpStatusCode.OK)]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError)]
    public async Task A_change_whose_response_cannot_be_read_is_not_sent_again(string code, HttpStatusCode status)
    {
        var unreadable = Failure(code, status);
        Assert.Same(unreadable, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(unreadable), Find([null]))));
        Assert.Equal("send find find find", Steps);
    }

    [Fact]
    public async Task A_rejected_repetition_means_success_if_the_change_was_made()
    {
        Assert.Equal("found", await Settle(Send(Lost, Rejected), Find(null, null, null, "found")));
        Assert.Equal("send find find find send find", Steps);
    }

    [Fact]
    public async Task A_rejected_repetition_is_reported_if_the_change_was_not_made()
    {
        Assert.Same(Rejected, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(Lost, Rejected), Find([null]))));
        Assert.Equal("send find find find send find", Steps);
    }

    [Fact]
    public async Task The_lost_response_is_reported_if_the_state_cannot_be_read()
    {
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(Lost), Find(Rejected))));
        Assert.Equal("send find", Steps);
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => Settle(Send(Lost, Rejected), Find(null, null, null, Rejected))));
    }

    [Fact]
    public async Task Another_exception_of_the_check_is_reported()
    {
        var other = new BcException(ErrorCode.InvalidArgument, "Invalid.");
        Assert.Same(other, await Assert.ThrowsAsync<BcException>(() => Settle(Send(Lost), Find(other))));
    }

    [Fact]
    public async Task A_cancellation_ends_the_wait_for_the_next_check()
    {
        var clock = new TestClock { AdvancesOnWait = false };
        using var stop = new CancellationTokenSource();
        var result = LostResponse.SettleAsync(clock, Send(Lost), Find([null]), stop.Token);
        Assert.Equal("send find", Steps);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result.WaitAsync(TestWire.TestLimit));
        Assert.Equal("send find", Steps);
    }

    [Fact]
    public async Task A_call_that_is_not_sent_again_is_checked_once()
    {
        Assert.Equal("found", await LostResponse.SettleAsync(Lost, Find("found")));
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => LostResponse.SettleAsync(Lost, Find([null]))));
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => LostResponse.SettleAsync(Lost, Find(Rejected))));
        Assert.Equal("find find find", Steps);
    }

    [Fact]
    public async Task A_state_without_a_result_is_checked_once()
    {
        await LostResponse.SettleAsync(Lost, () => Task.FromResult(true));
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => LostResponse.SettleAsync(Lost, () => Task.FromResult(false))));
        Assert.Same(Lost, await Assert.ThrowsAsync<BcApiException>(() => LostResponse.SettleAsync(Lost, () => Task.FromException<bool>(Rejected))));
    }
}
