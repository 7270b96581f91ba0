using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BcAdmin.Api;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Models;

/// <summary>The examples of the contracts are the only available payloads of the service: each must be read by its model without loss.</summary>
public sealed class ContractExampleTests
{
    /// <summary>The contract, the schema, and the model that reads it. A schema without an example is a failure, too.</summary>
    public static TheoryData<string, string, Type> Read => new()
    {
        { "admin-center", "AppOperation", typeof(BcAppOperation) },
        { "admin-center", "AppOperationRecord", typeof(BcAppOperation) },
        { "admin-center", "ApplicationFamilyDetails", typeof(ApplicationFamilyDetails) },
        { "admin-center", "AuthorizedApp", typeof(BcAuthorizedApp) },
        { "admin-center", "AvailableAppUpdate", typeof(BcAppUpdate) },
        { "admin-center", "Environment", typeof(BcEnvironment) },
        { "admin-center", "EnvironmentOperation", typeof(BcOperation) },
        { "admin-center", "EnvironmentUpdate", typeof(BcEnvironmentUpdate) },
        { "admin-center", "ExportHistoryEntry", typeof(BcDatabaseExportHistory) },
        { "admin-center", "ExportMetrics", typeof(BcDatabaseExportQuota) },
        { "admin-center", "InstalledApp", typeof(BcApp) },
        { "admin-center", "M365LicenseAccess", typeof(BcEnvironmentM365Access) },
        { "admin-center", "ManageableApplication", typeof(BcManageableApplication) },
        { "admin-center", "ManageableTenant", typeof(BcManageableTenant) },
        { "admin-center", "NotificationRecipient", typeof(BcNotificationRecipient) },
        { "admin-center", "OutageQuestion", typeof(BcOutageQuestion) },
        { "admin-center", "OutageType", typeof(BcOutageType) },
        { "admin-center", "PartnerAccess", typeof(BcEnvironmentPartnerAccess) },
        { "admin-center", "Quotas", typeof(BcQuota) },
        { "admin-center", "ReportedOutage", typeof(BcOutageReport) },
        { "admin-center", "ReportOutageResult", typeof(BcOutageReportResult) },
        { "admin-center", "RestorePeriod", typeof(BcEnvironmentRestorePeriod) },
        { "admin-center", "ScheduledPteOperation", typeof(BcAppOperation) },
        { "admin-center", "SecurityGroup", typeof(BcEnvironmentSecurityGroup) },
        { "admin-center", "Session", typeof(BcSession) },
        { "admin-center", "SupportContact", typeof(BcSupportContact) },
        { "admin-center", "TimeZone", typeof(BcTimeZone) },
        { "admin-center", "UninstallRequirement", typeof(BcAppUninstallRequirement) },
        { "admin-center", "UpdateSettings", typeof(BcEnvironmentUpdateWindow) },
        { "admin-center", "UsedStorage", typeof(BcEnvironmentStorage) },
        { "automation", "AccessControl", typeof(BcAccessControl) },
        { "automation", "AutomationCompany", typeof(BcCompany) },
        { "automation", "Company", typeof(BcCompany) },
        { "automation", "ConfigurationPackage", typeof(BcConfigurationPackage) },
        { "automation", "ExpandedPermissionSet", typeof(BcPermission) },
        { "automation", "Extension", typeof(BcExtension) },
        { "automation", "ExtensionDeploymentStatus", typeof(BcExtensionDeployment) },
        { "automation", "Feature", typeof(BcFeature) },
        { "automation", "PermissionSet", typeof(BcPermissionSet) },
        { "automation", "Profile", typeof(BcProfile) },
        { "automation", "ScheduledJob", typeof(BcScheduledJob) },
        { "automation", "SecurityGroup", typeof(BcSecurityGroup) },
        { "automation", "SecurityGroupMember", typeof(BcSecurityGroupMember) },
        { "automation", "User", typeof(BcUser) },
        { "automation", "UserPermission", typeof(BcUserPermission) },
    };

