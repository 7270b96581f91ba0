using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Models;

public sealed class BcJsonTests
{
    private static BcEnvironment Environment(string json) => JsonSerializer.Deserialize(json, BcJson.Default.BcEnvironment)!;

    private static BcOperation Operation(string json) => JsonSerializer.Deserialize(json, BcJson.Default.BcOperation)!;

    private static BcCompany Company(string json) => JsonSerializer.Deserialize(json, BcJson.Default.BcCompany)!;

    [Fact]
    public void Names_are_read_in_any_case()
    {
        var environment = Environment("""
            {"NAME":"A","Type":"Sandbox","softDeletedOn":"2026-01-02T03:04:05Z","HardDeletePendingOn":"2026-01-16T03:04:05Z",
            "VersionDetails":{"VERSION":"28.3"}}
            """);
        Assert.Equal(("A", "A", "Sandbox", (object)new Version(28, 3)),
            (environment.Name, environment.EnvironmentName, environment.Type, environment.Version));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), environment.SoftDeletedOn);
        Assert.NotNull(environment.HardDeletePendingOn);
    }

    [Fact]
    public void Values_of_options_are_decoded()
    {
        Assert.Equal(
            "Full User", JsonSerializer.Deserialize("""{"userLicenseType":"Full_x0020_User"}""", BcJson.Default.BcAccessControl)!.UserLicenseType);
        Assert.Equal("In Process", JsonSerializer.Deserialize("""{"status":"In_x0020_Process"}""", BcJson.Default.BcScheduledJob)!.Status);
    }

    [Fact]
    public void Unknown_members_are_kept_and_unknown_values_stay_text()
    {
        var environment = Environment(
            """{"name":"A","status":"Hibernating","type":"Moon","linkedThing":{"id":7,"tags":["x",true,null,1.5]},"Other":"y"}""");
        Assert.Equal(("Hibernating", "Moon"), (environment.Status, environment.Type));
        Assert.Equal(["linkedThing", "Other"], environment.AdditionalProperties.Keys);
        Assert.Equal("y", environment.AdditionalProperties["OTHER"]);
        var linked = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(environment.AdditionalProperties["linkedThing"]);
        Assert.Equal(7L, linked["id"]);
        Assert.Equal(["x", true, null, 1.5m], Assert.IsAssignableFrom<IReadOnlyList<object?>>(linked["tags"]));
    }

    [Theory]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00\"")]
    [InlineData("\"0001-01-01T00:00:00+00:00\"")]
    [InlineData("\"\"")]
    [InlineData("\"soon\"")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("{\"a\":[1]}")]
    public void An_invalid_date_is_empty_and_does_not_affect_other_members(string date)
    {
        var operation = Operation($$"""{"startedOn":{{date}},"id":"00000000-0000-0000-0000-000000000001","status":"running"}""");
        Assert.Null(operation.StartedOn);
        Assert.Null(operation.Duration);
        Assert.Equal("running", operation.Status);
    }

    [Theory]
    [InlineData("2026-08-19T18:30:00Z")]
    [InlineData("2026-08-19T18:30:00")]
    [InlineData("2026-08-19T18:30:00.0000000Z")]
    [InlineData("2026-08-19T20:30:00+02:00")]
    [InlineData("08/19/2026 18:30:00")]
    public void A_date_without_a_zone_is_UTC(string date) =>
        Assert.Equal(new DateTimeOffset(2026, 8, 19, 18, 30, 0, TimeSpan.Zero), Operation($$"""{"createdOn":"{{date}}"}""").CreatedOn);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"seven\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    public void An_invalid_ID_is_the_empty_GUID(string id) =>
        Assert.Equal((Guid.Empty, "x"), (Company($$"""{"id":{{id}},"name":"x"}""").CompanyId, Company($$"""{"id":{{id}},"name":"x"}""").Name));

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"True\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("1", null)]
    public void A_Boolean_can_be_a_text(string value, bool? expected) =>
        Assert.Equal(expected, Company($$"""{"evaluationCompany":{{value}},"name":"x"}""").IsEvaluation);

    [Theory]
    [InlineData("7", "7")]
    [InlineData("true", "true")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("null", null)]
    public void A_value_that_should_be_a_text_is_kept_as_text(string value, string? expected) =>
        Assert.Equal(expected, Environment($$"""{"friendlyName":{{value}},"name":"A"}""").FriendlyName);

    [Theory]
    [InlineData("\"12345\"")]
    [InlineData("12345")]
    public void A_number_can_be_a_text(string value) => Assert.Equal(12345, Company($$"""{"timestamp":{{value}}}""").RowVersion);

    [Fact]
    public void An_invalid_version_is_kept_as_text()
    {
        Assert.Equal("28.x", Environment("""{"applicationVersion":"28.x"}""").Version);
        Assert.Equal(new Version(20, 5), Environment("""{"applicationVersion":"20.5"}""").Version);
        Assert.Equal(new Version(28, 3), Environment("""{"applicationVersion":"20.5","versionDetails":{"version":"28.3"}}""").Version);
        Assert.Null(Environment("""{"versionDetails":null}""").Version);
        Assert.Null(Environment("""{"versionDetails":{"version":""}}""").Version);
    }

    [Fact]
    public void Members_of_an_operation_are_also_read_from_its_parameters()
    {
        var operation = Operation("""{"parameters":{"environmentName":" A","EnvironmentType":"Sandbox","productFamily":"Embed","more":1}}""");
        Assert.Equal(("A", "Sandbox", "Embed"), (operation.EnvironmentName, operation.EnvironmentType, operation.ApplicationFamily));
        Assert.Equal(1L, operation.Parameters["MORE"]);
    }

    [Fact]
    public void Top_level_members_take_precedence_in_any_order()
    {
        var operation = Operation("""
            {"environmentName":" Top ","parameters":{"environmentName":"Nested","destinationEnvironmentName":"New"},"productFamily":"BusinessCentral"}
            """);
        Assert.Equal(("Top", "BusinessCentral"), (operation.EnvironmentName, operation.ApplicationFamily));
        Assert.Equal("New", Operation("""{"environmentName":"","parameters":{"destinationEnvironmentName":"New"}}""").EnvironmentName);
        Assert.Null(Operation("""{"parameters":null}""").EnvironmentName);
        Assert.Null(Operation("""{"environmentName":" ","parameters":{"environmentName":7}}""").EnvironmentName);
    }

    [Theory]
    [InlineData("Succeeded", true, true)]
    [InlineData("failed", true, false)]
    [InlineData("Canceled", true, false)]
    [InlineData("skipped", true, false)]
    [InlineData("queued", false, false)]
    [InlineData("Scheduled", false, false)]
    [InlineData("newState", false, false)]
    public void A_status_determines_whether_an_operation_is_completed_and_succeeded(string status, bool completed, bool succeeded)
    {
        var operation = Operation($$"""{"status":"{{status}}"}""");
        Assert.Equal((completed, succeeded), (operation.IsCompleted, operation.IsSucceeded));
    }

    [Fact]
    public void Null_and_missing_members_are_equal()
    {
        var operation = Operation(
            """{"id":null,"type":null,"status":null,"environmentName":null,"parameters":null,"createdOn":null,"errorMessage":null,"extra":null}""");
        Assert.Equal((Guid.Empty, null, null, false), (operation.OperationId, operation.Type, operation.EnvironmentName, operation.IsCompleted));
        Assert.Empty(operation.Parameters);
        Assert.True(operation.AdditionalProperties.ContainsKey("extra"));
    }

    public static TheoryData<Type> Models => [.. typeof(BcJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .Where(type => type.IsAssignableTo(typeof(BcResource)))];

    [Theory]
    [MemberData(nameof(Models))]
    public void Members_that_are_null_or_missing_are_null_only_if_the_type_allows_it(Type model)
    {
        var nullability = new NullabilityInfoContext();
        var certain = model.GetProperties()
            .Where(property => !property.PropertyType.IsValueType && nullability.Create(property).ReadState == NullabilityState.NotNull).ToList();
        var type = BcJson.Default.GetTypeInfo(model)!;
        var nulls = new JsonObject(
            type.Properties.Where(property => !property.IsExtensionData).Select(property => KeyValuePair.Create(property.Name, (JsonNode?)null)));
        foreach (var item in (object[])[JsonSerializer.Deserialize("{}", type)!, nulls.Deserialize(type)!])
        {
            Rule.Holds(certain.Where(property => property.GetValue(item) is null)
                .Select(property => $"{model.Name}.{property.Name} is null: give it its default in the init accessor."));
        }
    }

    [Fact]
    public void Missing_members_have_defaults()
    {
        Assert.Equal((string.Empty, "BusinessCentral"), (Environment("{}").Name, Environment("{}").ApplicationFamily));
        Assert.Equal("BusinessCentral", Environment("""{"applicationFamily":null}""").ApplicationFamily);
    }

    [Fact]
    public void Requests_match_the_contract_and_omit_unset_members()
    {
        Assert.Equal("""{"environmentType":"Sandbox","countryCode":"DK"}""",
            JsonSerializer.Serialize(new("Sandbox", "DK", null, null), BcJson.Default.CreateEnvironmentRequest));
        Assert.Equal(
            """{"environmentType":"Production","countryCode":"DK","ringName":"PROD","applicationVersion":"28.3.1.2"}""",
            JsonSerializer.Serialize(new("Production", "DK", "PROD", "28.3.1.2"), BcJson.Default.CreateEnvironmentRequest));
        Assert.Equal("""{"environmentName":"UAT","type":"Sandbox"}""",
            JsonSerializer.Serialize(new("UAT", "Sandbox"), BcJson.Default.CopyEnvironmentRequest));
        Assert.Equal("""{"name":"A","businessProfileId":""}""", JsonSerializer.Serialize(new("A", null, ""), BcJson.Default.CompanyRequest));
    }
}
