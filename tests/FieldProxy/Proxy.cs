using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BcAdmin.Simulator;
using Microsoft.AspNetCore.Http.Features;

namespace FieldProxy;

/// <summary>
/// Receives the calls of the module, forwards them to the simulator, and converts responses of the Admin Center API to the format of the real
/// service.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly string[] HopHeaders = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Expect"];

    private readonly FieldShapes _shapes = new();
    private readonly HttpClient _http;
    private readonly Uri _simulator;
    private readonly string _pem = Path.Combine(Path.GetTempPath(), $"bcadmin-field-{Guid.NewGuid():N}.pem");
    private WebApplication? _app;

    private Proxy(Uri simulator, string certificateSha256)
    {
        _simulator = simulator;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate?.GetCertHashString(HashAlgorithmName.SHA256) == certificateSha256,
            },
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Starts on a free port and replaces the simulator's address and certificate by its own. Plain http, which control uses, is not forwarded.
    /// </summary>
    public static async Task<Proxy> StartAsync(JsonObject ready)
    {
        var proxy = new Proxy(new Uri((string)ready["https"]!), (string)ready["certificateSha256"]!);
        var certificate = ServerCertificate.Create();
        await File.WriteAllTextAsync(proxy._pem, certificate.ExportCertificatePem());
        var port = FreePort();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ListenLocalhost(port, listen => listen.UseHttps(certificate));
        });
        proxy._app = builder.Build();
        proxy._app.Run(proxy.ForwardAsync);
        await proxy._app.StartAsync();

        ready["https"] = $"https://localhost:{port}";
        ready["certificateSha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        ready["certificatePem"] = proxy._pem;
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _http.Dispose();
        File.Delete(_pem);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ForwardAsync(HttpContext context)
    {
        try
        {
            using var request = await ReadAsync(context.Request);
            using var response = await _http.SendAsync(request, context.RequestAborted);
            var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
            await WriteAsync(context, response, body);
        }
        catch (HttpRequestException)
        {
            // The simulator closed the connection because of a fault, so the connection to the module is closed as well.
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The module closed the connection.
        }
    }

    private async Task<HttpRequestMessage> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_simulator, _shapes.OriginalNames(target)));
        if (body.Length > 0 || request.ContentType is not null)
            message.Content = new ByteArrayContent(_shapes.OriginalNames(request.ContentType, body.ToArray()));
        foreach (var (name, values) in request.Headers.Where(header => !HopHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        // The simulator uses it for the addresses in its responses.
        message.Headers.Host = request.Host.Value;
        return message;
    }

    private async Task WriteAsync(HttpContext context, HttpResponseMessage response, byte[] body)
    {
        var answer = context.Response;
        var (status, shaped) = _shapes.Shape(
            context.Request.Method, context.Request.Path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        answer.StatusCode = status;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)
            .Where(header => !HopHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (shaped.Length > 0 || !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
                answer.Headers[name] = values.ToArray();
        }

        if (shaped.Length == 0)
            return;
        answer.ContentLength = shaped.Length;
        await answer.Body.WriteAsync(shaped, context.RequestAborted);
    }
}
