using System.Globalization;
using System.Net;
using BcAdmin.Reports;

namespace BcAdmin.Tests.Reports;

/// <summary>Tenants as a partner has them: most are fine, some need attention, and the names are as long as the service allows.</summary>
internal static class Fleet
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public const ReportSections Everything = ReportSections.Drift - 1;

    private static readonly string[] PermissionSets =
    [
        "D365 BUS FULL ACCESS", "D365 BASIC", "D365 SALES DOC, EDIT", "D365 PURCH DOC, EDIT", "SUPER", "LOCAL", "EXCEL EXPORT ACTION",
        "D365 TEAM MEMBER", "D365 ACCOUNTANTS", "D365 WAREHOUSE", "EXTEN. MGT. - ADMIN", "D365 AUTOMATION", "SECURITY", "D365 JOBS, EDIT",
    ];

    public static TenantReport Report(int count, ReportSections sections = Everything) =>
        new([.. Enumerable.Range(0, count).Select(Tenant)], sections, Now);

    public static TenantState Tenant(int number) => new(
        number == 3 ? new string('W', 72) + ".example" : $"customer{number:000}.example", new Guid(number + 1, 0, 0, new byte[8]).ToString(),
        "administrator@partner.example")
    {
        Environments = [Environment(number, "Production"), Environment(number, "Sandbox")],
        Quota = new()
        {
            EnvironmentsCount = new() { Production = 1, Sandbox = 3 },
            StorageInKilobytes = new() { Default = 80L << 20, UserLicenses = 34L << 20, AdditionalCapacity = 0, Total = 114L << 20 },
        },
        Storage = [Storage("Production", number % 40 == 7 ? 120L << 20 : 20L << 20), Storage("Sandbox", number % 40 == 9 ? 90L << 20 : 9L << 20)],
        Operations = [.. Enumerable.Range(0, 4).Select(index => Operation(number, index))],
        Recipients = number % 3 == 0 ? [new() { Name = "Service Desk", Email = "servicedesk@partner.example" }] : [],
        AuthorizedApps = [new() { ClientId = new Guid(number + 1, 5, 0, new byte[8]), IsAdminConsentGranted = number % 10 != 3 }],
        Unavailable = IsInternal(number) ? []
            : [.. new[] { "Production", "Sandbox" }.Select(
                name => new UnavailablePart("partner access", name, Messages.PartnerAccessRequiresGlobalAdministrator))],
        Unread = number % 50 == 1
            ? [new("sessions", "Sandbox", new BcException(ErrorCode.RequestTimeout, "The service is not available.") { Advice = "Try again later." })]
            : [],
    };

    public static EnvironmentState Environment(int number, string name) => new(new BcEnvironment
    {
        Name = name,
        Type = name,
        Status = number % 60 == 5 && name == "Sandbox" ? "CreatingFailed" : "Active",
        ApplicationVersion = "28.3.51420.52011",
        CountryCode = "DK",
        AppInsightsKey = number % 3 == 0 ? null : new NetworkCredential(string.Empty, "key").SecurePassword,
        WebClientLoginUrl = $"https://businesscentral.dynamics.com/aaaaaaaa-0000-0000-0000-{number:000000000000}/{name}",
        VersionDetails = new()
        {
            Version = "28.3",
            GracePeriodStartDate = Now.AddDays(EnforcedIn(number) - 36),
            EnforcedUpdatePeriodStartDate = Now.AddDays(EnforcedIn(number)),
        },
    })
    {
        NextUpdate = new() { RawTargetVersion = "28.4", Selected = true, ScheduleDetails = new() { SelectedDateTime = Now.AddDays(number % 28) } },
        Features = [.. Enumerable.Range(0, 6).Select(index => Feature(index, areEnabled: number % 2 == 0))],
        PartnerAccess = IsInternal(number) ? new() { Access = "AllowAllPartnerTenants" } : null,
        UpdateWindow = number % 20 == 6 ? new()
            : new() { PreferredStartTime = "22:00", PreferredEndTime = "05:00", TimeZone = "Romance Standard Time" },
        Apps = [.. Enumerable.Range(0, 40).Select(index => App(number, index))],
        AppUpdates = [.. Enumerable.Range(0, number % 2 == 0 ? 3 : 0).Select(index => new BcAppUpdate
        {
            AppId = IdOf(index), Name = $"Document Capture {index}", Publisher = "Northwind Software A/S", TargetVersionText = "28.4.0.1",
        })],
        Sessions = [.. Enumerable.Range(0, 6).Select(index => new BcSession
        {
            RawSessionId = 1000 + index, UserId = $"USER.{index:00}", ClientType = "WebClient", LogOnDate = Now.AddMinutes(-index * 7),
            EnvironmentName = name, CurrentObjectName = "Sales Order Subform",
        })],
        Users = new(
            40 + (number % 7), 5, [.. PermissionSets.Select((set, index) => new PermissionSetHolders(set, 40 - (index * 2)))],
            [.. Enumerable.Range(0, 20).Select(index => $"USER.NAME.{index:00}")]),
    };

    private static int EnforcedIn(int number) => number % 25 == 2 ? 20 : number % 100 == 8 ? -3 : number % 30 == 4 ? 35 : 90;

    /// <summary>A partner's users are delegated administrators in most of the tenants.</summary>
    private static bool IsInternal(int number) => number % 5 == 0;

    private static BcFeature Feature(int index, bool areEnabled) => new()
    {
        FeatureId = string.Create(CultureInfo.InvariantCulture, $"ConcurrentPosting{index}"),
        DescriptionInEnglish = "Post inventory entries concurrently",
        Enabled = areEnabled || index < 3 ? "All Users" : "None",
        MandatoryBy = index == 4 ? "2030 release wave 1" : "2027 release wave 1",
        MandatoryByVersion = index == 4 ? "36.0" : "30.0",
        LearnMoreLink = "https://learn.microsoft.com/dynamics365/business-central/feature",
    };

    private static BcEnvironmentStorage Storage(string name, long size) =>
        new() { EnvironmentName = name, EnvironmentType = name, DatabaseStorageInKilobytes = size };

    private static BcOperation Operation(int number, int index) => new()
    {
        OperationId = new Guid(number, 1, (short)index, new byte[8]),
        Type = index % 2 == 0 ? "environmentAppUpdate" : "copy",
        EnvironmentName = "Sandbox",
        Status = index == 1 && number % 20 == 4 ? "failed" : "succeeded",
        ErrorMessage = index == 1 && number % 20 == 4 ? "The extension could not be installed: a table has a destructive change." : null,
        CreatedOn = Now.AddDays(-index),
        StartedOn = Now.AddDays(-index),
        CompletedOn = Now.AddDays(-index).AddSeconds(90 + (3000 * index)),
        CreatedBy = "administrator@partner.example",
    };

    private static BcApp App(int number, int index) => new()
    {
        AppId = IdOf(index),
        Name = string.Create(CultureInfo.InvariantCulture, $"App {index}"),
        Publisher = "Contoso",
        VersionText = "28.3.0.0",
        State = "installed",
        RawType = "global",
        LastUpdateAttemptResult = index == 1 && number % 30 == 6 ? "Failed" : "Succeeded",
    };

    private static Guid IdOf(int index) => new(index + 1, 2, 3, new byte[8]);
}
