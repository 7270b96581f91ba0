namespace BcAdmin.Configuration.Components;

/// <summary>
/// All components in the order in which changes are made: settings, then apps, which add features and permission sets, then companies, users, and
/// their permissions.
/// </summary>
internal static class ManagedComponents
{
    public static IReadOnlyList<IManagedComponent> All { get; } =
    [
        new NotificationRecipients(), new AuthorizedApps(),
        new EnvironmentKind(), new UpdateWindow(), new AppUpdateCadence(), new PartnerAccess(), new Microsoft365LicenseAccess(), new SecurityGroup(),
        new SupportContact(), new ApplicationInsights(),
        new Apps(), new Companies(), new Features(), new Users(), new UserPermissions(), new SecurityGroupPermissions(),
    ];

    public static IEnumerable<IManagedComponent> Of(bool tenant) => All.Where(component => component.Schema.Level == ComponentLevel.Tenant == tenant);
}
