using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace BcAdmin.Bulk;

/// <summary>How a change ended.</summary>
/// <param name="Found">What shows that it is done; null where the answer has no object.</param>
/// <param name="Error">What stood against it; null where it is done.</param>
internal readonly record struct SettledChange(UserChange Change, BcEnvironmentResource? Found, BcException? Error);

/// <summary>
/// Sends many changes of users as fast as the service allows: in batches, several at once; one change alone is an ordinary call. Where an answer was
/// lost, it reads what became of the users and does not repeat what is done; what the service put off (429, 503) is sent again; what it refused
/// fails alone.
/// </summary>
/// <param name="automation">The environment.</param>
/// <param name="parallel">Batches in flight; the service takes five calls of a user at once.</param>
/// <param name="batchSize">Calls of a batch, up to 100. Halved for a batch that took too long.</param>
/// <param name="atomic">All changes of a user or none.</param>
internal sealed class UserChangeRunner(AutomationClient automation, int parallel, int batchSize, bool atomic)
{
    private const int MostFailures = 8;

    /// <summary>That the API takes batches is inferred (contract: postBatch, x-bc-notes). Where it does not, each change goes alone.</summary>
    private volatile bool _takesBatches = true;

    private readonly Channel<SettledChange> _settled = Channel.CreateUnbounded<SettledChange>();

