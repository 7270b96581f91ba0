using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace BcAdmin.Bulk;

/// <summary>The result of a change.</summary>
/// <param name="Found">The object that proves the change; null if the response contains none.</param>
/// <param name="Error">The error; null if the change was made.</param>
internal readonly record struct ChangeResult(UserChange Change, BcEnvironmentResource? Found, BcException? Error);

/// <summary>
/// Sends many user changes efficiently: in concurrent batches, or as an individual call if there is only one. After a lost response, it reads the
/// users and repeats only what was not changed. Throttled calls (429, 503) are sent again. Rejected calls fail individually.
/// </summary>
/// <param name="automation">The client of the environment.</param>
/// <param name="parallel">The number of concurrent batches; the service accepts five concurrent calls per user.</param>
/// <param name="batchSize">The number of calls per batch, up to 100. Halved after a timeout.</param>
/// <param name="atomic">Whether the changes of a user are made in one transaction.</param>
internal sealed class UserChangeRunner(AutomationClient automation, int parallel, int batchSize, bool atomic)
{
    private const int MaxFailures = 8;

    /// <summary>
    /// Batch support is inferred (contract: postBatch, x-bc-notes). If the API does not support batches, changes are sent individually.
    /// </summary>
    private volatile bool _supportsBatches = true;

    private readonly Channel<ChangeResult> _settled = Channel.CreateUnbounded<ChangeResult>();

    /// <summary>Sends the changes and returns each result as soon as it is known. Can be called only once.</summary>
    public async IAsyncEnumerable<ChangeResult> RunAsync(
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

    /// <summary>Exponential backoff from a quarter of a second up to 30 seconds, with a random jitter of up to half of the delay.</summary>
    private static TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures) / 8) * (0.5 + (Random.Shared.NextDouble() / 2)));

    private IEnumerable<UserChange[]> Batches(IReadOnlyList<UserChange> changes) =>
        atomic ? changes.GroupBy(change => change.User.UserSecurityId).Select(group => group.ToArray()) : changes.Chunk(batchSize);

    private async ValueTask RunAsync(Guid company, UserChange[] batch, CancellationToken cancellationToken)
    {
        var open = new Stack<UserChange[]>([batch]);
        for (var failures = 1; open.TryPop(out var piece);)
        {
            if (!_supportsBatches && !atomic && piece.Length > 1)
            {
                foreach (var change in piece.AsEnumerable().Reverse())
                    open.Push([change]);
                continue;
            }

            var (left, error) = await TryAsync(company, piece, cancellationToken).ConfigureAwait(false);
            failures = left.Length < piece.Length ? 1 : failures + 1; // Progress resets the number of failures.
            if (left.Length == 0)
                continue;
            if (failures > MaxFailures)
            {
                Fail([.. left, .. open.SelectMany(others => others)], error!);
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

    /// <summary>Sends changes once and reports those with a known result. Returns the changes to send again, and the reason.</summary>
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
            _supportsBatches = false;
            return (piece, unknown);
        }
        catch (BcApiException lost) when (lost.IsResponseLost)
        {
            return (await FindPendingAsync(piece, lost, cancellationToken).ConfigureAwait(false), lost);
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
    /// The responses in the order of the calls. Throws for errors of the whole batch, and for errors that the transport has already retried.
    /// </summary>
    private async Task<List<(JsonElement? Body, BcApiException? Error)>> SendAsync(BatchCall[] calls, CancellationToken cancellationToken)
    {
        if (calls is [var alone])
        {
            try
            {
                return [((await automation.SendSingleAsync(alone, cancellationToken).ConfigureAwait(false)).Body, null)];
            }
            catch (BcApiException refusal) when (refusal is { IsTransient: false, IsResponseLost: false, Status: not HttpStatusCode.Unauthorized })
            {
                return [(null, refusal)];
            }
        }

        var answers = await automation.SendBatchAsync(calls, atomic, cancellationToken).ConfigureAwait(false);
        return [.. calls.Select(call => answers.GetValueOrDefault(call.Id) switch
        {
            null => ((JsonElement?)null, (BcApiException?)MissingResponse()),
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
            if (error is null || change.IsConfirmedBy(error))
            {
                Done(change, body);
            }
            else if (CanRetry(error))
            {
                again.Add(change);
                reason = error;
            }
            else if (error.IsResponseLost)
            {
                unclear.Add(change);
                reason = error;
            }
            else
            {
                Fail([change], error);
            }
        }

        if (unclear.Count > 0)
            again.AddRange(await FindPendingAsync([.. unclear], reason!, cancellationToken).ConfigureAwait(false));
        return ([.. again], reason);
    }

    /// <summary>If one call fails, none of the changes was made, regardless of the earlier responses.</summary>
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
        if (CanRetry(error))
            return (piece, error);
        if (error.IsResponseLost || piece[place].IsConfirmedBy(error))
            return (await FindPendingAsync(piece, error, cancellationToken).ConfigureAwait(false), error);
        Fail(piece, error);
        return ([], null);
    }

    /// <summary>Reads the users, reports the changes that were made, and returns the others.</summary>
    private async Task<UserChange[]> FindPendingAsync(UserChange[] piece, BcApiException reason, CancellationToken cancellationToken)
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
            Fail(piece, reason); // Report the original error, because the changes may have been made.
            return [];
        }
    }

    private void Done(UserChange change, JsonElement? body)
    {
        var found = body is { ValueKind: JsonValueKind.Object } item ? change.Read(item) : null;
        _settled.Writer.TryWrite(new(change, found is null ? null : automation.From(found), null));
    }

    private void Fail(UserChange[] changes, BcException error)
    {
        foreach (var change in changes)
            _settled.Writer.TryWrite(new(change, null, error));
    }

    /// <summary>
    /// Whether the change was not made and can be repeated. This includes 401, because the token of a batch can expire before its last call.
    /// </summary>
    private static bool CanRetry(BcApiException error) =>
        error is { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Unauthorized }
            or { IsTemporary: true };

    private static BcApiException MissingResponse() => new(ErrorCode.UnexpectedResponse, Messages.IncompleteBatchResponse);
}
