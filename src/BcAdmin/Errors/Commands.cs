namespace BcAdmin;

/// <summary>The cmdlets that messages suggest. A test checks that each of them exists.</summary>
internal static class Commands
{
    public static readonly SuggestedCommand AddAuthorizedApp = new("Add-BcAuthorizedApp");
    public static readonly SuggestedCommand AddUserPermission = new("Add-BcUserPermission");
    public static readonly SuggestedCommand ApproveEnvironmentTransfer = new("Approve-BcEnvironmentTransfer");
    public static readonly SuggestedCommand CompareConfiguration = new("Compare-BcConfiguration");
    public static readonly SuggestedCommand ConnectTenant = new("Connect-BcTenant");
    public static readonly SuggestedCommand EnableUser = new("Enable-BcUser");
    public static readonly SuggestedCommand GetAccessControl = new("Get-BcAccessControl");
    public static readonly SuggestedCommand GetAdminConsentUrl = new("Get-BcAdminConsentUrl");
    public static readonly SuggestedCommand GetApiEntitySet = new("Get-BcApiEntitySet");
    public static readonly SuggestedCommand FindCommand = new("Find-BcCommand");
    public static readonly SuggestedCommand GetApp = new("Get-BcApp");
    public static readonly SuggestedCommand GetAppOperation = new("Get-BcAppOperation");
    public static readonly SuggestedCommand GetAppUpdate = new("Get-BcAppUpdate");
    public static readonly SuggestedCommand GetApplicationFamily = new("Get-BcApplicationFamily");
    public static readonly SuggestedCommand GetCompany = new("Get-BcCompany");
    public static readonly SuggestedCommand GetConfigurationPackage = new("Get-BcConfigurationPackage");
    public static readonly SuggestedCommand GetConnection = new("Get-BcConnection");
    public static readonly SuggestedCommand GetCustomer = new("Get-BcCustomer");
    public static readonly SuggestedCommand GetDatabaseExportQuota = new("Get-BcDatabaseExportQuota");
    public static readonly SuggestedCommand GetEnvironment = new("Get-BcEnvironment");
    public static readonly SuggestedCommand GetEnvironmentPartnerAccess = new("Get-BcEnvironmentPartnerAccess");
    public static readonly SuggestedCommand GetEnvironmentRestorePeriod = new("Get-BcEnvironmentRestorePeriod");
    public static readonly SuggestedCommand GetEnvironmentStorage = new("Get-BcEnvironmentStorage");
    public static readonly SuggestedCommand GetEnvironmentUpdate = new("Get-BcEnvironmentUpdate");
    public static readonly SuggestedCommand GetExtension = new("Get-BcExtension");
    public static readonly SuggestedCommand GetExtensionDeployment = new("Get-BcExtensionDeployment");
    public static readonly SuggestedCommand GetFeature = new("Get-BcFeature");
    public static readonly SuggestedCommand GetOperation = new("Get-BcOperation");
    public static readonly SuggestedCommand GetOutageQuestion = new("Get-BcOutageQuestion");
    public static readonly SuggestedCommand GetOutageReport = new("Get-BcOutageReport");
    public static readonly SuggestedCommand GetPermissionSet = new("Get-BcPermissionSet");
    public static readonly SuggestedCommand GetPermission = new("Get-BcPermission");
    public static readonly SuggestedCommand GetNotificationRecipient = new("Get-BcNotificationRecipient");
    public static readonly SuggestedCommand GetTimeZone = new("Get-BcTimeZone");
    public static readonly SuggestedCommand GetProfile = new("Get-BcProfile");
    public static readonly SuggestedCommand GetQuota = new("Get-BcQuota");
    public static readonly SuggestedCommand GetScheduledJob = new("Get-BcScheduledJob");
    public static readonly SuggestedCommand GetSecurityGroup = new("Get-BcSecurityGroup");
    public static readonly SuggestedCommand GetSecurityGroupMember = new("Get-BcSecurityGroupMember");
    public static readonly SuggestedCommand GetSecurityGroupPermission = new("Get-BcSecurityGroupPermission");
    public static readonly SuggestedCommand GetSession = new("Get-BcSession");
    public static readonly SuggestedCommand GetUser = new("Get-BcUser");
    public static readonly SuggestedCommand GetUserPermission = new("Get-BcUserPermission");
    public static readonly SuggestedCommand ImportClixml = new("Import-Clixml");
    public static readonly SuggestedCommand ImportCsv = new("Import-Csv");
    public static readonly SuggestedCommand InstallApp = new("Install-BcApp");
    public static readonly SuggestedCommand InstallExtension = new("Install-BcExtension");
    public static readonly SuggestedCommand NewAppRegistration = new("New-BcAppRegistration");
    public static readonly SuggestedCommand NewNotificationRecipient = new("New-BcNotificationRecipient");
    public static readonly SuggestedCommand PublishApp = new("Publish-BcApp");
    public static readonly SuggestedCommand RestoreDeletedEnvironment = new("Restore-BcDeletedEnvironment");
    public static readonly SuggestedCommand SelectConnection = new("Select-BcConnection");
    public static readonly SuggestedCommand SelectObject = new("Select-Object");
    public static readonly SuggestedCommand SetEnvironmentApplicationInsights = new("Set-BcEnvironmentApplicationInsights");
    public static readonly SuggestedCommand SetEnvironmentPartnerAccess = new("Set-BcEnvironmentPartnerAccess");
    public static readonly SuggestedCommand SetEnvironmentUpdate = new("Set-BcEnvironmentUpdate");
    public static readonly SuggestedCommand SetEnvironmentUpdateWindow = new("Set-BcEnvironmentUpdateWindow");
    public static readonly SuggestedCommand TestConnection = new("Test-BcConnection");
    public static readonly SuggestedCommand UnpublishExtension = new("Unpublish-BcExtension");
    public static readonly SuggestedCommand UpdateAppCredential = new("Update-BcAppCredential");
    public static readonly SuggestedCommand WaitEnvironment = new("Wait-BcEnvironment");
    public static readonly SuggestedCommand WaitOperation = new("Wait-BcOperation");

    public static readonly string SignInAsUser =
        Messages.SignInAsAdministrator(ConnectTenant);
}
