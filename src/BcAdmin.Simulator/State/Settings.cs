using System.Text.Json.Serialization;

namespace BcAdmin.Simulator.State;

/// <summary>What control can change while the simulator runs. The defaults are the documented service.</summary>
internal sealed record Settings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Unknown tenants and client ids are accepted, so that other clients work at once. Known ones are always checked.</summary>
    public bool OpenSignIn { get; init; } = true;

    /// <summary>Access tokens of users have the claim upn; some flows leave it out.</summary>
    public bool UpnInTokens { get; init; } = true;

    /// <summary>Rows that a page of an OData list has at the most, whatever the caller prefers. The service's own number is 20,000.</summary>
    public int MaxPageSize { get; init; } = 20_000;

    /// <summary>Adds a member that no contract names to every object of an answer: clients must tolerate it.</summary>
    public bool ExtraMembers { get; init; } = true;

    /// <summary>Simulated seconds until a new operation shows up in the lists of operations (it can be read by id at once).</summary>
    public double OperationListLagSec { get; init; }

    /// <summary>getEnvironment answers a value array, as one sample of the documentation does.</summary>
    public bool WrapSingleEnvironment { get; init; }

    /// <summary>environmentName, environmentType and productFamily of operations stand inside parameters only.</summary>
    public bool OperationMembersNested { get; init; }

    /// <summary>Status and type of operations and state of installed apps in PascalCase, as in the enumeration lists of the documentation.</summary>
    public bool PascalCaseStatuses { get; init; }

    /// <summary>environmentType of operations in lower case, as some samples have it.</summary>
    public bool LowerCaseEnvironmentTypes { get; init; }

    /// <summary>Property names of the Admin Center API in another spelling than the documentation's mixture.</summary>
    public MemberCasing MemberCasing { get; init; }

    /// <summary>What listInstalledApps calls the id of an app: the real service sends id, the documentation has appId.</summary>
    public AppIdMember AppIdMember { get; init; }

    /// <summary>
    /// getAppOperation answers as documented, in the shape of listAppOperations. The real service was seen to answer in the shape of operations on
    /// environments.
    /// </summary>
    public bool AppOperationRecords { get; init; }

    /// <summary>getAppOperation answers a value array.</summary>
    public bool WrapSingleAppOperation { get; init; }

    /// <summary>listAuthorizedApps answers a value array like every other list.</summary>
    public bool WrapAuthorizedApps { get; init; }

    /// <summary>The status for an app that is missing in the list of authorized apps: 401 (field: ALDevToolbox) or 403, as documented.</summary>
    public int UnauthorizedAppStatus { get; init; } = 401;

    /// <summary>countriesringDetails is one object, as printed, instead of a list.</summary>
    public bool SingleCountryRings { get; init; }

    /// <summary>Starting an app operation answers 202 instead of 200.</summary>
    public bool AcceptedForAppOperations { get; init; }

    /// <summary>The status of good answers for which the documentation gives none: 200, 202, or 204 (for those without a body).</summary>
    public int UndocumentedStatus { get; init; } = 200;

    /// <summary>Unset update settings answer 204 (field: terraform-provider-bcadmincenter); false: the JSON literal null, as documented.</summary>
    public bool NoContentForUnsetUpdateSettings { get; init; } = true;

    /// <summary>Changed update settings answer 204 (field: terraform-provider-bcadmincenter); false: 200 with the window, as documented.</summary>
    public bool NoContentForChangedUpdateSettings { get; init; } = true;

    /// <summary>
    /// Dates of updates behave as documented: stored as they were sent, up to and including latestSelectableDateTime, and members of a request
    /// that do not belong there are refused. False (field: ALDevToolbox): a date is stored at the start of the update window, a latest date at
    /// midnight UTC is exclusive, and other members are ignored.
    /// </summary>
    public bool DocumentedUpdateDates { get; init; }

    /// <summary>Digits behind the name of a deleted environment: 12 (field: public projects) or 14, as documented.</summary>
    public int DeletedNameDigits { get; init; } = 12;

    /// <summary>
    /// Environments have applicationVersion and platformVersion in every version of the API (field: BCAdminOpenTool); false: up to v2.8, as
    /// documented.
    /// </summary>
    public bool ApplicationVersionInAllVersions { get; init; } = true;

    /// <summary>getEnvironment has geoName, as the lists have; in the field it does not (field: public projects).</summary>
    public bool GeoNameOfSingleEnvironment { get; init; }

    /// <summary>logOnDate of sessions in ISO 8601; in the field it is text like 12/18/2025 3:44:21 PM, in UTC (field: public projects).</summary>
    public bool IsoSessionDates { get; init; }

    /// <summary>Environment operations have canBeCanceled (field: ALDevToolbox); false: no such member, as documented.</summary>
    public bool CanBeCanceledInOperations { get; init; } = true;

    /// <summary>Verbs that the export history answers to.</summary>
    public ExportHistoryVerb ExportHistoryVerb { get; init; }

    /// <summary>appType of installed apps as Global, PTE and DEV, as the documentation had it before 2026.</summary>
    public bool OldAppTypes { get; init; }

    /// <summary>Requirements of a refused app operation stand in extensionData instead of data.</summary>
    public bool RequirementsInExtensionData { get; init; }

    /// <summary>Apps as callers need the permission set EXTEN. MGT. - ADMIN to install and uninstall, as documented before v2.29.</summary>
    public bool AppOperationsNeedPermissionSet { get; init; }

    /// <summary>
    /// Simulated seconds for which an app stays listed as uninstallPending after its uninstallation has succeeded. The real service was seen to need
    /// 30 to 60; the documentation mentions none.
    /// </summary>
    public double UninstallPendingSec { get; init; } = 45;

    /// <summary>Operations on apps that are started back to back in one environment fail with a deadlock, as in the real service at times.</summary>
    public bool AppOperationsDeadlock { get; init; }

    /// <summary>publishedAs of extensions without the leading space that the real service sends.</summary>
    public bool TrimmedPublishedAs { get; init; }

    /// <summary>Uninstalling a per-tenant extension also cancels its scheduled versions, as the admin page says against the API page.</summary>
    public bool UninstallCancelsSchedules { get; init; }

    /// <summary>Microsoft 365 license access is read as text, as it is written.</summary>
    public bool M365AccessAsText { get; init; }

    /// <summary>Types of telemetry columns as numbers.</summary>
    public bool NumericTelemetryTypes { get; init; }

    /// <summary>Used storage cannot be worked out and is -1.</summary>
    public bool UnknownStorage { get; init; }

    /// <summary>A recipient's e-mail address may be entered twice.</summary>
    public bool DuplicateRecipients { get; init; }

    /// <summary>An outage report answers 200 with creationStatus Error.</summary>
    public bool OutageReportsFail { get; init; }

    /// <summary>Overrides the scenario's storage in KB.</summary>
    public long? StorageQuotaKb { get; init; }

    /// <summary>deleteEnvironment answers 202 without a body in every version.</summary>
    public bool EmptyBodyOn202Delete { get; init; }

    /// <summary>Simulated seconds after a create or copy succeeded in which the Automation API of the new environment is not there yet.</summary>
    public double EnvironmentWarmupSec { get; init; } = 10;

    /// <summary>Creates and copies that may run at once in a tenant.</summary>
    public int MaxParallelProvisioning { get; init; } = 3;

    /// <summary>Overrides the scenario's number of production environments.</summary>
    public int? ProductionQuota { get; init; }

    /// <summary>Overrides the scenario's number of sandboxes.</summary>
    public int? SandboxQuota { get; init; }

    /// <summary>Limits for each caller; null for none.</summary>
    public ThrottleSettings? Throttle { get; init; }

    /// <summary>
    /// An app that Microsoft Graph lets into the tenant is set up and enabled in all environments at once. With the service, a user does that on
    /// the page Microsoft Entra Applications of each, for which there is no API; false leaves it out.
    /// </summary>
    public bool NewAppsAreSetUp { get; init; } = true;

    /// <summary>Simulated seconds until Microsoft Graph knows an application or service principal that was just made.</summary>
    public double DirectoryLagSec { get; init; }

    /// <summary>Seconds by which the service's clock is ahead of this machine's, besides what it was advanced; negative behind.</summary>
    public double ClockSkewSec { get; init; }

    /// <summary>Milliseconds of the way to the service and back, added to every call. They take up none of the caller's places.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Milliseconds that the APIs work on each operation. Those of a batch are worked on one after another.</summary>
    public int ServiceTimeMs { get; init; }

    /// <summary>Language of display texts for callers that name none in Accept-Language: en-US or da-DK.</summary>
    public string DisplayLanguage { get; init; } = "en-US";

    /// <summary>A started user import answers 204, as one page says, instead of 201 with the address of its job.</summary>
    public bool UserImportWithoutLocation { get; init; }

    /// <summary>
    /// A batch without isolation ends at the first failure, unless the caller prefers continue-on-error. The documentation does not say.
    /// </summary>
    public bool BatchStopsAtFirstError { get; init; }

    /// <summary>Simulated seconds until a deployment of an uploaded extension is in the list of deployments.</summary>
    public double DeploymentListLagSec { get; init; } = 5;

    /// <summary>Simulated seconds for which the list then shows its status as Unknown.</summary>
    public double DeploymentUnknownSec { get; init; }

    /// <summary>Installing, uninstalling and unpublishing an extension answers well and does nothing.</summary>
    public bool ExtensionActionsDoNothing { get; init; }

    /// <summary>Records that applying a configuration package cannot write: it completes with so many errors.</summary>
    public int PackageRecordErrors { get; init; }

    /// <summary>Lays the given members over these settings.</summary>
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
    /// <summary>So that clients of either kind work.</summary>
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
    /// <summary>Calls in a sliding window of five minutes; the next one gets 429.</summary>
    public int RequestsPer5Min { get; init; } = 6000;

    /// <summary>Calls that run at once; more wait in the queue.</summary>
    public int Concurrent { get; init; } = 5;

    /// <summary>Calls that wait; the next one gets 429.</summary>
    public int Queue { get; init; } = 95;

    /// <summary>Seconds in the Retry-After header of the 429; without it none is sent, as the service promises none.</summary>
    public int? RetryAfterSec { get; init; }
}