    [Theory]
    [MemberData(nameof(Read))]
    public void Examples_are_read_without_loss(string contract, string schema, Type model)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("src", "Contracts", $"{contract}.openapi.json")));
        var examples = Examples(document.RootElement, schema).ToList();
        Assert.NotEmpty(examples);
        Rule.Holds(examples.SelectMany(example => Losses(example.Where, example.Value, BcJson.Default.GetTypeInfo(model)!)));
    }

    /// <summary>Responses of the Admin Center API that are not objects: a list of texts, an envelope around recipients, a table.</summary>
    private static readonly string[] ReadInParts = ["VersionList", "NotificationSettings", "TelemetryResult"];

    [Fact]
    public void Every_example_response_of_the_admin_center_api_is_read_by_a_model()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("src", "Contracts", "admin-center.openapi.json")));
        var root = document.RootElement;
        var read = Read.Select(row => row.Data.Item2).Concat(ReadInParts).ToList();
        Rule.Holds(root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(member => member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("responses", out _))
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject()
                .Where(response => response.Name.StartsWith('2') && response.Value.TryGetProperty("content", out _))
                .SelectMany(response => response.Value.GetProperty("content").EnumerateObject())
                .Where(content => content.Value.TryGetProperty("example", out _) || content.Value.TryGetProperty("examples", out _))
                .Where(content => !read.Exists(schema => IsOf(root, content.Value.GetProperty("schema"), schema)))
                .Select(content => $"{operation.Value.GetProperty("operationId")} has an example that no model reads.")));
    }

    private static IEnumerable<string> Losses(string where, JsonElement example, JsonTypeInfo model)
    {
        var item = example.Deserialize(model);
        var again = JsonSerializer.SerializeToNode(item, model)!.AsObject();
        return Losses(where, JsonNode.Parse(example.GetRawText()), again);
    }

    private static IEnumerable<string> Losses(string where, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject members, JsonObject kept) => members.SelectMany(member => Losses(
            $"{where}.{member.Key}",
            member.Value,
            kept.FirstOrDefault(other => other.Key.Equals(member.Key, StringComparison.OrdinalIgnoreCase)).Value)),
        (JsonArray items, JsonArray kept) when items.Count == kept.Count =>
            items.Zip(kept).SelectMany((pair, index) => Losses($"{where}[{index}]", pair.First, pair.Second)),
        _ when where.EndsWith(".appInsightsKey", StringComparison.Ordinal) => actual is null ? [] : [$"{where}: a secret is read and never written."],
        _ when IsSame(expected, actual) => [],
        _ => [$"{where}: {expected?.ToJsonString() ?? "null"} became {actual?.ToJsonString() ?? "nothing"}."],
    };

    /// <summary>Dates are compared by value; a leading space of a name, the encoding of options, the year 1, and blank dates may differ.</summary>
    private static bool IsSame(JsonNode? expected, JsonNode? actual)
    {
        if (expected is null || JsonNode.DeepEquals(expected, actual))
            return true;
        var (one, other) = (expected.ToString(), actual?.ToString());
        if (DateTimeOffset.TryParse(one, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return other is null ? date.Year == 1
                : DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var same)
                && (date - same).Duration() < TimeSpan.FromMilliseconds(1);
        }

        return System.Xml.XmlConvert.DecodeName(one)!.Trim().Equals(other ?? string.Empty, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>All responses of operations whose schema is this one, or a list of it.</summary>
    private static IEnumerable<(string Where, JsonElement Value)> Examples(JsonElement contract, string schema)
    {
        foreach (var operation in contract.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(member => member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("responses", out _)))
        {
            foreach (var content in operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Value).Where(
                response => response.TryGetProperty("content", out _)).SelectMany(response => response.GetProperty("content").EnumerateObject()))
            {
                if (!content.Value.TryGetProperty("schema", out var answer) || !IsOf(contract, answer, schema))
                    continue;
                var id = operation.Value.GetProperty("operationId").GetString()!;
                var values = content.Value.TryGetProperty("example", out var one) ? [one]
                    : content.Value.TryGetProperty("examples", out var several)
                    ? several.EnumerateObject().Select(example => example.Value.GetProperty("value"))
                    : [];
                foreach (var item in values.SelectMany(ApiJson.Items))
                    yield return (id, item);
            }
        }
    }

    private static bool IsOf(JsonElement contract, JsonElement schema, string wanted)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
            return false;
        var name = reference.GetString()!.Split('/')[^1];
        var target = contract.GetProperty("components").GetProperty("schemas").GetProperty(name);
        return name == wanted
            || (target.TryGetProperty("items", out var items) && IsOf(contract, items, wanted))
            || (target.TryGetProperty("properties", out var properties)
                && properties.TryGetProperty("value", out var value)
                && value.TryGetProperty("items", out items)
                && IsOf(contract, items, wanted));
    }
}
