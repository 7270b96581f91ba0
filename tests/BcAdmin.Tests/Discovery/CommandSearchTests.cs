using System.Text.Json;
using BcAdmin.Discovery;
using BcAdmin.HelpBuilder;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Discovery;

/// <summary>
/// The words that users type, and the cmdlet that they look for. The index is built from the pages in the same way as in the build.
/// </summary>
public class CommandSearchTests
{
    /// <summary>A query, and the cmdlets of which one must be the first result.</summary>
    private const string Expected = """
        delete environment | Remove-BcEnvironment
        remove sandbox | Remove-BcEnvironment
        superuser | Get-BcUserPermission, Add-BcUserPermission, Get-BcAccessControl, Remove-BcUserPermission
        make someone a superuser | Add-BcUserPermission
        who has super | Get-BcAccessControl, Get-BcUserPermission
        license | Sync-BcUser, Get-BcUser, Get-BcEnvironmentM365Access
        licences | Sync-BcUser, Get-BcUser, Get-BcEnvironmentM365Access
        assign license | Sync-BcUser
        clone | Copy-BcEnvironment
        cloning environments | Copy-BcEnvironment
        copy environment | Copy-BcEnvironment
        copying | Copy-BcEnvironment
        refresh sandbox | Copy-BcEnvironment
        backup | Start-BcDatabaseExport
        restore backup | Restore-BcEnvironment
        database export | Start-BcDatabaseExport
        bacpac | Start-BcDatabaseExport
        upgrade | Set-BcEnvironmentUpdate
        upgrade environment | Set-BcEnvironmentUpdate
        postpone update | Set-BcEnvironmentUpdate
        when is the next update | Get-BcEnvironmentUpdate
        app secret | Update-BcAppCredential
        rotate client secret | Update-BcAppCredential
        kill session | Stop-BcSession
        kick out user | Stop-BcSession
        who is logged in | Get-BcSession
        active users | Get-BcSession
        upload extension | Publish-BcApp
        upload extensions | Publish-BcApp
        deploy app | Publish-BcApp
        install app | Install-BcApp
        update app | Update-BcApp
        uninstall app | Uninstall-BcApp
        remove app | Uninstall-BcApp
        remove extension | Uninstall-BcExtension, Unpublish-BcExtension
        create user | Sync-BcUser
        new user | Sync-BcUser
        add users | Sync-BcUser
        delete user | Disable-BcUser
        block user | Disable-BcUser
        unlock user | Enable-BcUser
        list users | Get-BcUser
        users | Get-BcUser
        environments | Get-BcEnvironment
        environment | Get-BcEnvironment
        list environments | Get-BcEnvironment
        rename | Rename-BcEnvironment
        rename environment | Rename-BcEnvironment
        rename company | Set-BcCompany
        telemetry | Get-BcEnvironmentTelemetry
        enable telemetry | Set-BcEnvironmentApplicationInsights
        application insights | Set-BcEnvironmentApplicationInsights
        quota | Get-BcQuota
        storage | Get-BcEnvironmentStorage
        database size | Get-BcEnvironmentStorage
        downtime | Submit-BcOutageReport
        maintenance window | Set-BcEnvironmentUpdateWindow, Get-BcEnvironmentUpdateWindow
        change maintenance window | Set-BcEnvironmentUpdateWindow
        update window | Get-BcEnvironmentUpdateWindow, Set-BcEnvironmentUpdateWindow
        grant permission | Add-BcUserPermission
        assign permission set | Add-BcUserPermission
        revoke permission | Remove-BcUserPermission
        permission sets | Get-BcPermissionSet
        permissions of a user | Get-BcUserPermission
        login | Connect-BcTenant
        sign in | Connect-BcTenant
        logout | Disconnect-BcTenant
        switch tenant | Select-BcConnection
        customers | Get-BcCustomer
        GDAP | Get-BcCustomer
        access token | Get-BcAccessToken
        companies | Get-BcCompany
        create company | New-BcCompany
        delete company | Remove-BcCompany
        undelete environment | Restore-BcDeletedEnvironment
        recover deleted environment | Restore-BcDeletedEnvironment
        point in time restore | Restore-BcEnvironment
        restore points | Get-BcEnvironmentRestorePeriod
        cancel update | Stop-BcOperation
        operation status | Get-BcOperation
        wait for copy | Wait-BcOperation
        job queue | Get-BcScheduledJob
        feature management | Get-BcFeature
        enable feature | Enable-BcFeature
        disable feature | Disable-BcFeature
        email notifications | Get-BcNotificationRecipient, New-BcNotificationRecipient
        power automate | Export-BcConnector
        openapi | Export-BcApiDefinition
        rest | Invoke-BcApi
        custom api | Invoke-BcApi
        time zone | Get-BcTimeZone
        import users from csv | Import-BcUser
        excel | Import-BcUser, Export-BcUser
        rapidstart | Get-BcConfigurationPackage, Import-BcConfigurationPackage, Install-BcConfigurationPackage, New-BcConfigurationPackage
        import rapidstart package | Import-BcConfigurationPackage
        security group | Get-BcSecurityGroup
        group members | Get-BcSecurityGroupMember
        restrict access to environment | Set-BcEnvironmentSecurityGroup
        outage | Submit-BcOutageReport
        support contact | Get-BcSupportContact, Set-BcSupportContact
        partner access | Get-BcEnvironmentPartnerAccess, Set-BcEnvironmentPartnerAccess
        report | Export-BcTenantReport
        drift | Test-BcConfiguration
        desired state | Set-BcConfiguration, Test-BcConfiguration
        mock | Start-BcSimulator
        simulate throttling | Add-BcSimulatorFault
        dataverse | New-BcPowerPlatformLink
        move environment to another tenant | Request-BcEnvironmentTransfer
        calendar | Export-BcUpdateCalendar
        admin consent | Get-BcAdminConsentUrl
        service principal | New-BcAppRegistration
        restart | Restart-BcEnvironment
        reboot service | Restart-BcEnvironment
        preview version | Get-BcApplicationVersion
        installed apps | Get-BcApp
        outdated apps | Get-BcAppUpdate
        enviroment delte | Remove-BcEnvironment
        permision set | Get-BcPermissionSet
        telemtry | Get-BcEnvironmentTelemetry
        sesions | Get-BcSession
        environment delete | Remove-BcEnvironment
        profiles | Get-BcProfile
        Get-BcEnvironments | Get-BcEnvironment
        Remove-BcEnvironment | Remove-BcEnvironment
        BcSession | Get-BcSession
        stop-bcsess | Stop-BcSession
        how do i find a cmdlet | Find-BcCommand
        object permissions | Get-BcPermission
        orphaned extensions | Get-BcExtension
        disk space | Get-BcEnvironmentStorage
        webservice url | Get-BcEnvironment
        extention upload | Publish-BcApp, Publish-BcExtension
        list apps | Get-BcApp
        how to give a user super rights | Add-BcUserPermission
        app | Get-BcApp
        bulk change permissions | Import-BcUser
        stop update | Stop-BcOperation
        backup database to azure | Start-BcDatabaseExport
        """;

