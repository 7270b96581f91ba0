using System.Globalization;
using System.Net;

namespace BcAdmin.Transport.Resilience;

/// <summary>
/// One attempt: counts it, logs it, limits its time, and receives the complete response, so that an incomplete response is a failure of the
/// attempt. An <see cref="OperationCanceledException"/> above this handler always means that the caller canceled.
/// </summary>
internal sealed class AttemptHandler(TimeProvider clock) : DelegatingHandler
{
    /// <summary>The service itself stops after ten minutes.</summary>
    internal static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(11);

    /// <summary>
    /// Bytes of a response after decompression, many times the largest page. Without a limit, a few kilobytes could fill the memory.
    /// </summary>
    internal const long LargestResponse = 256L << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = request.Options.TryGetValue(Wire.Attempts, out var earlier) ? earlier + 1 : 1;
        request.Options.Set(Wire.Attempts, attempt);
        request.Version = HttpVersion.Version20; // or lower, if the server does not support it
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        var started = clock.GetTimestamp();
        try
        {
            var response = await ReceiveAsync(request, cancellationToken).ConfigureAwait(false);
            Log(string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}"), response);
            return response;
        }
        catch (Exception exception)
        {
            Log(exception is OperationCanceledException ? "canceled" : $"no answer: {exception.Message}", response: null);
            throw;
        }

        void Log(string outcome, HttpResponseMessage? response)
        {
            var time = clock.GetElapsedTime(started).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
            var ids = CallLog.Correlation(request, response);
            CallLog.Write(request,
                string.Create(CultureInfo.InvariantCulture,
                $"{request.Method} {request.RequestUri!.PathAndQuery} → {outcome} in {time} ms, attempt {attempt}{ids}"));
        }
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeLimit.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(LargestResponse).WaitAsync(either.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (Translate(exception) is { } failure)
                throw failure;
            throw;
        }

        Exception? Translate(Exception exception) => exception switch
        {
            _ when cancellationToken.IsCancellationRequested =>
                exception is OperationCanceledException ? null : new OperationCanceledException(cancellationToken),
            OperationCanceledException when timeLimit.IsCancellationRequested =>
                new HttpRequestException(
                    HttpRequestError.Unknown, string.Create(
                    CultureInfo.InvariantCulture, $"No answer within {TimeLimit.TotalMinutes:0} minutes."), new TimeoutException()),
            OperationCanceledException =>
                new HttpRequestException(HttpRequestError.ConnectionError, $"No connection to {request.RequestUri!.Authority} in time.", exception),
            HttpRequestException http => TlsHandler.CertificateFailure(http, request.RequestUri!.Host),
            _ => null,
        };
    }
}
