using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace BcAdmin.LocalSimulator;

/// <summary>
/// The control API of a simulator. It uses HTTP on the loopback interface, separate from connections, so that simulated faults do not affect it.
/// </summary>
internal sealed class SimulatorControl(SimulatorProcess simulator) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(simulator.Http, "/simulator/"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken).ConfigureAwait(false);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    public async Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var content = new StringContent(body.ToJsonString()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, cancellationToken)
            .ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception)
            {
                throw new BcException(ErrorCode.SimulatorNotFound, Messages.SimulatorNotResponding(simulator), exception)
                {
                    Advice = Messages.StartAnotherSimulator,
                };
            }

            if (response.IsSuccessStatusCode)
                return response;

            using (response)
            {
                var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                throw new BcException(ErrorCode.SimulatorRefused, ErrorIn(text)
                    ?? Messages.SimulatorResponseStatus(response));
            }
        }
    }

    private static string? ErrorIn(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["error"]?.GetValue<string>();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
