using System.Text;
using System.Text.Json.Nodes;
using BcAdmin.Tests.Simulator;
using CsCheck;

namespace BcAdmin.Tests.Configuration;

/// <summary>
/// Properties that hold for every state of a tenant: an export matches its tenant, and a tenant matches a configuration after it was applied. A
/// failure prints the seed that reproduces it. BCADMIN_CONFIGURATION_STATES sets the number of states.
/// </summary>
public sealed class ConfigurationProperties(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private static readonly int States =
        int.TryParse(Environment.GetEnvironmentVariable("BCADMIN_CONFIGURATION_STATES"), out var states) ? states : 8;

    private static readonly string[] Writes = ["POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public Task An_export_matches_its_tenant_and_a_second_export_is_the_same() => RandomTenant.Gen.SampleAsync(async state =>
    {
        using var world = await WorldAsync(state);
        var file = await world.ExportAsync();
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(await world.ExportAsync()));
        Assert.Equal("", string.Join("\n", Rows(await world.CompareAsync(file))));
    }, iter: States, threads: 1);

    [Fact]
    public Task A_tenant_matches_an_applied_configuration_and_a_second_run_sends_no_write() => Gen.Select(RandomTenant.Gen, RandomTenant.Gen)
        .SampleAsync(async (desired, current) =>
        {
            byte[] file;
            using (var source = await WorldAsync(desired))
                file = await source.ExportAsync();

            using var world = await WorldAsync(current);
            await world.SetAsync(file);
            Assert.Equal("", string.Join("\n", world.Failures.Select(failure => failure.Message)));
            Assert.Equal("", string.Join("\n", Rows(await world.CompareAsync(file))));
            Host.Simulator.Log.Clear();
            await world.SetAsync(file);
            Assert.Equal("", string.Join("\n", world.Results.Select(result => $"{result} {result.Changes}")));
            Assert.Equal("", string.Join("\n", WritesSent()));
        }, iter: States, threads: 1);

    [Fact]
    public Task Faults_delay_a_run_and_do_not_change_its_result() => Gen.Select(RandomTenant.Gen, RandomTenant.Gen, Gen.Int[0, int.MaxValue])
        .SampleAsync(async (desired, current, seed) =>
        {
            byte[] file;
            using (var source = await WorldAsync(desired))
                file = await source.ExportAsync();

            using var world = await WorldAsync(current);
            foreach (var fault in Faults(seed))
                await Fault(fault);
            // A fault that retries cannot solve ends a run. The next run continues.
            for (var run = 0; run < 10 && (run == 0 || world.Failures.Count > 0); run++)
                await world.SetAsync(file);
            await Control("reset", new JsonObject { ["faultsOnly"] = true });
            await world.SetAsync(file);
            Assert.Equal("", string.Join("\n", world.Failures.Select(failure => failure.Message)));
            Assert.Equal("", string.Join("\n", Rows(await world.CompareAsync(file))));
        }, iter: States, threads: 1);

    private static IEnumerable<JsonObject> Faults(int seed)
    {
        var random = new Random(seed);
        yield return new()
        {
            ["kind"] = "status", ["statusCode"] = 429, ["retryAfterSec"] = 1, ["probability"] = random.NextDouble() / 10, ["count"] = 0,
        };
        yield return new() { ["kind"] = "status", ["statusCode"] = 503, ["probability"] = random.NextDouble() / 10, ["count"] = 0 };
        yield return new() { ["kind"] = "dropAfter", ["probability"] = random.NextDouble() / 20, ["count"] = 0 };
    }

    private async Task<ConfigurationWorld> WorldAsync(RandomTenant state)
    {
        Host.Simulator.Reset("Contoso");
        state.ApplyTo(Host.Simulator.World.DefaultTenant);
        return new(Host, await UserToken(Admin));
    }

    private static IEnumerable<string> Rows(IEnumerable<BcConfigurationDifference> differences) => differences.Select(
        difference => $"{difference.Action} {difference}: {difference.Current} -> {difference.Desired} {difference.Reason}");

    private IEnumerable<string> WritesSent() => Host.Simulator.Log.ToJson(null, null)
        .Where(entry => Writes.Contains((string?)entry!["method"], StringComparer.Ordinal)).Select(entry => $"{entry!["method"]} {entry["path"]}");
}