    private static readonly Lazy<HelpSet> Help = new(() => HelpSet.Read(
        [.. CompiledCmdlet.All.Select(cmdlet => new CmdletModel(cmdlet.Type))], Repository.PathOf("docs", "en-US"), new Problems()));

    private static readonly CommandIndex Index = ReadIndex(out _);
    private static readonly CommandSearch Search = new(Index);

    public static TheoryData<string, string> Queries => new(
        Expected.Split('\n').Select(line => line.Split('|')).Select(line => (line[0].Trim(), line[1].Trim())));

    [Theory]
    [MemberData(nameof(Queries))]
    public void The_best_cmdlet_is_the_first_result(string query, string expected) =>
        Assert.Contains(Search.Find(query)[0].Name, expected.Split(", "));

    [Theory]
    [InlineData("New-BcUser", "Sync-BcUser")]
    [InlineData("remove-bcuser", "Disable-BcUser")]
    [InlineData("Update-BcEnvironment", "Set-BcEnvironmentUpdate")]
    [InlineData("Get-BcTenant", "Get-BcConnection")]
    [InlineData("Copy-BcCompany", "Copy-BcEnvironment")]
    [InlineData("Delete-BcEnvironment", "Remove-BcEnvironment")]
    [InlineData("Start-BcUpgrade", "Set-BcEnvironmentUpdate")]
    [InlineData("Get-BcLicense", "Sync-BcUser")]
    [InlineData("Connect-BcAdmin", "Connect-BcTenant")]
    [InlineData("Login-BcTenant", "Connect-BcTenant")]
    [InlineData("Get-BcEnvironments", "Get-BcEnvironment")]
    [InlineData("Search-BcApp", "Find-BcApp")]
    [InlineData("Set-BcUserPermissions", "Set-BcUserPermission")]
    public void An_unknown_name_leads_to_the_cmdlet_for_the_task(string name, string expected)
    {
        Assert.Equal(expected, Search.Find(name)[0].Name);
        Assert.DoesNotContain(Index.Commands, command => command.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Each_cmdlet_is_the_first_result_for_its_own_name() => Assert.All(
        Index.Commands, command => Assert.Equal(command.Name, Search.Find(command.Name)[0].Name));

    /// <summary>A query shows only a few possible cmdlets.</summary>
    [Fact]
    public void No_query_returns_more_than_a_screen() => Assert.All(
        Queries, query => Assert.InRange(Search.Find(query.Data.Item1).Count, 1, 12));

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("???")]
    [InlineData("*")]
    [InlineData("名前")]
    public void Words_without_a_match_return_nothing(string query) => Assert.Empty(Search.Find(query));

    [Theory]
    [InlineData("[delete] 'environment' \"$x\" `")]
    [InlineData("*environment* delete%")]
    [InlineData("DELETE ENVIRONMENT")]
    [InlineData("the deletion of an environment")]
    [InlineData("delete-environment")]
    public void Punctuation_and_case_do_not_matter(string query) => Assert.Equal("Remove-BcEnvironment", Search.Find(query)[0].Name);

    [Fact]
    public void Every_cmdlet_is_in_one_area_and_no_other_name_is_a_cmdlet()
    {
        ReadIndex(out var problems);
        Assert.Equal("", problems.ToString());
        Assert.Equal(CompiledCmdlet.All.Select(cmdlet => cmdlet.Name).Order(), Index.Commands.Select(command => command.Name).Order());
    }

    [Theory]
    [InlineData("| Get-BcUser |", "| Get-BcUsers |", "There is no cmdlet Get-BcUsers.")]
    [InlineData("| Get-BcUser |", "| Set-BcUser |", "Set-BcUser is listed twice.")]
    [InlineData("| Get-BcUser |", "| Set-BcUser |", "Get-BcUser is not in an area.")]
    [InlineData("| New-BcUser;", "| Set-BcUser;", "Set-BcUser is a cmdlet, or is listed twice.")]
    public void An_invalid_page_is_rejected(string text, string change, string problem)
    {
        ReadIndex(out var problems, page => page.Replace(text, change, StringComparison.Ordinal));
        Assert.Contains(problem, problems.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_topic_lists_every_cmdlet_once_below_its_area()
    {
        var list = Catalog(new Problems(), page => page).ToMarkdown();
        Assert.All(Index.Commands, command => Assert.Single(
            list.Split('\n'), line => line.StartsWith($"- {command.Name}: ", StringComparison.Ordinal)));
        Assert.Contains(CommandCatalog.Placeholder, File.ReadAllText(Repository.PathOf("docs", "en-US", "about_BcAdmin_Cmdlets.md")),
            StringComparison.Ordinal);
    }

    private static CommandIndex ReadIndex(out Problems problems, Func<string, string>? change = null)
    {
        problems = new Problems();
        return JsonSerializer.Deserialize(Catalog(problems, change ?? (page => page)).ToJson(), BcJson.Default.CommandIndex)!;
    }

    private static CommandCatalog Catalog(Problems problems, Func<string, string> change)
    {
        var pages = Repository.PathOf("docs", "en-US");
        var path = Path.Combine(pages, "_cmdlets.md");
        return CommandCatalog.Of(Help.Value.Entries, new Page(path, change(File.ReadAllText(path))), problems);
    }
}
