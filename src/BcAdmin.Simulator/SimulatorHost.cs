using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Simulator.Control;
using BcAdmin.Simulator.Entra;

namespace BcAdmin.Simulator;

/// <summary>A running simulator: web server, certificate, and state. Tests start it in their own process; <c>Program</c> in a separate one.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private const long LargestBody = 360L * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private SimulatorHost(WebApplication app, X509Certificate2 certificate, SimulatedService simulator, Uri https, Uri http, string certificatePem)
    {
        _app = app;
        _certificate = certificate;
        Simulator = simulator;
        Https = https;
        Http = http;
        CertificatePem = certificatePem;
    }

    public SimulatedService Simulator { get; }

    public Uri Https { get; }

    public Uri Http { get; }

    /// <summary>Path of the certificate in PEM form; the file is deleted with the host.</summary>
    public string CertificatePem { get; }

    /// <summary>SHA-256 over the certificate's DER form, in hex.</summary>
    public string CertificateSha256 => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <exception cref="Scenarios.ScenarioException">The scenario cannot be loaded.</exception>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options)
    {
        var simulator = new SimulatedService(options.Scenario, options.TimeScale, options.Time);
        var certificate = ServerCertificate.Create();
        var requestHandler = new RequestHandler(simulator);

        var (app, https, http) = await ListenAsync(options, certificate, requestHandler);
        simulator.Addresses = [new Uri($"https://localhost:{https}"), new Uri($"http://localhost:{http}")];
        var pem = Path.Combine(Path.GetTempPath(), $"bcadmin-simulator-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        return new SimulatorHost(app, certificate, simulator, simulator.Addresses[0], simulator.Addresses[1], pem);
    }

    /// <summary>
    /// Listens on both 127.0.0.1 and ::1, because clients try localhost in either order. The web server cannot choose a free port
    /// for both, so it is chosen before, and chosen again if another process uses it first.
    /// </summary>
    private static async Task<(WebApplication App, int Https, int Http)> ListenAsync(
        SimulatorOptions options, X509Certificate2 certificate, RequestHandler requestHandler)
    {
        for (var attempt = 1; ; attempt++)
        {
            var https = options.Port > 0 ? options.Port : FreePort();
            var http = options.HttpPort > 0 ? options.HttpPort : FreePort();
            var app = Build(https, http, certificate, requestHandler);
            try
            {
                await app.StartAsync();
                return (app, https, http);
            }
            catch (IOException)
            {
                await app.DisposeAsync();
                if (attempt == 5 || (options.Port > 0 && options.HttpPort > 0))
                    throw;
            }
        }
    }

    private static WebApplication Build(int https, int http, X509Certificate2 certificate, RequestHandler requestHandler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().ConfigureHttpJsonOptions(json => ControlJson.Configure(json.SerializerOptions));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ListenLocalhost(https, listen => listen.UseHttps(certificate));
            kestrel.ListenLocalhost(http);
        });
        var app = builder.Build();
        app.Use(SkipEmptySegments);
        app.UseRouting();
        app.Use(requestHandler.HandleAsync);
        ControlEndpoints.Map(app);
        EntraEndpoints.Map(app);
        return app;
    }

    /// <summary>Clients that join addresses may send double slashes; the service ignores them, and routing does not.</summary>
    private static Task SkipEmptySegments(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value?.Contains("//", StringComparison.Ordinal) == true)
            http.Request.Path = $"/{string.Join('/', http.Request.Path.Value.Split('/', StringSplitOptions.RemoveEmptyEntries))}";
        return next(http);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The values that a client needs, as the READY line contains them.</summary>
    public JsonObject Describe() => new()
    {
        ["https"] = Https.AbsoluteUri.TrimEnd('/'),
        ["http"] = Http.AbsoluteUri.TrimEnd('/'),
        ["pid"] = Environment.ProcessId,
        ["certificateSha256"] = CertificateSha256,
        ["certificatePem"] = CertificatePem,
        ["identityHeader"] = Simulator.IdentityHeader,
        ["scenario"] = Simulator.World.Scenario,
        ["tenants"] = Simulator.World.DescribeTenants(),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _certificate.Dispose();
        Simulator.Dispose();
        File.Delete(CertificatePem);
    }
}
