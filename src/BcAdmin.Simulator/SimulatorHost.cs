using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BcAdmin.Simulator;

/// <summary>A running simulator: web server, certificate and state. Tests start it in their own process; <c>Program</c> in one of its own.</summary>
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

    /// <summary>Path of the certificate in PEM form; the file goes with the host.</summary>
    public string CertificatePem { get; }

    /// <summary>SHA-256 over the certificate's DER form, in hex.</summary>
    public string CertificateSha256 => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <exception cref="Scenarios.ScenarioException">The scenario cannot be played.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options)
    {
        var simulator = new SimulatedService(options.Scenario, options.TimeScale);
        var certificate = ServerCertificate.Create();
        var frontDoor = new FrontDoor(simulator);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(certificate));
            kestrel.Listen(IPAddress.Loopback, options.HttpPort);
        });
        var app = builder.Build();
        app.Run(frontDoor.HandleAsync);
        await app.StartAsync();

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        var pem = Path.Combine(Path.GetTempPath(), $"bcadmin-simulator-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());

        var https = addresses.Single(address => string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal));
        var http = addresses.Single(address => string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal));
        return new SimulatorHost(app, certificate, simulator, new Uri($"https://localhost:{https.Port}"), new Uri($"http://localhost:{http.Port}"), pem);
    }

    /// <summary>What a client needs to know, as the READY line tells it.</summary>
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