    /// <summary>Each change as soon as it is known how it ended. For one use.</summary>
    public async IAsyncEnumerable<SettledChange> RunAsync(
        IReadOnlyList<UserChange> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var company = await automation.AnyCompanyAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop.Token };
        var work = CompleteAsync();
        try
        {
            await foreach (var item in _settled.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
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
                await Parallel.ForEachAsync(Batches(changes), options, (batch, token) => RunAsync(company, batch, token)).ConfigureAwait(false);
                _settled.Writer.Complete();
            }
            catch (Exception exception)
            {
                _settled.Writer.Complete(exception);
            }
        }
    }

    /// <summary>A quarter of a second, then half of one, one, two … up to 30, of which between half and all is waited.</summary>
    private static TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures) / 8) * (0.5 + (Random.Shared.NextDouble() / 2)));

    private IEnumerable<UserChange[]> Batches(IReadOnlyList<UserChange> changes) =>
        atomic ? changes.GroupBy(change => change.User.UserSecurityId).Select(group => group.ToArray()) : changes.Chunk(batchSize);

    private async ValueTask RunAsync(Guid company, UserChange[] batch, CancellationToken cancellationToken)
    {
        var open = new Stack<UserChange[]>([batch]);
        for (var failures = 1; open.TryPop(out var piece);)
        {
            if (!_takesBatches && !atomic && piece.Length > 1)
            {
                foreach (var change in piece.AsEnumerable().Reverse())
                    open.Push([change]);
                continue;
            }

            var (left, error) = await TryAsync(company, piece, cancellationToken).ConfigureAwait(false);
            if (left.Length == 0)
                continue;
            failures = left.Length < piece.Length ? 1 : failures + 1; // while some of it gets done, it goes on
            if (failures > MostFailures)
            {
                Fail([.. left, .. open.SelectMany(others => others)], error);
                return;
            }

            await Task.Delay(Backoff(failures), automation.Clock, cancellationToken).ConfigureAwait(false);
            if (error is { Status: HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout } && left.Length > 1 && !atomic)
            {
                open.Push(left[(left.Length / 2)..]);
                left = left[..(left.Length / 2)];
            }

            open.Push(left);
        }
    }

    /// <summary>Sends changes once and settles what it can. Gives what is to be sent again, and why.</summary>
    private async Task<(UserChange[] Left, BcApiException? Error)> TryAsync(Guid company, UserChange[] piece, CancellationToken cancellationToken)
    {
        List<(JsonElement? Body, BcApiException? Error)> answers;
        try
        {
            var calls = piece.Select((change, place) => change.ToCall(place.ToString(CultureInfo.InvariantCulture), company));
            answers = await SendAsync([.. calls], cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException unknown) when (piece.Length > 1 && !atomic
            && unknown.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            _takesBatches = false;
            return (piece, unknown);
        }
        catch (BcApiException lost) when (lost.IsAnswerLost)
        {
            return (await NotReachedAsync(piece, lost, cancellationToken).ConfigureAwait(false), lost);
        }
        catch (BcException refused)
        {
            Fail(piece, refused);
            return ([], null);
        }

        return atomic
            ? await SettleTransactionAsync(piece, answers, cancellationToken).ConfigureAwait(false)
            : await SettleEachAsync(piece, answers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The answers in the order of the calls. What goes wrong with all of them throws, and so does what the transport has tried again already.
    /// </summary>
    private async Task<List<(JsonElement? Body, BcApiException? Error)>> SendAsync(BatchCall[] calls, CancellationToken cancellationToken)
    {
        if (calls is [var alone])
        {
            try
            {
                return [((await automation.SendAloneAsync(alone, cancellationToken).ConfigureAwait(false)).Body, null)];
            }
            catch (BcApiException refusal) when (refusal is { IsTransient: false, IsAnswerLost: false, Status: not HttpStatusCode.Unauthorized })
            {
                return [(null, refusal)];
            }
        }

        var answers = await automation.SendBatchAsync(calls, atomic, cancellationToken).ConfigureAwait(false);
        return [.. calls.Select(call => answers.GetValueOrDefault(call.Id) switch
        {
            null => ((JsonElement?)null, (BcApiException?)Unanswered()),
            { Status: >= 200 and < 300 } done => (done.Body, null),
            var failed => (null, automation.FailureOf(call, failed)),
        })];
    }

    private async Task<(UserChange[] Left, BcApiException? Error)> SettleEachAsync(
        UserChange[] piece, List<(JsonElement? Body, BcApiException? Error)> answers, CancellationToken cancellationToken)
    {
        var (again, unclear) = (new List<UserChange>(), new List<UserChange>());
        BcApiException? reason = null;
        foreach (var (change, (body, error)) in piece.Zip(answers))
        {
            if (error is null || change.IsReachedBy(error))
                Done(change, body);
            else if (IsPutOff(error))
                again.Add(change);
            else if (error.IsAnswerLost)
                unclear.Add(change);
            else
                Fail([change], error);
            if (error is not null && (IsPutOff(error) || error.IsAnswerLost))
                reason = error;
        }

        if (unclear.Count > 0)
            again.AddRange(await NotReachedAsync([.. unclear], reason!, cancellationToken).ConfigureAwait(false));
        return ([.. again], reason);
    }

    /// <summary>One failure means that nothing has happened, whatever the answers before it say.</summary>
    private async Task<(UserChange[] Left, BcApiException? Error)> SettleTransactionAsync(
        UserChange[] piece, List<(JsonElement? Body, BcApiException? Error)> answers, CancellationToken cancellationToken)
    {
        var place = answers.FindIndex(answer => answer.Error is not null);
        if (place < 0)
        {
            foreach (var (change, (body, _)) in piece.Zip(answers))
                Done(change, body);
            return ([], null);
        }

        var error = answers[place].Error!;
        if (IsPutOff(error))
            return (piece, error);
        if (error.IsAnswerLost || piece[place].IsReachedBy(error))
            return (await NotReachedAsync(piece, error, cancellationToken).ConfigureAwait(false), error);
        Fail(piece, error);
        return ([], null);
    }

    /// <summary>Reads what became of changes, settles those that were made, and gives the others.</summary>
    private async Task<UserChange[]> NotReachedAsync(UserChange[] piece, BcApiException reason, CancellationToken cancellationToken)
    {
        try
        {
            var ids = piece.Select(change => change.User.UserSecurityId).ToList();
            var users = await UserReader.UsersAsync(automation, ids, cancellationToken).ConfigureAwait(false);
            var held = await UserReader.HeldAsync(automation, users.Keys, cancellationToken).ConfigureAwait(false);
            return Array.FindAll(piece, change =>
            {
                if (!users.TryGetValue(change.User.UserSecurityId, out var user) || change.Find(user, held[user.UserSecurityId]) is not { } found)
                    return true;
                _settled.Writer.TryWrite(new(change, found, null));
                return false;
            });
        }
        catch (BcException)
        {
            Fail(piece, reason); // that it cannot be read either matters less than that it may be done
            return [];
        }
    }

    private void Done(UserChange change, JsonElement? body)
    {
        BcEnvironmentResource? found = null;
        try
        {
            found = body is { ValueKind: JsonValueKind.Object } item ? change.Read(item) : null;
        }
        catch (JsonException)
        {
            // The status says that it is done; who wants the object has to read it.
        }

        _settled.Writer.TryWrite(new(change, found is null ? null : automation.From(found), null));
    }

    private void Fail(UserChange[] changes, BcException? error)
    {
        foreach (var change in changes)
            _settled.Writer.TryWrite(new(change, null, error ?? Unanswered()));
    }

    /// <summary>Surely not done, and worth another try. The token that let a batch in may have ended before its last call.</summary>
    private static bool IsPutOff(BcApiException error) =>
        error is { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Unauthorized }
            or { IsPassing: true };

    private static BcApiException Unanswered() => new(ErrorCode.UnexpectedResponse, Messages.ServiceLeftCallsBatchWithoutAnswer);
}
