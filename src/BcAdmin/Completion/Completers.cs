using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Configuration;
using BcAdmin.Definitions;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Completion;

// There is one completer type for each list, because [ArgumentCompleter] requires a type.
// Completers for data of the session and the module. They do not call the service.

/// <summary>Offers no values, and prevents file names: for new names and for values that no API lists.</summary>
public sealed class NoValueCompleter() : BcCompleter(_ => Array.Empty<CompletionEntry>());

/// <summary>Names of connections.</summary>
public sealed class ConnectionCompleter() : BcCompleter(_ => CompletionContext.Connections.Select(connection =>
    new CompletionEntry(connection.Name, null, CompletionEntry.Join(connection.Account, connection.SignIn, connection.TenantId))));

/// <summary>IDs of the tenants of the connections; also matched by connection name.</summary>
public sealed class TenantCompleter() : BcCompleter(_ => CompletionContext.Connections.Where(connection => connection.TenantId is not null)
    .Select(connection => new CompletionEntry(connection.TenantId!, connection.Name, connection.TenantId)));

/// <summary>Client IDs of the apps that the connections use.</summary>
public sealed class ClientIdCompleter() : BcCompleter(_ => CompletionContext.Connections.Where(connection => connection.ClientId is not null)
    .Select(connection => new CompletionEntry(
        $"{connection.ClientId}", connection.Name, CompletionEntry.Join(connection.SignIn, connection.ClientId))));

/// <summary>Accounts of the users who are signed in.</summary>
public sealed class AccountCompleter() : BcCompleter(_ =>
    CompletionContext.Connections.Where(connection => connection.IsUser).Select(connection => connection.Account));

/// <summary>Thumbprints of the user's certificates that have a private key; also matched by subject.</summary>
public sealed class CertificateCompleter() : BcCompleter(_ => SessionLists.Certificates());

/// <summary>Versions of the Admin Center API, newest first.</summary>
public sealed class ApiVersionCompleter() : BcCompleter(
    _ => Enumerable.Range(ServiceAccess.OldestApiVersion.Minor, ServiceAccess.NewestApiVersion.Minor - ServiceAccess.OldestApiVersion.Minor + 1)
        .Reverse().Select(minor => new CompletionEntry(new Version(ServiceAccess.NewestApiVersion.Major, minor).ToString())), keepsOrder: true);

/// <summary>Languages of apps, such as da-DK.</summary>
public sealed class LanguageCompleter() : BcCompleter(_ => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
    .Where(culture => culture.Name.Length > 0).Select(culture => new CompletionEntry(culture.Name, null, culture.EnglishName)));

/// <summary>Names of running simulators.</summary>
public sealed class SimulatorCompleter() : BcCompleter(_ => SimulatorStore.All.Select(simulator =>
    new CompletionEntry(simulator.Name, null, CompletionEntry.Join(simulator.Scenario, simulator.Https))));

/// <summary>Scenarios that are included in the simulator.</summary>
public sealed class ScenarioCompleter() : BcCompleter(_ => SimulatorFiles.Scenarios);

/// <summary>operationIds of both contracts.</summary>
public sealed class ContractOperationCompleter() : BcCompleter(_ => SimulatorFiles.Operations);

/// <summary>Error codes that a simulator can return.</summary>
public sealed class ServiceErrorCompleter() : BcCompleter(_ => ErrorCode.OfService.Select(code => code.Name));

/// <summary>APIs that Invoke-BcApi supports by name.</summary>
public sealed class ApiCompleter() : BcCompleter(_ => ["AdminCenter", "Automation", "Standard"]);

/// <summary>Paths of the API and method that are specified in the command.</summary>
public sealed class ApiPathCompleter() : BcCompleter(ApiPaths.Complete);

/// <summary>Operations and tags that a connector can include.</summary>
public sealed class ConnectorOperationCompleter() : BcCompleter(typed => typed["Api"] is { } api ? DefinitionFile.OperationsAndTags(api) : []);

/// <summary>Statuses of an environment. The service can have more, so they are suggested but not validated.</summary>
public sealed class EnvironmentStatusCompleter() : BcCompleter(_ => BcEnvironment.DocumentedStatuses);

/// <summary>Statuses of an operation.</summary>
public sealed class OperationStatusCompleter() : BcCompleter(_ => BcOperation.DocumentedStatuses);

/// <summary>Types of operations.</summary>
public sealed class OperationTypeCompleter() : BcCompleter(_ => BcOperation.DocumentedTypes);

/// <summary>Object types of permissions. The service can have more.</summary>
public sealed class ObjectTypeCompleter() : BcCompleter(_ => BcPermission.DocumentedObjectTypes);

/// <summary>Categories of background jobs. The service can have more.</summary>
public sealed class JobCategoryCompleter() : BcCompleter(_ => [BcScheduledJob.UserImport]);

/// <summary>Schedules of an uploaded extension (contract: RemoveScheduledPteRequest).</summary>
public sealed class ScheduleKindCompleter() : BcCompleter(_ => ["UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"]);

/// <summary>Components of a configuration.</summary>
public sealed class ComponentCompleter() : BcCompleter(_ => ConfigurationInput.ComponentNames);

file static class SessionLists
{
    public static IEnumerable<CompletionEntry> Certificates()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            return []; // the user has no certificate store
        }

        return
        [
            .. store.Certificates.Where(certificate => certificate.HasPrivateKey).Select(certificate => new CompletionEntry(
                certificate.Thumbprint, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                CompletionEntry.Join(
                    certificate.Subject, string.Create(CultureInfo.InvariantCulture, $"expires {certificate.NotAfter:yyyy-MM-dd}")))),
        ];
    }
}
