using BcAdmin.Api;
using BcAdmin.Api.Graph;
using BcAdmin.Connections;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Api;

/// <summary>The expiry of the access of a connection. Responses of Microsoft Graph are tested with Test-BcConnection.</summary>
public sealed class ConnectionExpiryTests : IDisposable
{
    private const string Customer = "cccccccc-0000-0000-0000-000000000001";
    private const string Partner = "9a270e00-0000-4000-8000-00000000ffff";
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    private const string BusinessCentralAdministrator = "963797fb-eb3b-4cde-8ce3-5878b3f32a3f";

    private readonly TestClock _clock = new();
    private readonly ServiceAccess _access = new(TestWire.Options(TimeProvider.System, TimeSpan.Zero), new Uri(TestWire.Api));

    private DateTimeOffset Now => _clock.GetUtcNow();

    public void Dispose() => _access.Dispose();

    [Theory]
    [InlineData(31, true, "Passed", "in 31 days.")]
    [InlineData(30, true, "Warning", "in 30 days.")]
    [InlineData(1, false, "Warning", "in 1 day.")]
    [InlineData(0.5, true, "Warning", "in less than a day.")]
    [InlineData(-1, false, "Failed", "expired on ")]
    [InlineData(-1, true, "Warning", "expired on ")] // accepted: the clock of this computer is ahead
    public async Task The_certificate_of_a_connection_shows_its_expiry(double days, bool isSignedIn, string result, string detail)
    {
        var check = await CredentialAsync(Connection(SignInFlow.Certificate, end: Now.AddDays(days)), isSignedIn);
        Assert.Equal((result, Now.AddDays(days)), (check!.Result.ToString(), check.ExpiresOn));
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Equal(result != "Passed", check.Remedy?.Contains("Update-BcAppCredential", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(SignInFlow.ManagedIdentity, "Passed")]
    [InlineData(SignInFlow.FederatedToken, "Passed")]
    [InlineData(SignInFlow.AccessToken, "Skipped")]
    [InlineData(SignInFlow.DeviceCode, null)]
    [InlineData(SignInFlow.Interactive, null)]
    public async Task Other_sign_in_flows_have_no_known_expiry(SignInFlow flow, string? result)
    {
        var check = await CredentialAsync(Connection(flow), isSignedIn: true);
        Assert.Equal(result, check?.Result.ToString());
        Assert.Null(check?.ExpiresOn);
        Assert.Null(await CredentialAsync(Connection(flow), isSignedIn: false));
    }

    [Fact]
    public void The_secret_in_use_is_identified_by_its_hint()
    {
        var (first, second) = (Secret("abc", 10), Secret("xyz", 5));
        Assert.Equal(first, InUse("abc", first, second));
        Assert.Equal(second, InUse("xyz", first, second));
        Assert.Null(InUse("ABC", first, second)); // secrets are case-sensitive
        Assert.Null(InUse("abc"));
    }

    [Fact]
    public void If_several_secrets_can_be_in_use_the_first_to_expire_is_shown()
    {
        var (later, sooner, ended, endless) = (Secret("abc", 90), Secret("abc", 20), Secret("abc", -1), Secret("abc", null));
        Assert.Equal(sooner, InUse("abc", later, endless, sooner, ended));
        Assert.Equal(endless, InUse("abc", endless, ended));
        Assert.Null(InUse("abc", ended));
    }

    [Fact]
    public void A_secret_without_a_hint_is_used_if_no_hint_matches()
    {
        var (old, known) = (Secret(null, 5), Secret("abc", 10));
        Assert.Equal(known, InUse("abc", old, known));
        Assert.Equal(old, InUse("xyz", Secret("", 7), old, known));
    }

    [Theory]
    [InlineData(200, 0, "Passed", "in 200 days")]
    [InlineData(200, 180, "Passed", "is extended automatically")]
    [InlineData(20, 0, "Warning", "in 20 days")]
    [InlineData(20, 180, "Passed", "is extended automatically")]
    public void A_relationship_shows_its_end_and_its_extension(double days, int extension, string result, string detail)
    {
        var check = Check(isOpen: true, Relation("active", days, extension, BusinessCentralAdministrator));
        Assert.Equal((result, Now.AddDays(days)), (check.Result.ToString(), check.ExpiresOn));
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Equal(result == "Warning", check.Remedy is not null);
    }

    [Fact]
    public void The_latest_relationship_that_grants_access_to_Business_Central_is_used()
    {
        var granting = Relation("active", 20, 0, GlobalReader, BusinessCentralAdministrator);
        Assert.Equal(Now.AddDays(20), Check(true, Relation("active", 300, 180, GlobalReader), granting).ExpiresOn);
        Assert.Equal(Now.AddDays(90), Check(true, granting, Relation("active", 90, 0, BusinessCentralAdministrator)).ExpiresOn);
        // The extended relationship still exists when the other one has ended.
        Assert.Equal(Now.AddDays(5), Check(true, granting, Relation("active", 5, 180, BusinessCentralAdministrator)).ExpiresOn);
        Assert.Equal(Now.AddDays(300), Check(true, Relation("active", 300, 0, GlobalReader)).ExpiresOn);
        Assert.Equal(Now.AddDays(20), Check(true, granting, Relation("active", 300, 0, BusinessCentralAdministrator) with
        {
            CustomerTenantId = Partner,
        }).ExpiresOn);
    }

    [Theory]
    [InlineData(true, "Skipped", "access in another way")]
    [InlineData(false, "Failed", "'BC operations', has the status expired")]
    public void Without_an_active_relationship_the_access_decides(bool isOpen, string result, string detail)
    {
        var check = Check(isOpen, Relation("expired", -10, 0, BusinessCentralAdministrator), Relation("terminated", -20, 0, GlobalReader));
        Assert.Equal(result, check.Result.ToString());
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Equal(result, Check(isOpen).Result.ToString());
    }

    [Fact]
    public void Unknown_relationships_are_skipped_with_the_command_that_reads_them()
    {
        var check = Expiry(Connection(SignInFlow.DeviceCode)).CheckRelationship(Partner, new(null) { Failure = "No sign-in." }, isOpen: false);
        Assert.Equal(BcCheckResult.Skipped, check.Result);
        Assert.EndsWith("No sign-in.", check.Detail, StringComparison.Ordinal);
        Assert.StartsWith($"Connect-BcTenant {Partner}, then Get-BcCustomer -Detailed", check.Remedy, StringComparison.Ordinal);
    }

    private BcConnectionCheck Check(bool isOpen, params BcCustomerRelationship[] relationships) =>
        Expiry(Connection(SignInFlow.DeviceCode)).CheckRelationship(Partner, new(relationships), isOpen);

    private Task<BcConnectionCheck?> CredentialAsync(BcConnection connection, bool isSignedIn) =>
        Expiry(connection).CheckCredentialAsync(isSignedIn, TestContext.Current.CancellationToken);

    private ConnectionExpiry Expiry(BcConnection connection) => new(connection, new CallContext { Clock = _clock });

    private BcConnection Connection(SignInFlow flow, DateTimeOffset? end = null) => new(_access)
    {
        Name = "contoso.example",
        TenantId = Customer.ToUpperInvariant(),
        ClientId = Guid.NewGuid(),
        SignIn = flow.ToString(),
        CertificateExpiresOn = end,
    };

    private GraphPasswordCredential? InUse(string hint, params GraphPasswordCredential[] all) =>
        ConnectionExpiry.SecretInUse(all, text => string.Equals(text, hint, StringComparison.Ordinal), Now);

    private GraphPasswordCredential Secret(string? hint, double? days) =>
        new() { KeyId = Guid.NewGuid(), Hint = hint, EndDateTime = days is { } count ? Now.AddDays(count) : null };

    private BcCustomerRelationship Relation(string status, double days, int extension, params string[] roles) => new()
    {
        DisplayName = "BC operations",
        CustomerTenantId = Customer,
        Status = status,
        ExpiresOn = Now.AddDays(days),
        AutoExtendDuration = TimeSpan.FromDays(extension),
        RoleIds = roles,
    };
}
