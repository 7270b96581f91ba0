using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Configuration;
using BcAdmin.Definitions;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Completion;

// One completer for each list. [ArgumentCompleter] requires a type, so each has a name; what it does is one expression.
// Completers of the session and of the module; they read nothing from the service.

/// <summary>Offers nothing, not even file names: for new names, and for values that no API lists.</summary>
public sealed class NoValueCompleter() : BcCompleter(_ => Array.Empty<CompletionEntry>());

/// <summary>Names of connections.</summary>
public sealed class ConnectionCompleter() : BcCompleter(_ => CompletionContext.Connections.Select(connection =>
    new CompletionEntry(connection.Name, null, CompletionEntry.Join(connection.Account, connection.SignIn, connection.TenantId))));

/// <summary>Ids of the tenants of the connections; found by the names of the connections too.</summary>
public sealed class TenantCompleter() : BcCompleter(_ => CompletionContext.Connections.Where(connection => connection.TenantId is not null)
    .Select(connection => new CompletionEntry(connection.TenantId!, connection.Name, connection.TenantId)));

/// <summary>Client ids of the apps that the connections use.</summary>
public sealed class ClientIdCompleter() : BcCompleter(_ => CompletionContext.Connections.Where(connection => connection.ClientId is not null)
    .Select(connection => new CompletionEntry(
        $"{connection.ClientId}", connection.Name, CompletionEntry.Join(connection.SignIn, connection.ClientId))));

/// <summary>Accounts of the users that are signed in.</summary>
public sealed class AccountCompleter() : BcCompleter(_ =>
    CompletionContext.Connections.Where(connection => connection.IsUser).Select(connection => connection.Account));

/// <summary>Thumbprints of the user's certificates that have a private key; found by their subjects too.</summary>
public sealed class CertificateCompleter() : BcCompleter(_ => SessionLists.Certificates());

/// <summary>Versions of the Admin Center API, the newest first.</summary>
public sealed class ApiVersionCompleter() : BcCompleter(
    _ => Enumerable.Range(ServiceAccess.OldestApiVersion.Minor, ServiceAccess.NewestApiVersion.Minor - ServiceAccess.OldestApiVersion.Minor + 1)
        .Reverse().Select(minor => new CompletionEntry(new Version(ServiceAccess.NewestApiVersion.Major, minor).ToString())), keepsOrder: true);

/// <summary>Languages of apps, such as da-DK.</summary>
public sealed class LanguageCompleter() : BcCompleter(_ => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
    .Where(culture => culture.Name.Length > 0).Select(culture => new CompletionEntry(culture.Name, null, culture.EnglishName)));

/// <summary>Names of running simulators.</summary>
public sealed class SimulatorCompleter() : BcCompleter(_ => SimulatorStore.All.Select(simulator =>
    new CompletionEntry(simulator.Name, null, CompletionEntry.Join(simulator.Scenario, simulator.Https))));

/// <summary>Scenarios that come with the simulator.</summary>
public sealed class ScenarioCompleter() : BcCompleter(_ => SimulatorFiles.Scenarios);

/// <summary>operationIds of both contracts.</summary>
public sealed class ContractOperationCompleter() : BcCompleter(_ => SimulatorFiles.Operations);

/// <summary>Error codes that a simulator can return.</summary>
public sealed class ServiceErrorCompleter() : BcCompleter(_ => ErrorCode.OfService.Select(code => code.Name));

/// <summary>APIs that Invoke-BcApi knows by name.</summary>
public sealed class ApiCompleter() : BcCompleter(_ => ["AdminCenter", "Automation", "Standard"]);

/// <summary>Paths of the API that was typed before, with the method that was typed.</summary>
public sealed class ApiPathCompleter() : BcCompleter(ApiPaths.Complete);

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

/// <summary>Categories of background jobs. The service may have more.</summary>
public sealed class JobCategoryCompleter() : BcCompleter(_ => [BcScheduledJob.UserImport]);

/// <summary>What an uploaded extension can wait for (contract: RemoveScheduledPteRequest).</summary>
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
            return []; // The user has no store.
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
