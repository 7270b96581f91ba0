namespace BcAdmin.Tests.Api.AdminCenter;

public sealed class TransfersTests : IDisposable
{
    private const string Offer = """
        {"id":"00000000-0000-0000-0000-000000000031","type":"requestTransferToAnotherEntraTenant","status":"queued",
        "createdOn":"2026-08-20T07:00:00.12Z",
         "parameters":{"sourceEntraTenantId":"00000000-0000-0000-0000-0000000000a1","destinationEntraTenantId":"00000000-0000-0000-0000-0000000000a2",
         "sourceEnvironmentName":"CRONUS-Demo","environmentType":"sandbox","productFamily":"BusinessCentral","runAt":"2026-08-21T20:00:00Z",
         "isAcceptedByDestinationEntraTenant":false,"expiresOn":"2026-08-20T15:00:00Z"},"environmentName":"CRONUS-Demo"}
        """;

    private static readonly Guid Source = new("00000000-0000-0000-0000-0000000000a1");
    private static readonly Guid Destination = new("00000000-0000-0000-0000-0000000000a2");
    private static readonly EnvironmentKey Demo = new("BusinessCentral", "CRONUS-Demo");

    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task An_offer_request_matches_the_contract_and_its_operation_is_read()
    {
        _api.Answer(Offer);
        var transfer = await _api.AdminCenter.RequestTransferAsync(
            Demo, new(Destination, new(2026, 8, 21, 22, 0, 0, TimeSpan.FromHours(2))), CancellationToken.None);
        Assert.Equal(["POST /admin/v2.29/transfers/outgoing/applications/BusinessCentral/environments/CRONUS-Demo"], _api.Calls);
        Assert.Equal("""{"DestinationEntraTenantId":"00000000-0000-0000-0000-0000000000a2","RunAt":"2026-08-21T20:00:00Z"}""",
            _api.Network.Sent[0].Body);
        Assert.Equal(("CRONUS-Demo", Source, Destination, false),
            (transfer.SourceEnvironmentName, transfer.SourceTenantId, transfer.DestinationTenantId, transfer.IsAccepted));
        Assert.Equal(new DateTimeOffset(2026, 8, 21, 20, 0, 0, TimeSpan.Zero), transfer.RunAt);
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 15, 0, 0, TimeSpan.Zero), transfer.ExpiresOn);
        Assert.Equal(_api.Connection, transfer.Connection);
    }

    [Fact]
    public async Task An_offer_without_a_time_omits_the_time()
    {
        _api.Answer(Offer);
        await _api.AdminCenter.RequestTransferAsync(Demo, new(Destination, null), CancellationToken.None);
        Assert.Equal("""{"DestinationEntraTenantId":"00000000-0000-0000-0000-0000000000a2"}""", _api.Network.Sent[0].Body);
    }

    [Fact]
    public async Task An_acceptance_request_matches_the_contract()
    {
        _api.Answer("""{"id":"00000000-0000-0000-0000-000000000032","type":"moveToAnotherAadTenant","status":"queued"}""");
        await _api.AdminCenter.AcceptTransferAsync(new("CRONUS-Demo", "BusinessCentral", Source, "Contoso-Demo"), CancellationToken.None);
        Assert.Equal(["POST /admin/v2.29/transfers/incoming"], _api.Calls);
        Assert.Equal(
            """
            {"SourceEnvironmentName":"CRONUS-Demo","ApplicationFamily":"BusinessCentral",
            "SourceEntraTenantId":"00000000-0000-0000-0000-0000000000a1","DestinationEnvironmentName":"Contoso-Demo"}
            """.ReplaceLineEndings(string.Empty),
            _api.Network.Sent[0].Body);
    }

    [Fact]
    public async Task A_cancellation_with_a_lost_response_succeeds_if_the_offer_no_longer_exists()
    {
        _api.LoseAnswer().Answer("""{"value":[]}""").Answer("""{"value":[]}""");
        Assert.Null(await _api.AdminCenter.CancelTransferAsync(Demo, CancellationToken.None));
        Assert.Equal(3, _api.Network.Sent.Count);
    }

    [Fact]
    public async Task A_cancellation_with_a_lost_response_fails_while_the_offer_exists()
    {
        _api.LoseAnswer().Answer($$"""{"value":[{{Offer}}]}""");
        Assert.Equal("ConnectionLost",
            (await Assert.ThrowsAsync<BcApiException>(() => _api.AdminCenter.CancelTransferAsync(Demo, CancellationToken.None))).Code);
    }
}
