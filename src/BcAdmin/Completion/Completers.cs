using System.Runtime.CompilerServices;
using BcAdmin.Configuration;
using BcAdmin.Definitions;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Completion;

// One completer for each list. [ArgumentCompleter] requires a type, so each has a name; what it does is one expression.
// Completers of the session and of the module; they need no connection.

/// <summary>Names of connections.</summary>
public sealed class ConnectionCompleter() : BcCompleter(_ => ConnectionStore.OfThisRunspace?.All.Select(connection => connection.Name) ?? []);

/// <summary>Names of running simulators.</summary>
public sealed class SimulatorCompleter() : BcCompleter(_ => SimulatorStore.All.Select(simulator => simulator.Name));

/// <summary>Scenarios that come with the simulator.</summary>
public sealed class ScenarioCompleter() : BcCompleter(_ => SimulatorFiles.Scenarios);

/// <summary>operationIds of both contracts.</summary>
public sealed class ContractOperationCompleter() : BcCompleter(_ => SimulatorFiles.Operations);

/// <summary>APIs that Invoke-BcApi knows by name.</summary>
public sealed class ApiCompleter() : BcCompleter(_ => ["AdminCenter", "Automation", "Standard"]);

/// <summary>Operations and tags that a connector can be made of.</summary>
public sealed class ConnectorOperationCompleter() : BcCompleter(typed => typed["Api"] is { } api ? DefinitionFile.OperationsAndTags(api) : []);

/// <summary>States of an environment. The service may have more, so they complete and do not validate.</summary>
public sealed class EnvironmentStatusCompleter() : BcCompleter(_ => BcEnvironment.DocumentedStatuses);

/// <summary>States of an operation.</summary>
public sealed class OperationStatusCompleter() : BcCompleter(_ => BcOperation.DocumentedStatuses);

/// <summary>Types of operations.</summary>
public sealed class OperationTypeCompleter() : BcCompleter(_ => BcOperation.DocumentedTypes);

/// <summary>Types of objects that permission sets are about. The service may have more.</summary>
public sealed class ObjectTypeCompleter() : BcCompleter(_ => BcPermission.DocumentedObjectTypes);

/// <summary>What an uploaded extension can wait for (contract: RemoveScheduledPteRequest).</summary>
public sealed class ScheduleKindCompleter() : BcCompleter(_ => ["UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"]);

/// <summary>Components of a configuration.</summary>
public sealed class ComponentCompleter() : BcCompleter(_ => ConfigurationInput.ComponentNames);

// Completers of the tenant.

/// <summary>Names of environments.</summary>
public sealed class EnvironmentCompleter() : BcCompleter(typed =>
    typed.OfTenant("environments", (admin, stop) => admin.ListEnvironmentsAsync(null, stop).Select(environment => environment.Name)));

/// <summary>Application families that the tenant has environments of.</summary>
public sealed class ApplicationFamilyCompleter() : BcCompleter(typed =>
    typed.OfTenant("families", (admin, stop) => admin.ListEnvironmentsAsync(null, stop).Select(environment => environment.ApplicationFamily))
        .Append(BcEnvironment.DefaultFamily));

/// <summary>Countries of the application family.</summary>
public sealed class CountryCompleter() : BcCompleter(typed => typed.Places().Select(place => place.CountryCode!));

/// <summary>Rings of the application family, in the country where one was typed before.</summary>
public sealed class RingCompleter() : BcCompleter(typed => typed.Places()
    .Where(place => typed["Country"] is not { } country || string.Equals(place.CountryCode, country, StringComparison.OrdinalIgnoreCase))
    .Select(place => place.RingName!));

/// <summary>Versions that the country and ring typed before have.</summary>
public sealed class ApplicationVersionCompleter() : BcCompleter(typed =>
{
    if (typed["Country"]?.ToUpperInvariant() is not { } country)
        return [];
    var (family, ring) = (typed.Family, typed["Ring"] ?? BcApplicationVersion.ProductionRing);
    return typed.OfTenant(Messages.Versions(family, country, ring), (admin, stop) =>
        admin.ListApplicationVersionsAsync(family, country, ring, stop).Select(version => version.ToString()));
});

/// <summary>Application families that a customer may or may not use.</summary>
public sealed class ManageableFamilyCompleter() : BcCompleter(typed => typed.ManageablePlaces().Select(place => place.ApplicationFamily));

/// <summary>Countries of the application family typed before, that a customer may or may not use.</summary>
public sealed class ManageableCountryCompleter() : BcCompleter(typed => typed.ManageablePlaces()
    .Where(place => typed["ApplicationFamily"] is not { } family || place.ApplicationFamily.Equals(family, StringComparison.OrdinalIgnoreCase))
    .Select(place => place.CountryCode));

