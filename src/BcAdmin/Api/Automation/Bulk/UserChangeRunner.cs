using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace BcAdmin.Api.Automation.Bulk;

/// <summary>
/// Does many changes of users as fast as the service allows: in batches, several at once. A batch whose answer was lost is settled by reading what
/// became of its users, not by repeating it; what the service put off (429, 503) goes again; what it refused fails alone.
/// </summary>
/// <param name="automation">The environment.</param>
/// <param name="parallel">Batches in flight; the service takes five calls of a user at once.</param>
/// <param name="batchSize">Calls of a batch, up to 100. Halved for a batch that took too long.</param>
/// <param name="atomic">All changes of a user or none.</param>
internal sealed class UserChangeRunner(AutomationClient automation, int parallel, int batchSize, bool atomic)
{
    private const int MostFailures = 8;

    /// <summary>Each change as soon as it is known how it ended: null for done, or what stood against it.</summary>
    public async IAsyncEnumerable<(UserChange Change, BcException? Error)> RunAsync(
        IReadOnlyList<UserChange> changes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var company = await automation.AnyCompanyAsync(cancellationToken).ConfigureAwait(false);
        var settled = Channel.CreateUnbounded<(UserChange, BcException?)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop.Token };
        var work = CompleteAsync();
        try
        {
            await foreach (var item in settled.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return item;
            await work.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        async Task CompleteAsync()
        {
            try
            {
                await Parallel.ForEachAsync(Batches(changes), options, (batch, token) => RunAsync(company, batch, settled.Writer, token)).ConfigureAwait(false);
                settled.Writer.Complete();
            }
            catch (Exception exception)
            {
                settled.Writer.Complete(exception);
            }
        }
    }

    /// <summary>Users as they are now, with what they hold directly; those that are gone are missing. Two calls for each of them, in batches.</summary>
    public static async Task<Dictionary<Guid, (BcUser User, List<BcUserPermission> Permissions)>> ReadAsync(
        AutomationClient automation, IEnumerable<Guid> users, CancellationToken cancellationToken)
    {
        var company = await automation.AnyCompanyAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<Guid, (BcUser, List<BcUserPermission>)>();
        foreach (var some in users.Distinct().Chunk(AutomationClient.LargestBatch / 2))
        {
            var calls = some.SelectMany((user, place) => new BatchCall[]
            {
                new($"user{place}", "GET", $"companies({company})/users({user})", null, null),
                new($"held{place}", "GET", $"companies({company})/users({user})/userPermissions", null, null),
            }).ToList();
            var answers = await ReadAsync(automation, calls, cancellationToken).ConfigureAwait(false);
            for (var place = 0; place < some.Length; place++)
            {
                var ((user, userError), (permissions, permissionsError)) = (answers[place * 2], answers[(place * 2) + 1]);
                if (userError is { IsNotFound: true })
                    continue;
                if ((userError ?? permissionsError) is { } error)
                    throw error;
                if (user?.Body is not { } userBody || permissions?.Body is not { } permissionsBody)
                    throw Unanswered();
                found[some[place]] = (
                    userBody.Deserialize(BcJson.Default.BcUser)!,
                    [.. ApiJson.Items(permissionsBody).Select(item => item.Deserialize(BcJson.Default.BcUserPermission)!)]);
            }
        }

        return found;
    }

    /// <summary>The answers in the order of the calls, null where there is none, and the failures among them.</summary>
    private static async Task<(BatchAnswer? Answer, BcApiException? Error)[]> SendAsync(
        AutomationClient automation, IReadOnlyList<BatchCall> calls, bool atomic, CancellationToken cancellationToken)
    {
        var answers = await automation.SendBatchAsync(calls, atomic, cancellationToken).ConfigureAwait(false);
        return
        [
            .. calls.Select(call => answers.TryGetValue(call.Id, out var answer)
                ? (answer, answer.Status is >= 200 and < 300 ? null : automation.FailureOf(call, answer))
                : ((BatchAnswer?)null, (BcApiException?)null)),
        ];
    }

    /// <summary>The same for reads: what the service puts off is asked for again.</summary>
    private static async Task<(BatchAnswer? Answer, BcApiException? Error)[]> ReadAsync(
        AutomationClient automation, List<BatchCall> calls, CancellationToken cancellationToken)
    {
        var answers = await SendAsync(automation, calls, atomic: false, cancellationToken).ConfigureAwait(false);
        for (var failures = 1; failures < MostFailures; failures++)
        {
            var open = Enumerable.Range(0, calls.Count).Where(place => answers[place].Answer is null || answers[place].Error is { IsTransient: true }).ToList();
            if (open.Count == 0)
                break;
            await Task.Delay(Backoff(failures), cancellationToken).ConfigureAwait(false);
            var again = await SendAsync(automation, [.. open.Select(place => calls[place])], atomic: false, cancellationToken).ConfigureAwait(false);
            foreach (var (place, answer) in open.Zip(again))
                answers[place] = answer;
        }

        return answers;
    }

    /// <summary>A quarter of a second, then half of one, one, two … up to 30, of which between half and all is waited.</summary>
    private static TimeSpan Backoff(int failures) => TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures) / 8) * (0.5 + (Random.Shared.NextDouble() / 2)));

    private IEnumerable<UserChange[]> Batches(IReadOnlyList<UserChange> changes) =>
        atomic ? changes.GroupBy(change => change.User.UserSecurityId).Select(group => group.ToArray()) : changes.Chunk(batchSize);

    private async ValueTask RunAsync(Guid company, UserChange[] batch, ChannelWriter<(UserChange, BcException?)> settled, CancellationToken cancellationToken)
    {
        var open = new Stack<UserChange[]>([batch]);
        for (var failures = 1; open.TryPop(out var piece);)
        {
            var (left, error) = await TryAsync(company, piece, settled, cancellationToken).ConfigureAwait(false);
            if (left.Length == 0)
                continue;
            if (failures++ == MostFailures)
            {
                Settle([.. left, .. open.SelectMany(others => others)], error, settled);
                return;
            }

            await Task.Delay(Backoff(failures), cancellationToken).ConfigureAwait(false);
            if (error is { Status: HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout } && left.Length > 1 && !atomic)
            {
                open.Push(left[(left.Length / 2)..]);
                left = left[..(left.Length / 2)];
            }

            open.Push(left);
        }
    }

    /// <summary>Sends changes once and settles what it can. Gives what is to be sent again, and why.</summary>
    private async Task<(UserChange[] Left, BcApiException? Error)> TryAsync(
        Guid company, UserChange[] piece, ChannelWriter<(UserChange, BcException?)> settled, CancellationToken cancellationToken)
    {
        IReadOnlyList<(BatchAnswer? Answer, BcApiException? Error)> answers;
        try
        {
            answers = await SendAsync(automation, [.. piece.Select((change, place) => change.ToCall(place.ToString(CultureInfo.InvariantCulture), company))], atomic, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException lost) when (lost.IsAnswerLost)
        {
            return (await NotReachedAsync(piece, lost, settled, cancellationToken).ConfigureAwait(false), lost);
        }
        catch (BcException refused)
        {
            Settle(piece, refused, settled);
            return ([], null);
        }

        return atomic
            ? await SettleTransactionAsync(piece, answers, settled, cancellationToken).ConfigureAwait(false)
            : await SettleEachAsync(piece, answers, settled, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(UserChange[] Left, BcApiException? Error)> SettleEachAsync(
        UserChange[] piece, IReadOnlyList<(BatchAnswer? Answer, BcApiException? Error)> answers, ChannelWriter<(UserChange, BcException?)> settled, CancellationToken cancellationToken)
    {
        var (again, unclear) = (new List<UserChange>(), new List<UserChange>());
        BcApiException? reason = null;
        foreach (var (change, (answer, error)) in piece.Zip(answers))
        {
            if (answer is null || IsPutOff(error))
                again.Add(change);
            else if (error is { IsAnswerLost: true })
                unclear.Add(change);
            else
                Settle([change], error is null || change.IsReachedBy(error) ? null : error, settled);
            if (answer is null || IsPutOff(error) || error is { IsAnswerLost: true })
                reason = error ?? reason ?? Unanswered();
        }

        if (unclear.Count > 0)
            again.AddRange(await NotReachedAsync([.. unclear], reason!, settled, cancellationToken).ConfigureAwait(false));
        return ([.. again], reason);
    }

    /// <summary>One failure means that nothing has happened, whatever the answers before it say.</summary>
    private async Task<(UserChange[] Left, BcApiException? Error)> SettleTransactionAsync(
        UserChange[] piece, IReadOnlyList<(BatchAnswer? Answer, BcApiException? Error)> answers, ChannelWriter<(UserChange, BcException?)> settled, CancellationToken cancellationToken)
    {
        var place = answers.ToList().FindIndex(answer => answer.Error is not null);
        if (place < 0 && answers.All(answer => answer.Answer is not null))
        {
            Settle(piece, null, settled);
            return ([], null);
        }

        var error = place < 0 ? Unanswered() : answers[place].Error!;
        if (place < 0 || IsPutOff(error))
            return (piece, error);
        if (error.IsAnswerLost || piece[place].IsReachedBy(error))
            return (await NotReachedAsync(piece, error, settled, cancellationToken).ConfigureAwait(false), error);
        Settle(piece, error, settled);
        return ([], null);
    }

    /// <summary>Reads what became of changes, settles those that were made, and gives the others.</summary>
    private async Task<UserChange[]> NotReachedAsync(
        UserChange[] piece, BcApiException reason, ChannelWriter<(UserChange, BcException?)> settled, CancellationToken cancellationToken)
    {
        try
        {
            var now = await ReadAsync(automation, piece.Select(change => change.User.UserSecurityId), cancellationToken).ConfigureAwait(false);
            var reached = piece.ToLookup(change => now.TryGetValue(change.User.UserSecurityId, out var state) && change.IsReached(state.User, state.Permissions));
            Settle([.. reached[true]], null, settled);
            return [.. reached[false]];
        }
        catch (BcException)
        {
            Settle(piece, reason, settled); // that it cannot be read either matters less than that it may be done
            return [];
        }
    }

    private static void Settle(UserChange[] changes, BcException? error, ChannelWriter<(UserChange, BcException?)> settled)
    {
        foreach (var change in changes)
            settled.TryWrite((change, error));
    }

    /// <summary>Surely not done, and worth another try.</summary>
    private static bool IsPutOff(BcApiException? error) => error is { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable };

    private static BcApiException Unanswered() => new("UnexpectedResponse", "The service left calls of a batch without an answer.");
}
