using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BcAdmin.Simulator;
using BcAdmin.Simulator.Scenarios;

namespace BcAdmin.Tests.Simulator;

/// <summary>The simulator in a separate process, as scripts start it.</summary>
public sealed class ProcessTests
{
    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            System.Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BcAdmin.Simulator.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<JsonObject> Ready(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        if (line is null)
            Assert.Fail(await process.StandardError.ReadToEndAsync());
        Assert.StartsWith("READY {", line, StringComparison.Ordinal);
        return JsonNode.Parse(line["READY ".Length..])!.AsObject();
    }

    private static async Task AssertEnds(Process process, int exitCode)
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(exitCode, process.ExitCode);
    }

    [Fact]
    public async Task It_writes_its_addresses_and_ends_with_its_standard_input()
    {
        using var process = Start("--scenario", "partner");
        var ready = await Ready(process);
        Assert.Equal(process.Id, (int)ready["pid"]!);
        Assert.Equal(3, ready["tenants"]!.AsArray().Count);
        Assert.Equal("Partner automation (multi-tenant)", (string?)ready["tenants"]![2]!["apps"]![0]!["name"]);

        // The certificate in the file is the one that the server presents, for the host name that is used.
        var pem = (string)ready["certificatePem"]!;
        using var trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(pem));
        Assert.Equal(trusted.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), (string?)ready["certificateSha256"]);
        using var handler = SimulatorFixture.Trusting(trusted);
        using var client = new HttpClient(handler);
        Assert.Contains("Partner", await client.GetStringAsync($"{ready["https"]}/simulator"), StringComparison.OrdinalIgnoreCase);
        var page = ((string)ready["https"]!).Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + "/simulator";
        Assert.Contains("Partner", await client.GetStringAsync(page), StringComparison.OrdinalIgnoreCase);

        process.StandardInput.Close();
        await AssertEnds(process, 0);
        Assert.False(File.Exists(pem));
    }

    [Fact]
    public async Task It_ends_with_its_parent()
    {
        using var parent = Start();
        var ready = await Ready(parent);
        using var child = Start("--parent-pid", parent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Ready(child);
        parent.Kill();
        await AssertEnds(child, 0);
        // The parent is killed, so it cannot stop the simulator.
        File.Delete((string)ready["certificatePem"]!);
    }

    [Theory]
    [InlineData("Unknown argument '--nonsense'", "--nonsense", "1")]
    [InlineData("--port requires a whole number", "--port", "many")]
    [InlineData("--time-scale requires", "--time-scale", "0")]
    [InlineData("There is no scenario 'Nowhere'", "--scenario", "Nowhere")]
    [InlineData("There is no scenario 'missing.json'", "--scenario", "missing.json")]
    [InlineData("--parent-pid requires", "--parent-pid")]
    public async Task Invalid_arguments_return_one_line(string expected, params string[] arguments)
    {
        using var process = Start(arguments);
        var error = await process.StandardError.ReadToEndAsync();
        await AssertEnds(process, 2);
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_scenario_file_is_loaded_and_a_tenant_can_be_repeated()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, """
            { "tenants": [ { "tenantId": "11111111-0000-4000-8000-000000000001", "domain": "many.example", "repeat": 25,
              "environments": [ { "name": "Live", "type": "Production", "companies": [ { "name": "One" } ], "userCount": 2 } ] } ] }
            """);
        try
        {
            var tenants = ScenarioFile.Read(path).Build(DateTimeOffset.UtcNow);
            Assert.Equal(25, tenants.Select(tenant => tenant.Id).Distinct().Count());
            Assert.Equal(("many.example", "25.many.example"), (tenants[0].Domain, tenants[24].Domain));
            Assert.All(tenants, tenant => Assert.Equal("Live", tenant.Environments.Single().Name));
            Assert.Equal(tenants[24].Id, ScenarioFile.Read(path).Build(DateTimeOffset.UtcNow)[24].Id);

            File.WriteAllText(path, """{ "tenants": [ { "tenantId": "11111111-0000-4000-8000-000000000001", "domain": "x", "colour": "blue" } ] }""");
            Assert.Contains("colour", Assert.Throws<ScenarioException>(() => ScenarioFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Two_simulators_can_run_at_the_same_time()
    {
        await using var first = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var second = await SimulatorHost.StartAsync(new SimulatorOptions());
        Assert.NotEqual(first.Https, second.Https);
        Assert.NotEqual(first.CertificateSha256, second.CertificateSha256);
    }
}
