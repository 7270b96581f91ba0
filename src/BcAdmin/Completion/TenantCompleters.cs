namespace BcAdmin.Completion;

// Completers for lists of the tenant in the Admin Center API.

/// <summary>Names of the environments that are not deleted.</summary>
public sealed class EnvironmentCompleter() : BcCompleter(typed =>
    typed.Environments().Where(environment => !environment.HasStatus("SoftDeleted")).Select(TenantLists.Entry));

/// <summary>Names of all environments, including deleted ones.</summary>
public sealed class AnyEnvironmentCompleter() : BcCompleter(typed => typed.Environments().Select(TenantLists.Entry));

/// <summary>Names of the deleted environments.</summary>
public sealed class DeletedEnvironmentCompleter() : BcCompleter(typed =>
    typed.Environments().Where(environment => environment.HasStatus("SoftDeleted")).Select(TenantLists.Entry));

/// <summary>Application families of the environments in the tenant.</summary>
public sealed class ApplicationFamilyCompleter() : BcCompleter(typed =>
    typed.Environments().GroupBy(environment => environment.ApplicationFamily, StringComparer.OrdinalIgnoreCase)
        .Select(family => new CompletionEntry(family.Key, null, string.Join(", ", family.Select(environment => environment.Name))))
        .Append(new(BcEnvironment.DefaultFamily)));

/// <summary>Countries of the application family.</summary>
public sealed class CountryCompleter() : BcCompleter(typed => typed.CountriesAndRings()
    .GroupBy(place => place.CountryCode!, StringComparer.OrdinalIgnoreCase)
    .Select(country => new CompletionEntry(country.Key, null, string.Join(", ", country.Select(place => place.RingName)))));

/// <summary>Rings of the application family, in the specified country if there is one.</summary>
public sealed class RingCompleter() : BcCompleter(typed => typed.CountriesAndRings()
    .Where(place => typed["Country"] is not { } country || string.Equals(place.CountryCode, country, StringComparison.OrdinalIgnoreCase))
    .Select(place => new CompletionEntry(place.RingName!, null, place.RingFriendlyName)));

/// <summary>Versions in the specified country and ring.</summary>
public sealed class ApplicationVersionCompleter() : BcCompleter(typed =>
{
    if (typed["Country"]?.ToUpperInvariant() is not { } country)
        return [];
    var (family, ring) = (typed.Family, typed["Ring"] ?? BcApplicationVersion.ProductionRing);
    return typed.OfTenant(Messages.VersionsOfRing(family, country, ring), (admin, stop) =>
        admin.ListApplicationVersionsAsync(family, country, ring, stop).Select(version => version.ToString()))
        .Select(version => new CompletionEntry(version, null, CompletionEntry.Join(country, ring)));
});

/// <summary>Application families that can be allowed or denied for a customer.</summary>
public sealed class ManageableFamilyCompleter() : BcCompleter(typed => typed.ManageableCountries().Select(place => place.ApplicationFamily));

/// <summary>Countries of the specified application family that can be allowed or denied for a customer.</summary>
public sealed class ManageableCountryCompleter() : BcCompleter(typed => typed.ManageableCountries()
    .Where(place => typed["ApplicationFamily"] is not { } family || place.ApplicationFamily.Equals(family, StringComparison.OrdinalIgnoreCase))
    .Select(place => place.CountryCode));

/// <summary>IDs of operations, newest first; also matched by type.</summary>
public sealed class OperationCompleter() : BcCompleter(typed => typed.Operations(_ => true), keepsOrder: true);

/// <summary>IDs of operations that have not ended.</summary>
public sealed class RunningOperationCompleter() : BcCompleter(typed => typed.Operations(operation => !operation.IsCompleted), keepsOrder: true);

/// <summary>IDs of operations that can be canceled.</summary>
public sealed class CancelableOperationCompleter() : BcCompleter(
    typed => typed.Operations(operation => !operation.IsCompleted && operation.CanBeCanceled != false), keepsOrder: true);

/// <summary>IDs of the apps that are authorized for the Admin Center API.</summary>
public sealed class AuthorizedAppCompleter() : BcCompleter(typed =>
    typed.OfTenant("authorized apps", (admin, stop) => admin.ListAuthorizedAppsAsync(stop)).Select(app => new CompletionEntry(
        $"{app.ClientId}", CompletionContext.Connections.FirstOrDefault(connection => connection.ClientId == app.ClientId)?.Name,
        app.IsAdminConsentGranted switch { true => "admin consent granted", false => "no admin consent", null => null })));

/// <summary>IDs of the recipients of notifications; also matched by name.</summary>
public sealed class RecipientCompleter() : BcCompleter(typed => typed.Recipients()
    .Select(recipient => new CompletionEntry($"{recipient.RecipientId}", recipient.Name, recipient.Email)));