/// <summary>Kinds of outages that can be reported.</summary>
public sealed class OutageTypeCompleter() : BcCompleter(typed =>
    typed.OfTenant("outage types", (admin, stop) => admin.ListOutageTypesAsync(stop).Select(type => type.OutageType)));

/// <summary>Ids of time zones for update windows.</summary>
public sealed class TimeZoneCompleter() : BcCompleter(typed =>
    typed.OfTenant("time zones", (admin, stop) => admin.ListTimeZonesAsync(stop).Select(zone => zone.TimeZoneId)));

// Completers of the environment that was typed before, by the Admin Center API.

/// <summary>Ids of the installed apps; found by their names too.</summary>
public sealed class AppCompleter() : BcCompleter(typed => typed.Apps());

/// <summary>Names of the installed apps.</summary>
public sealed class AppNameCompleter() : BcCompleter(typed => typed.Apps().Select(app => app.Label));

/// <summary>Versions that the environment can be updated to.</summary>
public sealed class TargetVersionCompleter() : BcCompleter(typed =>
    typed.OfEnvironment("updates", (admin, environment, stop) => admin.ListUpdatesAsync(environment, stop)
        .Select(update => update.RawTargetVersion ?? string.Empty).Where(version => version.Length > 0)));

// Completers of the environment that was typed before, by the Automation API.

/// <summary>Names of the companies.</summary>
public sealed class CompanyCompleter() : BcCompleter(typed =>
    typed.InEnvironment("companies", (automation, stop) => automation.ListCompaniesAsync(stop).Select(company => company.Name)));

/// <summary>Codes of the configuration packages of the company that was typed before.</summary>
public sealed class ConfigurationPackageCompleter() : BcCompleter(typed => (typed["Company"] ?? typed["CompanyId"]) is { } company
    ? typed.InEnvironment(Messages.ConfigurationPackages(company), (automation, stop) =>
        SharedLists.PackageCodesAsync(automation, company, stop))
    : []);

/// <summary>Package ids of the extensions; found by their names too.</summary>
public sealed class ExtensionCompleter() : BcCompleter(typed =>
    typed.InEnvironment("extensions", (automation, stop) => automation.ListExtensionsAsync(null, null, stop).Select(extension =>
        new CompletionEntry(extension.PackageId.ToString(), $"{extension}{(extension.IsInstalled == true ? "" : " (not installed)")}"))));

/// <summary>Ids of the features.</summary>
public sealed class FeatureCompleter() : BcCompleter(typed =>
    typed.InEnvironment("features", (automation, stop) =>
        automation.ListFeaturesAsync(null, new ODataQuery(Select: "id"), stop).Select(feature => feature.FeatureId)));

/// <summary>Ids of the permission sets.</summary>
public sealed class PermissionSetCompleter() : BcCompleter(typed =>
    typed.InEnvironment("permission sets", (automation, stop) =>
        automation.ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), stop).Select(set => set.RoleId)));

/// <summary>Codes of the security groups.</summary>
public sealed class SecurityGroupCompleter() : BcCompleter(typed =>
    typed.InEnvironment("security groups", (automation, stop) => automation.ListSecurityGroupsAsync(null, null, stop).Select(group => group.Code)));

/// <summary>User names.</summary>
public sealed class UserCompleter() : BcCompleter(typed =>
    typed.InEnvironment("users", (automation, stop) =>
        automation.ListUsersAsync(null, new ODataQuery(Select: "userName"), stop).Select(user => user.UserName)));

/// <summary>Lists that several completers choose from.</summary>
file static class SharedLists
{
    /// <summary>Countries and rings of the application family.</summary>
    public static IEnumerable<BcApplicationFamily> Places(this CompletionContext typed) =>
        typed.OfTenant("applications", (admin, stop) => admin.ListApplicationFamiliesAsync(stop))
            .Where(place => place is { CountryCode: not null, RingName: not null }
                && place.ApplicationFamily.Equals(typed.Family, StringComparison.OrdinalIgnoreCase));

    public static IReadOnlyList<BcManageableApplication> ManageablePlaces(this CompletionContext typed) =>
        typed.OfTenant("manageable applications", (admin, stop) => admin.ListManageableApplicationsAsync(stop));

    public static IReadOnlyList<CompletionEntry> Apps(this CompletionContext typed) => typed.OfEnvironment("apps", (admin, environment, stop) =>
        admin.ListAppsAsync(environment, stop).Select(app => new CompletionEntry(app.AppId.ToString(), app.Name)));

    public static async IAsyncEnumerable<string> PackageCodesAsync(
        AutomationClient automation, string company, [EnumeratorCancellation] CancellationToken stop)
    {
        var found = await automation.FindCompanyAsync(company, stop).ConfigureAwait(false);
        await foreach (var package in automation.ListConfigurationPackagesAsync(found, stop).ConfigureAwait(false))
            yield return package.Code;
    }
}
