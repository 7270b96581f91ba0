using System.Text.Json.Serialization;

namespace BcAdmin.Simulator.State;

/// <summary>Settings that control can change while the simulator runs. The defaults are the documented service.</summary>
internal sealed record Settings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Unknown tenants and client IDs are accepted, so that other clients work immediately. Known ones are always checked.</summary>
    public bool OpenSignIn { get; init; } = true;

    /// <summary>Access tokens of users have the claim upn, which some flows omit.</summary>
    public bool UpnInTokens { get; init; } = true;

    /// <summary>
    /// The maximum number of rows in a page of an OData list, even if the caller requests more. The limit of the service is 20,000.
    /// </summary>
    public int MaxPageSize { get; init; } = 20_000;

    /// <summary>Adds a member that is not in the contract to every object of a response: clients must tolerate it.</summary>
    public bool ExtraMembers { get; init; } = true;

    /// <summary>Simulated seconds until a new operation is in the lists of operations (it can be read by ID immediately).</summary>
    public double OperationListLagSec { get; init; }

    /// <summary>getEnvironment returns a value array, as in one sample of the documentation.</summary>
    public bool WrapSingleEnvironment { get; init; }

    /// <summary>environmentName, environmentType, and productFamily of operations are only in parameters.</summary>
    public bool OperationMembersNested { get; init; }

    /// <summary>Status and type of operations and state of installed apps in PascalCase, as in the enumeration lists of the documentation.</summary>
    public bool PascalCaseStatuses { get; init; }

    /// <summary>environmentType of operations in lowercase, as in some samples.</summary>
    public bool LowerCaseEnvironmentTypes { get; init; }

    /// <summary>Property names of the Admin Center API in a consistent casing instead of the documentation's mixture.</summary>
    public MemberCasing MemberCasing { get; init; }

    /// <summary>The name of the ID of an app in listInstalledApps: the real service sends id, the documentation has appId.</summary>
    public AppIdMember AppIdMember { get; init; }

    /// <summary>
    /// getAppOperation responds as documented, in the format of listAppOperations. The observed format of the real service is that of operations on
    /// environments.
    /// </summary>
    public bool AppOperationRecords { get; init; }

    /// <summary>getAppOperation returns a value array.</summary>
    public bool WrapSingleAppOperation { get; init; }

    /// <summary>listAuthorizedApps returns a value array like all other lists.</summary>
    public bool WrapAuthorizedApps { get; init; }

    /// <summary>The status for an app that is missing in the list of authorized apps: 401 (field: ALDevToolbox) or 403, as documented.</summary>
    public int UnauthorizedAppStatus { get; init; } = 401;

    /// <summary>countriesringDetails is one object, as in the documentation, instead of a list.</summary>
    public bool SingleCountryRings { get; init; }

    /// <summary>Starting an app operation returns 202 instead of 200.</summary>
    public bool AcceptedForAppOperations { get; init; }

    /// <summary>The status of successful responses for which the documentation specifies none: 200, 202, or 204 (for those without a body).</summary>
    public int UndocumentedStatus { get; init; } = 200;

    /// <summary>Unset update settings return 204 (field: terraform-provider-bcadmincenter); false: the JSON literal null, as documented.</summary>
    public bool NoContentForUnsetUpdateSettings { get; init; } = true;

    /// <summary>Changed update settings return 204 (field: terraform-provider-bcadmincenter); false: 200 with the window, as documented.</summary>
    public bool NoContentForChangedUpdateSettings { get; init; } = true;

    /// <summary>
    /// Dates of updates are processed as documented: stored as they were sent, up to and including latestSelectableDateTime, and unknown members
    /// of a request are rejected. False (field: ALDevToolbox): a date is stored at the start of the update window, a latest date at
    /// midnight UTC is exclusive, and other members are ignored.
    /// </summary>
    public bool DocumentedUpdateDates { get; init; }

    /// <summary>The number of digits after the name of a deleted environment: 12 (field: public projects) or 14, as documented.</summary>
    public int DeletedNameDigits { get; init; } = 12;

    /// <summary>
    /// Environments have applicationVersion and platformVersion in all versions of the API (field: BCAdminOpenTool); false: up to v2.8, as
    /// documented.
    /// </summary>
    public bool ApplicationVersionInAllVersions { get; init; } = true;

    /// <summary>getEnvironment has geoName, as the lists do; in the field, it does not (field: public projects).</summary>
    public bool GeoNameOfSingleEnvironment { get; init; }

    /// <summary>logOnDate of sessions in ISO 8601; in the field, it is text like 12/18/2025 3:44:21 PM, in UTC (field: public projects).</summary>
    public bool IsoSessionDates { get; init; }

    /// <summary>Environment operations have canBeCanceled (field: ALDevToolbox); false: no such member, as documented.</summary>
    public bool CanBeCanceledInOperations { get; init; } = true;

    /// <summary>The HTTP methods that the export history accepts.</summary>
    public ExportHistoryVerb ExportHistoryVerb { get; init; }

    /// <summary>appType of installed apps as Global, PTE, and DEV, as in the documentation before 2026.</summary>
    public bool OldAppTypes { get; init; }

    /// <summary>Requirements of a rejected app operation are in extensionData instead of data.</summary>
    public bool RequirementsInExtensionData { get; init; }

    /// <summary>Apps as callers require the permission set EXTEN. MGT. - ADMIN to install and uninstall, as documented before v2.29.</summary>
    public bool AppOperationsNeedPermissionSet { get; init; }

    /// <summary>
    /// Simulated seconds for which an app stays listed as uninstallPending after its uninstallation has succeeded. The observed time of the real
    /// service is 30 to 60; the documentation does not mention it.
    /// </summary>
    public double UninstallPendingSec { get; init; } = 45;

    /// <summary>
    /// Operations on apps that are started in quick succession in one environment fail with a deadlock, as they sometimes do in the real
    /// service.
    /// </summary>
    public bool AppOperationsDeadlock { get; init; }

    /// <summary>publishedAs of extensions without the leading space that the real service sends.</summary>
    public bool TrimmedPublishedAs { get; init; }

    /// <summary>Uninstalling a per-tenant extension also cancels its scheduled versions, as the admin page states, unlike the API page.</summary>
    public bool UninstallCancelsSchedules { get; init; }

    /// <summary>Microsoft 365 license access is returned as text, in the format of the request.</summary>
    public bool M365AccessAsText { get; init; }

    /// <summary>Types of telemetry columns as numbers.</summary>
    public bool NumericTelemetryTypes { get; init; }

    /// <summary>Used storage cannot be determined and is -1.</summary>
    public bool UnknownStorage { get; init; }

    /// <summary>The e-mail address of a recipient can be added twice.</summary>
    public bool DuplicateRecipients { get; init; }

    /// <summary>An outage report returns 200 with creationStatus Error.</summary>
    public bool OutageReportsFail { get; init; }

    /// <summary>Overrides the scenario's storage in KB.</summary>
    public long? StorageQuotaKb { get; init; }

    /// <summary>deleteEnvironment returns 202 without a body in all versions.</summary>
    public bool EmptyBodyOn202Delete { get; init; }

    /// <summary>
    /// Simulated seconds after a successful create or copy during which the Automation API of the new environment is not available.
    /// </summary>
    public double EnvironmentWarmupSec { get; init; } = 10;

    /// <summary>The number of creates and copies that can run at the same time in a tenant.</summary>
    public int MaxParallelProvisioning { get; init; } = 3;

    /// <summary>Overrides the scenario's number of production environments.</summary>
    public int? ProductionQuota { get; init; }

    /// <summary>Overrides the scenario's number of sandboxes.</summary>
    public int? SandboxQuota { get; init; }

    /// <summary>Limits for each caller; null for none.</summary>
    public ThrottleSettings? Throttle { get; init; }

    /// <summary>
    /// An app that Microsoft Graph adds to the tenant is set up and enabled in all environments immediately. In the service, a user does that on
    /// the page Microsoft Entra Applications of each environment, for which there is no API; false omits it.
    /// </summary>
    public bool NewAppsAreSetUp { get; init; } = true;

    /// <summary>Simulated seconds until Microsoft Graph returns a new application or service principal.</summary>
    public double DirectoryLagSec { get; init; }

    /// <summary>Seconds by which the service's clock is ahead of this computer's, in addition to its advances; negative for behind.</summary>
    public double ClockSkewSec { get; init; }

    /// <summary>Milliseconds of network latency, added to every call. They do not occupy a slot of the caller.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Milliseconds that the APIs need for each operation. The operations of a batch are processed one after another.</summary>
    public int ServiceTimeMs { get; init; }

    /// <summary>The language of display texts for callers without Accept-Language: en-US or da-DK.</summary>
    public string DisplayLanguage { get; init; } = "en-US";

    /// <summary>A started user import returns 204, as one page states, instead of 201 with the address of its job.</summary>
    public bool UserImportWithoutLocation { get; init; }

    /// <summary>
    /// A batch without isolation ends at the first failure, unless the caller prefers continue-on-error. The documentation does not specify this.
    /// </summary>
    public bool BatchStopsAtFirstError { get; init; }

    /// <summary>Simulated seconds until the deployment of an uploaded extension is in the list of deployments.</summary>
    public double DeploymentListLagSec { get; init; } = 5;

    /// <summary>Simulated seconds for which the list then shows its status as Unknown.</summary>
    public double DeploymentUnknownSec { get; init; }

    /// <summary>Installing, uninstalling, and unpublishing an extension returns success and does nothing.</summary>
    public bool ExtensionActionsDoNothing { get; init; }

    /// <summary>Records that applying a configuration package cannot write: it completes with this number of errors.</summary>
    public int PackageRecordErrors { get; init; }

    /// <summary>Overwrites these settings with the given members.</summary>
    /// <exception cref="JsonException">A member is unknown or has a value of the wrong type.</exception>
    public Settings With(JsonObject changes)
    {
        var merged = ToJson();
        foreach (var (name, value) in changes)
        {
            var known = merged.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Key
                ?? throw new JsonException($"There is no setting {name}. The settings are {string.Join(", ", merged.Select(member => member.Key))}.");
            merged[known] = value?.DeepClone();
        }

        var result = merged.Deserialize<Settings>(Json)!;
        if (result.DeploymentListLagSec < 0 || result.DeploymentUnknownSec < 0 || result.PackageRecordErrors < 0)
            throw new JsonException("Times and numbers must not be negative.");
        if (result.UninstallPendingSec < 0)
            throw new JsonException("uninstallPendingSec must not be negative.");
        double[] times = [result.OperationListLagSec, result.EnvironmentWarmupSec, result.LatencyMs, result.ServiceTimeMs];
        if (times.Any(time => time < 0) || result.MaxParallelProvisioning < 1)
            throw new JsonException("Times must not be negative and maxParallelProvisioning must be at least 1.");
        if (result.UnauthorizedAppStatus is not (401 or 403))
            throw new JsonException("unauthorizedAppStatus is 401 or 403.");
        if (result.DeletedNameDigits is not (12 or 14))
            throw new JsonException("deletedNameDigits is 12 or 14.");
        if (result.UndocumentedStatus is not (200 or 202 or 204))
            throw new JsonException("undocumentedStatus is 200, 202 or 204.");
        return result;
    }

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json)!.AsObject();
}

internal enum MemberCasing
{
    /// <summary>As the contract has them.</summary>
    Documented,

    Camel,

    Pascal,
}

internal enum AppIdMember
{
    /// <summary>Accepts both methods, so that all clients work.</summary>
    Both,

    Id,

    AppId,
}

internal enum ExportHistoryVerb
{
    Any,
    Post,
    Get,
}

/// <summary>Limits for each caller of the APIs, a user or an app.</summary>
internal sealed record ThrottleSettings
{
    /// <summary>The number of calls in a sliding window of five minutes; the next one returns 429.</summary>
    public int RequestsPer5Min { get; init; } = 6000;

    /// <summary>The number of concurrent calls; more calls wait in the queue.</summary>
    public int Concurrent { get; init; } = 5;

    /// <summary>The number of queued calls; the next one returns 429.</summary>
    public int Queue { get; init; } = 95;

    /// <summary>Seconds in the Retry-After header of the 429; null for no header, because the service does not document one.</summary>
    public int? RetryAfterSec { get; init; }
}