/// <summary>Names of the recipients of notifications.</summary>
public sealed class RecipientNameCompleter() : BcCompleter(typed => typed.Recipients()
    .Select(recipient => new CompletionEntry(recipient.Name, null, recipient.Email)));

/// <summary>Email addresses of the recipients of notifications.</summary>
public sealed class RecipientEmailCompleter() : BcCompleter(typed => typed.Recipients()
    .Select(recipient => new CompletionEntry(recipient.Email, null, recipient.Name)));

/// <summary>Environments that the specified source tenant offers.</summary>
public sealed class TransferSourceCompleter() : BcCompleter(typed => Guid.TryParse(typed["SourceTenantId"], out var source)
    ? typed.OfTenant(Messages.TransfersFromTenant(source), (admin, stop) => admin.ListIncomingTransfersAsync(source, stop)).Select(transfer =>
        new CompletionEntry(transfer.SourceEnvironmentName, null, CompletionEntry.Join(transfer.EnvironmentType, transfer.Status)))
    : []);

/// <summary>Outage types that can be reported.</summary>
public sealed class OutageTypeCompleter() : BcCompleter(typed =>
    typed.OfTenant("outage types", (admin, stop) => admin.ListOutageTypesAsync(stop))
        .Select(type => new CompletionEntry(type.OutageType, null, CompletionEntry.Join(type.Name, type.Description))));

/// <summary>IDs of time zones for update windows; also matched by parts of their display names.</summary>
public sealed class TimeZoneCompleter() : BcCompleter(typed =>
    typed.OfTenant("time zones", (admin, stop) => admin.ListTimeZonesAsync(stop))
        .Select(zone => new CompletionEntry(zone.TimeZoneId, null, zone.DisplayName)));

/// <summary>Lists that several completers use.</summary>
internal static class TenantLists
{
    public static IReadOnlyList<BcEnvironment> Environments(this CompletionContext typed) =>
        typed.OfTenant("environments", (admin, stop) => admin.ListEnvironmentsAsync(null, stop));

    public static CompletionEntry Entry(BcEnvironment environment) => new(environment.Name, null, CompletionEntry.Join(
        environment.Type, environment.Version, environment.CountryCode, environment.Status, OtherFamily(environment),
        Day("deleted", environment.SoftDeletedOn), Day("removed permanently", environment.HardDeletePendingOn)));

    private static string? OtherFamily(BcEnvironment environment) =>
        environment.ApplicationFamily.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase) ? null : environment.ApplicationFamily;

    private static string? Day(string what, DateTimeOffset? time) =>
        time is { } day ? string.Create(CultureInfo.InvariantCulture, $"{what} {day:yyyy-MM-dd}") : null;

    /// <summary>Gets the operations of the specified environment, or of all environments.</summary>
    public static IEnumerable<CompletionEntry> Operations(this CompletionContext typed, Func<BcOperation, bool> isWanted) =>
        (typed.Environment is null
            ? typed.OfTenant("operations", (admin, stop) => admin.ListOperationsAsync(null, stop))
            : typed.OfEnvironment("operations", (admin, environment, stop) => admin.ListOperationsAsync(environment, stop)))
        .Where(isWanted).OrderByDescending(operation => operation.CreatedOn).Select(operation => new CompletionEntry(
            $"{operation.OperationId}", $"{operation.Type} {operation.EnvironmentName} {operation.Status}",
            Details(operation.CreatedOn, operation.CreatedBy, operation.ErrorMessage)));

    public static string Details(DateTimeOffset? time, params ReadOnlySpan<object?> others) => CompletionEntry.Join(
        time is { } begun ? string.Create(CultureInfo.InvariantCulture, $"{begun.UtcDateTime:yyyy-MM-dd HH:mm}Z") : null,
        CompletionEntry.Join(others));

    public static IReadOnlyList<BcNotificationRecipient> Recipients(this CompletionContext typed) =>
        typed.OfTenant("recipients", (admin, stop) => admin.ListRecipientsAsync(stop));

    /// <summary>Gets the countries and rings of the application family.</summary>
    public static IEnumerable<BcApplicationFamily> CountriesAndRings(this CompletionContext typed) =>
        typed.OfTenant("applications", (admin, stop) => admin.ListApplicationFamiliesAsync(stop))
            .Where(place => place is { CountryCode: not null, RingName: not null }
                && place.ApplicationFamily.Equals(typed.Family, StringComparison.OrdinalIgnoreCase));

    public static IReadOnlyList<BcManageableApplication> ManageableCountries(this CompletionContext typed) =>
        typed.OfTenant("manageable applications", (admin, stop) => admin.ListManageableApplicationsAsync(stop));
}
