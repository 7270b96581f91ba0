# Valid calls of each cmdlet that calls the service. Without a fault, a case must succeed; that run is the expected result with which
# the runs with faults are compared.
#
#   Cmdlet    the cmdlet, once or in several cases
#   Call      the call; $it is the result of Setup, $source and $destination are connections to two tenants of the Partner scenario
#   Setup     the objects that must exist before; without faults
#   State     the state to compare afterwards, as text, which may change the world: it must be as before, or as after the call without faults, and nothing in between. Without State, a read is repeated
#   Show      identifies the output, if type and name do not
#   As        the possible callers: User, App, DelegatedAdmin (User and App by default)
#   Scenario  Contoso by default
#   TimeScale the speed of long operations: immediate by default
#   Steps     several writes: after an error, State may be in between, and the same call without faults must complete the rest
#   Again     the call for the rest, if it is not the same
#   Spared    kinds of faults that do not apply; advance and skew for calls that use the clock of this computer
#   Writes    how often an operation may be processed, if more than once for one path; 99 if it sets a state, which can be repeated
#   Requests  the maximum number of requests of a call, if more than 300: it reads many lists, and a page can have one entry
#   Errors    additional codes with which a call with faults can fail, with the reason
#   Items     the number of items, each of which can fail separately; 1 by default
#   Once      a rejection in a batch is a response to it and is not retried
#   Claims    for an output object that reports a change as done: a text; each line with this text of the expected state must be in the state, also after an error
#   SignsIn   its calls to the sign-in service have faults, too
#   Reports   its output contains the failures, so that it differs

$environments = {
    Get-BcEnvironment -IncludeDeleted | ForEach-Object { "$($_.Name -replace '-\d.*') $($_.Type) $($_.Status)" }
    Get-BcOperation | ForEach-Object { "$($_.Type) $($_.EnvironmentName -replace '-\d.*') $($_.Status)" } | Sort-Object
}
$apps = {
    Get-BcApp Production | ForEach-Object { "$($_.Name) $($_.Version)" }
    Get-BcAppOperation Production -Scheduled | ForEach-Object { "$($_.AppId) $($_.TargetAppVersion) $($_.Status)" }
}
$sandboxApps = { Get-BcApp Sandbox | ForEach-Object { "$($_.Name) $($_.Version)" } }
$extensions = { Get-BcExtension Production | ForEach-Object { "$($_.Name) $($_.Version) $($_.IsInstalled)" } | Sort-Object }
$packages = { Get-BcConfigurationPackage Production 'Contoso Sweden' | ForEach-Object { "$($_.Code) $($_.PackageName) $($_.ImportStatus) $($_.ApplyStatus)" } }
$permissions = { Get-BcUserPermission Production SELLER.03, AUDITOR.07 | ForEach-Object { "$($_.UserName) $_" } | Sort-Object }
$groupPermissions = { Get-BcSecurityGroupPermission Production WAREHOUSE | ForEach-Object { "$_" } | Sort-Object }
$users = { Get-BcUser Production | ForEach-Object { "$_ $($_.State) $($_.ContactEmail) $($_.ExpiryDate.UtcDateTime)" } }
$transfers = {
    Get-BcEnvironmentTransfer -Connection $source | ForEach-Object { "$_ to $($_.DestinationTenantId)" }
    Get-BcEnvironment -Connection $source, $destination | ForEach-Object { "$($_.TenantId) $_ $($_.Status)" } | Sort-Object
}
# The simulator logs an event every five minutes, so the number of events in the last hour depends on the time of the call. This time span is fixed.
$telemetryEnd = (Get-Date).AddMinutes(-10)
$telemetryStart = $telemetryEnd.AddMinutes(-30)
# An offer expires after eight hours.
$offer = { Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force }

$configuration = {
    $file = "$folder/desired.json"
    $production = @{
        name = 'Production'; appUpdateCadence = 'DuringMajorUpgrade'; supportContact = @{ email = 'new@contoso.example' }
        users = @(@{ user = 'AUDITOR.07'; state = 'Disabled' }); userPermissions = @(@{ user = 'SELLER.03'; permissionSet = 'D365 READ' })
    }
    ConvertTo-Json @{ environments = @($production) } -Depth 5 | Set-Content $file
    $file
}

# The line of the state that shows a change.
$configurationClaims = { if ("$($_.Status)" -in 'Done', 'AlreadyDone') { $_.Component -in 'Users', 'UserPermissions' ? "$($_.Key)".Replace(' / ', ' ') : $_.Component } }

$payroll = 'a9900000-0000-4000-8000-000000000004'
$reports = 'a9900000-0000-4000-8000-000000000003'
$core = 'a9900000-0000-4000-8000-000000000005'
$own = 'c0a70500-0000-4000-8000-00000000b001'
$low = 'c0a70500-0000-4000-8000-00000000b011'
$newcomer = 'c0a70500-0000-4000-8000-00000000a002'
$automation = 'c0a70500-0000-4000-8000-00000000a001'
# No call returns the link, but an environment with a link cannot be deleted.
$isLinked = { @(Remove-BcEnvironment Sandbox -Force -ErrorAction Ignore).Count -eq 0 }
$powerPlatform = 'c0a70500-0000-4000-8000-00000000e002'
$insights = 'InstrumentationKey=0b5f2c1e-1111-4222-8333-944444444444'
$sas = 'https://contosobackup.blob.core.windows.net/?sp=rwdc&sig=x'

@(
    # Connections
    @{ Cmdlet = 'Connect-BcTenant'; As = 'App'; SignsIn = $true; Call = { Connect-BcTenant -Simulator -As App -Name struck -PassThru } }
    @{ Cmdlet = 'Get-BcAccessToken'; Call = { Get-BcAccessToken } }
    @{ Cmdlet = 'Test-BcConnection'; Call = { Test-BcConnection }; Show = { $_.Check }; Reports = $true }

    # Environments
    @{ Cmdlet = 'Get-BcEnvironment'; Call = { Get-BcEnvironment } }
    @{ Cmdlet = 'Get-BcEnvironment'; Call = { Get-BcEnvironment Sandbox } }
    @{ Cmdlet = 'Get-BcEnvironmentStorage'; Call = { Get-BcEnvironmentStorage } }
    @{ Cmdlet = 'Get-BcEnvironmentRestorePeriod'; Call = { Get-BcEnvironmentRestorePeriod Production }; Show = { $_.EnvironmentName } }
    @{ Cmdlet = 'Get-BcQuota'; Call = { Get-BcQuota } }
    @{ Cmdlet = 'New-BcEnvironment'; Call = { New-BcEnvironment Dev DK }; State = $environments }
    @{ Cmdlet = 'New-BcEnvironment'; Call = { New-BcEnvironment Dev DK -Wait }; State = $environments; Steps = $true }
    @{ Cmdlet = 'Copy-BcEnvironment'; Call = { Copy-BcEnvironment Production Copy1 }; State = $environments }
    @{ Cmdlet = 'Copy-BcEnvironment'; Call = { Copy-BcEnvironment Production Copy1 -Wait }; State = $environments }
    @{ Cmdlet = 'Rename-BcEnvironment'; Call = { Rename-BcEnvironment Sandbox Training -Force -Wait }; State = $environments }
    @{ Cmdlet = 'Remove-BcEnvironment'; Call = { Remove-BcEnvironment Sandbox -Force }; State = $environments }
    @{ Cmdlet = 'Remove-BcEnvironment'; Call = { Remove-BcEnvironment Sandbox -Force -Wait }; State = $environments }
    @{ Cmdlet = 'Restart-BcEnvironment'; Call = { Restart-BcEnvironment Sandbox -Force -Wait }; State = $environments }
    @{ Cmdlet = 'Restore-BcEnvironment'; Setup = { (Get-BcEnvironmentRestorePeriod Production | Select-Object -Last 1).To }; Call = { Restore-BcEnvironment Production Restored $it -Type Sandbox -Wait }; State = $environments }
    @{ Cmdlet = 'Restore-BcDeletedEnvironment'; Setup = { $null = Remove-BcEnvironment Sandbox -Force -Wait; (Get-BcEnvironment -Status SoftDeleted).Name }; Call = { Restore-BcDeletedEnvironment $it -Wait }; State = $environments }
    @{ Cmdlet = 'Wait-BcEnvironment'; Setup = { $null = Restart-BcEnvironment Sandbox -Force }; Call = { Wait-BcEnvironment Sandbox } }
    @{ Cmdlet = 'New-BcPowerPlatformLink'; As = 'User'; Call = { New-BcPowerPlatformLink Sandbox $powerPlatform -Force }; State = $isLinked }
    @{ Cmdlet = 'Remove-BcPowerPlatformLink'; As = 'User'; Setup = { New-BcPowerPlatformLink Sandbox $powerPlatform -Force }; Call = { Remove-BcPowerPlatformLink Sandbox $powerPlatform -Force }; State = $isLinked }
    @{ Cmdlet = 'Get-BcApplicationFamily'; Call = { Get-BcApplicationFamily } }
    @{ Cmdlet = 'Get-BcApplicationVersion'; Call = { Get-BcApplicationVersion DK } }

    # Operations
    @{ Cmdlet = 'Get-BcOperation'; Setup = { Copy-BcEnvironment Production Copy1 -Wait }; Call = { Get-BcOperation }; Show = { "$($_.Type) $($_.EnvironmentName)" } }
    @{ Cmdlet = 'Wait-BcOperation'; Setup = { Copy-BcEnvironment Production Copy1 }; Call = { $it | Wait-BcOperation }; Show = { "$($_.Type) $($_.EnvironmentName) $($_.Status)" } }
    @{
        Show = { "$($_.Type) $($_.Status)" }
        Cmdlet = 'Stop-BcOperation'; TimeScale = 200; Spared = 'advance', 'skew' # the update would be complete, or start by the clock of this computer
        Setup = {
            Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Force
            foreach ($second in 1..1000) {
                if ($update = Get-BcOperation Sandbox -Type update -Status running) { break }
                $null = Send-Json "${script:Control}clock" @{ advanceSec = 1 }
            }
            $null = Send-Json "${script:Control}clock" @{ timeScale = $script:AtOnce } # running operations keep their speed
            $update
        }
        Call = { $it | Stop-BcOperation -Force -Wait }
        State = { (Get-BcOperation Sandbox -Type update).Status }
    }

    # Updates
    @{ Cmdlet = 'Get-BcEnvironmentUpdate'; Call = { Get-BcEnvironmentUpdate Production } }
    @{ Cmdlet = 'Set-BcEnvironmentUpdate'; Call = { Set-BcEnvironmentUpdate Sandbox 28.4 -Force -PassThru }; State = { "$(Get-BcEnvironmentUpdate Sandbox -Selected)" } }
    @{ Cmdlet = 'Get-BcEnvironmentUpdate'; Call = { Get-BcEnvironmentUpdate Production, Sandbox -Calendar }; Items = 2 }
    @{ Cmdlet = 'Set-BcEnvironmentUpdate'; Call = { Set-BcEnvironmentUpdate Sandbox -Latest -LastPossible -Force }; State = { "$(Get-BcEnvironmentUpdate Sandbox -Selected)" }; Reports = $true }
    @{ Cmdlet = 'Export-BcUpdateCalendar'; Call = { Export-BcUpdateCalendar "$folder/updates.ics" }; Show = { $_.Name }; Items = 2; Reports = $true }
    @{ Cmdlet = 'Get-BcEnvironmentUpdateWindow'; Call = { Get-BcEnvironmentUpdateWindow Production } }
    @{ Cmdlet = 'Set-BcEnvironmentUpdateWindow'; Call = { Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:30 'Romance Standard Time' -PassThru }; State = { "$(Get-BcEnvironmentUpdateWindow Sandbox)" } }
    @{ Cmdlet = 'Get-BcTimeZone'; Call = { Get-BcTimeZone } }

    # Settings
    @{ Cmdlet = 'Get-BcEnvironmentM365Access'; Call = { Get-BcEnvironmentM365Access Production } }
    @{ Cmdlet = 'Set-BcEnvironmentM365Access'; Call = { Set-BcEnvironmentM365Access Sandbox $true -PassThru }; State = { (Get-BcEnvironmentM365Access Sandbox).Enabled }; Writes = @{ setM365LicenseAccess = 99 } }
    @{ Cmdlet = 'Get-BcEnvironmentPartnerAccess'; As = 'User'; Call = { Get-BcEnvironmentPartnerAccess Production } }
    @{ Cmdlet = 'Set-BcEnvironmentPartnerAccess'; As = 'User'; Call = { Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force }; State = { (Get-BcEnvironmentPartnerAccess Sandbox).Access } }
    @{ Cmdlet = 'Get-BcEnvironmentSecurityGroup'; Call = { Get-BcEnvironmentSecurityGroup Production } }
    @{ Cmdlet = 'Set-BcEnvironmentSecurityGroup'; Call = { Set-BcEnvironmentSecurityGroup Sandbox c0a70500-0000-4000-8000-00000000f002 -Force -PassThru }; State = { (Get-BcEnvironmentSecurityGroup Sandbox).GroupId }; Writes = @{ setSecurityGroup = 99 } }
    @{ Cmdlet = 'Set-BcEnvironmentSecurityGroup'; As = 'User'; Call = { Set-BcEnvironmentSecurityGroup Sandbox 'Contoso Finance' -Force -PassThru }; State = { (Get-BcEnvironmentSecurityGroup Sandbox).GroupId }; Writes = @{ setSecurityGroup = 99 } }
    @{ Cmdlet = 'Clear-BcEnvironmentSecurityGroup'; Call = { Clear-BcEnvironmentSecurityGroup Production -Force }; State = { (Get-BcEnvironmentSecurityGroup Production).GroupId }; Writes = @{ clearSecurityGroup = 99 } }
    @{ Cmdlet = 'Set-BcEnvironmentApplicationInsights'; Call = { Set-BcEnvironmentApplicationInsights Sandbox $insights -Force -Wait }; State = { (Get-BcEnvironment Sandbox).AppInsightsKey } }
    @{ Cmdlet = 'Set-BcEnvironmentAppUpdateCadence'; Call = { Set-BcEnvironmentAppUpdateCadence Sandbox DuringMajorUpgrade -PassThru }; State = { (Get-BcEnvironment Sandbox).AppSourceAppsUpdateCadence } }

    # Apps
    @{ Cmdlet = 'Get-BcApp'; Call = { Get-BcApp Production } }
    @{ Cmdlet = 'Get-BcApp'; Call = { Get-BcApp -Name 'Fabrikam Base' }; Items = 2 }
    @{ Cmdlet = 'Find-BcApp'; Call = { Find-BcApp payroll }; Items = 2 }
    @{ Cmdlet = 'Get-BcAppUpdate'; Call = { Get-BcAppUpdate Production } }
    @{ Cmdlet = 'Get-BcAppUninstallRequirement'; Call = { Get-BcAppUninstallRequirement Production a9900000-0000-4000-8000-000000000001 } }
    @{ Cmdlet = 'Get-BcAppOperation'; Setup = { Update-BcApp Production $payroll -Wait }; Call = { Get-BcAppOperation Production $payroll }; Show = { $_.AppId } }
    @{ Cmdlet = 'Install-BcApp'; Call = { Install-BcApp Sandbox $core -AcceptIsvEula }; State = $sandboxApps; Show = { $_.AppId } }
    @{ Cmdlet = 'Install-BcApp'; Call = { Install-BcApp Sandbox $core -AcceptIsvEula -Wait }; State = $sandboxApps }
    @{ Cmdlet = 'Install-BcApp'; Call = { Install-BcApp Sandbox 'Adatum Payroll' -AcceptIsvEula -Wait }; State = $sandboxApps }
    @{ Cmdlet = 'Update-BcApp'; Call = { Update-BcApp Production $payroll -Wait }; State = $apps }
    @{ Cmdlet = 'Update-BcApp'; Call = { Update-BcApp Production 'Adatum Payroll' -TargetVersion 5.3 -Wait }; State = $apps }
    @{ Cmdlet = 'Uninstall-BcApp'; Call = { Uninstall-BcApp Production $reports -Force -Wait }; State = $apps; Show = { $_.AppId } }
    @{ Cmdlet = 'Publish-BcApp'; Setup = { New-TestApp $folder Customizations $own 2.0.0.0 }; Call = { Publish-BcApp Production $it -AcceptIsvEula -Wait }; State = $apps }
    @{
        Cmdlet = 'Stop-BcAppOperation'; Show = { "$($_.AppId) $($_.Status)" }
        Setup = { $null = Publish-BcApp Production (New-TestApp $folder Customizations $own 2.0.0.0) -Schedule NextMinorUpdate -AcceptIsvEula; Get-BcAppOperation Production -Scheduled }
        Call = { $it | Stop-BcAppOperation }
        State = { @(Get-BcAppOperation Production -Scheduled).Count }
    }

    # Tenant administration
    @{ Cmdlet = 'Get-BcAuthorizedApp'; As = 'User'; Call = { Get-BcAuthorizedApp }; Show = { $_.ClientId } }
    @{ Cmdlet = 'Add-BcAuthorizedApp'; As = 'User'; Call = { Add-BcAuthorizedApp $newcomer }; State = { (Get-BcAuthorizedApp).ClientId }; Show = { $_.ClientId } }
    @{ Cmdlet = 'Remove-BcAuthorizedApp'; As = 'User'; Call = { Remove-BcAuthorizedApp $automation -Force }; State = { (Get-BcAuthorizedApp).ClientId } }
    @{ Cmdlet = 'Get-BcCustomer'; Scenario = 'Customers'; Call = { Get-BcCustomer -Detailed }; Show = { "$_ $($_.TenantId) $($_.Roles)" } }
    @{ Cmdlet = 'Get-BcManageableTenant'; As = 'App'; Call = { Get-BcManageableTenant } }
    @{ Cmdlet = 'Get-BcManageableApplication'; As = 'DelegatedAdmin'; Call = { Get-BcManageableApplication } }
    @{
        Cmdlet = 'Set-BcManageableApplication'; As = 'DelegatedAdmin'
        Setup = { Get-BcManageableApplication | Where-Object Access -EQ $false | Select-Object -First 1 }
        Call = { $it | Set-BcManageableApplication -Access $true -PassThru }
        State = { Get-BcManageableApplication | ForEach-Object { "$_ $($_.Access)" } }
    }
    @{ Cmdlet = 'Get-BcNotificationRecipient'; Call = { Get-BcNotificationRecipient } }
    @{ Cmdlet = 'New-BcNotificationRecipient'; Call = { New-BcNotificationRecipient new@contoso.example New }; State = { (Get-BcNotificationRecipient).Email } }
    @{ Cmdlet = 'Remove-BcNotificationRecipient'; Call = { Remove-BcNotificationRecipient -Email desk@partner.example }; State = { (Get-BcNotificationRecipient).Email } }
    @{ Cmdlet = 'Get-BcSupportContact'; Call = { Get-BcSupportContact Production } }
    @{ Cmdlet = 'Set-BcSupportContact'; Call = { Set-BcSupportContact Sandbox Desk desk@partner.example -PassThru }; State = { Get-BcSupportContact Sandbox | ForEach-Object { "$($_.Name) $($_.Email) $($_.Url)" } } }
    @{ Cmdlet = 'Get-BcOutageType'; Call = { Get-BcOutageType } }
    @{ Cmdlet = 'Get-BcOutageQuestion'; Call = { Get-BcOutageQuestion UnableToSignIn } }
    @{ Cmdlet = 'Get-BcOutageReport'; Setup = { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force }; Call = { Get-BcOutageReport }; Show = { $_.EnvironmentName } }
    @{ Cmdlet = 'Submit-BcOutageReport'; Call = { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force }; State = { @(Get-BcOutageReport).Count }; Show = { $_.EnvironmentName } }
    @{ Cmdlet = 'Get-BcSession'; Call = { Get-BcSession Production } }
    @{ Cmdlet = 'Stop-BcSession'; Setup = { Get-BcSession Production | Select-Object -First 1 }; Call = { $it | Stop-BcSession -Force }; State = { (Get-BcSession Production).SessionId } }
    @{ Cmdlet = 'Get-BcEnvironmentTelemetry'; Spared = 'advance', 'skew'; Call = { Get-BcEnvironmentTelemetry Production $telemetryStart $telemetryEnd }; Show = { $_.GetType().Name } }
    @{ Cmdlet = 'Get-BcDatabaseExportQuota'; As = 'User'; Call = { Get-BcDatabaseExportQuota Production } }
    @{ Cmdlet = 'Get-BcDatabaseExportHistory'; As = 'User'; Spared = 'advance', 'skew'; Setup = { Start-BcDatabaseExport Production $sas bc-exports first.bacpac -Wait }; Call = { Get-BcDatabaseExportHistory } }
    @{ Cmdlet = 'Start-BcDatabaseExport'; As = 'User'; Call = { Start-BcDatabaseExport Production $sas bc-exports first.bacpac -Wait }; State = { (Get-BcDatabaseExportQuota Production).ExportsRemainingThisMonth; (Get-BcOperation Production).Count }; Show = { "$($_.Type) $($_.Status)" } }

    # Transfers
    @{ Cmdlet = 'Get-BcEnvironmentTransfer'; Scenario = 'Partner'; Tenants = 2; As = 'User'; Spared = 'advance'; Setup = $offer; Call = { Get-BcEnvironmentTransfer -Connection $source } }
    @{ Cmdlet = 'Request-BcEnvironmentTransfer'; Scenario = 'Partner'; Tenants = 2; As = 'User'; Call = $offer; State = $transfers }
    @{ Cmdlet = 'Approve-BcEnvironmentTransfer'; Scenario = 'Partner'; Tenants = 2; As = 'User'; Spared = 'advance'; Setup = $offer; Call = { Approve-BcEnvironmentTransfer Sandbox $source.TenantId Moved -Connection $destination -Force -Wait }; State = $transfers }
    @{ Cmdlet = 'Stop-BcEnvironmentTransfer'; Scenario = 'Partner'; Tenants = 2; As = 'User'; Spared = 'advance'; Setup = $offer; Call = { Stop-BcEnvironmentTransfer Sandbox -Connection $source }; State = $transfers; Show = { "$($_.Type) $($_.Status)" } }

    # Companies
    @{ Cmdlet = 'Get-BcCompany'; Call = { Get-BcCompany Production } }
    @{ Cmdlet = 'New-BcCompany'; Call = { New-BcCompany Production Fabrikam }; State = { (Get-BcCompany Production).Name } }
    @{ Cmdlet = 'Set-BcCompany'; Call = { Set-BcCompany Production 'Contoso Sweden' -DisplayName Renamed -PassThru }; State = { (Get-BcCompany Production).DisplayName } }
    @{ Cmdlet = 'Remove-BcCompany'; Call = { Remove-BcCompany Production 'Contoso Denmark' -Force }; State = { (Get-BcCompany Production).Name } }
    @{ Cmdlet = 'Get-BcProfile'; Call = { Get-BcProfile Production } }
    @{ Cmdlet = 'Get-BcFeature'; Call = { Get-BcFeature Production } }
    @{ Cmdlet = 'Enable-BcFeature'; Call = { Enable-BcFeature Production ModernActionBar -Force -PassThru }; State = { (Get-BcFeature Production -Enabled $true).FeatureId } }
    @{ Cmdlet = 'Disable-BcFeature'; Call = { Disable-BcFeature Production GLCurrencyRevaluation -Force -PassThru }; State = { (Get-BcFeature Production -Enabled $true).FeatureId } }

    # Extensions and configuration packages
    @{ Cmdlet = 'Get-BcExtension'; Call = { Get-BcExtension Production } }
    @{ Cmdlet = 'Get-BcExtensionDeployment'; Setup = { Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait }; Call = { Get-BcExtensionDeployment Production } }
    @{ Cmdlet = 'Publish-BcExtension'; Setup = { New-TestApp $folder Freight $low 1.0.0.0 }; Call = { Publish-BcExtension Production $it -Wait }; Again = { Publish-BcExtension Production $it -Wait -Force }; State = $extensions; Steps = $true }
    @{ Cmdlet = 'Uninstall-BcExtension'; Call = { Get-BcExtension Production 'Contoso Customizations' | Uninstall-BcExtension -Force -PassThru }; State = $extensions }
    @{ Cmdlet = 'Install-BcExtension'; Setup = { Get-BcExtension Production 'Contoso Customizations' | Uninstall-BcExtension -Force -PassThru }; Call = { $it | Install-BcExtension -PassThru }; State = $extensions }
    @{ Cmdlet = 'Unpublish-BcExtension'; Setup = { Get-BcExtension Production 'Contoso Customizations' | Uninstall-BcExtension -Force -PassThru }; Call = { $it | Unpublish-BcExtension -Force }; State = $extensions }
    @{ Cmdlet = 'Get-BcConfigurationPackage'; Setup = { New-BcConfigurationPackage Production 'Contoso Sweden' BASE }; Call = { Get-BcConfigurationPackage Production 'Contoso Sweden' } }
    @{ Cmdlet = 'New-BcConfigurationPackage'; Call = { New-BcConfigurationPackage Production 'Contoso Sweden' BASE -PackageName Setup }; State = $packages }
    @{ Cmdlet = 'Set-BcConfigurationPackage'; Setup = { New-BcConfigurationPackage Production 'Contoso Sweden' BASE }; Call = { Set-BcConfigurationPackage Production 'Contoso Sweden' BASE -PackageName Later -PassThru }; State = $packages }
    @{ Cmdlet = 'Remove-BcConfigurationPackage'; Setup = { New-BcConfigurationPackage Production 'Contoso Sweden' BASE }; Call = { Remove-BcConfigurationPackage Production 'Contoso Sweden' BASE }; State = $packages }
    @{ Cmdlet = 'Import-BcConfigurationPackage'; Setup = { New-TestPackage $folder BASE }; Call = { Import-BcConfigurationPackage Production 'Contoso Sweden' $it -Apply -Wait }; State = $packages; Steps = $true }
    @{ Cmdlet = 'Install-BcConfigurationPackage'; Setup = { Import-BcConfigurationPackage Production 'Contoso Sweden' (New-TestPackage $folder BASE) -Wait }; Call = { $it | Install-BcConfigurationPackage -Wait }; State = $packages }

    # Users and permissions
    @{ Cmdlet = 'Get-BcUser'; Call = { Get-BcUser Production } }
    @{ Cmdlet = 'Set-BcUser'; Call = { Set-BcUser Production SELLER.03 -ContactEmail new@contoso.example -PassThru }; State = $users }
    @{ Cmdlet = 'Disable-BcUser'; Call = { Disable-BcUser Production SELLER.03 -PassThru }; State = $users }
    @{ Cmdlet = 'Enable-BcUser'; Setup = { Disable-BcUser Production SELLER.03 }; Call = { Enable-BcUser Production SELLER.03 -PassThru }; State = $users }
    @{ Cmdlet = 'Sync-BcUser'; As = 'User'; Call = { Sync-BcUser Production -Wait }; State = $users; Writes = @{ getNewUsersFromOffice365Async = 8 } }
    @{ Cmdlet = 'Get-BcScheduledJob'; As = 'User'; Setup = { Sync-BcUser Production }; Call = { Get-BcScheduledJob Production } }
    @{ Cmdlet = 'Export-BcUser'; Call = { Export-BcUser Production "$folder/users.csv" -PassThru }; Show = { "$(@(Import-Csv $_).Count) rows" } }
    @{
        Cmdlet = 'Import-BcUser'; Steps = $true; Show = { "$($_.User) $($_.Status)" }; Reports = $true; Items = 2; Claims = { if ("$($_.Status)" -in 'Changed', 'Unchanged') { "$($_.User) " } }
        Setup = { "User,PermissionSets,Companies,State`nSELLER.03,D365 READ;LOCAL,Contoso Denmark,`nAUDITOR.07,,,Disabled" | ConvertFrom-Csv }
        Call = { $it | Import-BcUser Production }
        State = { & $users; & $permissions }
        Writes = @{ createUserPermission = 2 }
    }
    @{ Cmdlet = 'Get-BcUserPermission'; Call = { Get-BcUserPermission Production SELLER.03 } }
    @{ Cmdlet = 'Add-BcUserPermission'; Call = { Add-BcUserPermission Production SELLER.03 'D365 READ' -PassThru }; State = $permissions }
    @{ Cmdlet = 'Remove-BcUserPermission'; Setup = { Add-BcUserPermission Production SELLER.03 'D365 READ' }; Call = { Remove-BcUserPermission Production SELLER.03 'D365 READ' }; State = $permissions }
    @{ Cmdlet = 'Set-BcUserPermission'; Setup = { Add-BcUserPermission Production SELLER.03 'D365 READ' -PassThru }; Call = { $it | Set-BcUserPermission -Company 'Contoso Sweden' -PassThru }; State = $permissions }
    @{ Cmdlet = 'Get-BcPermissionSet'; Call = { Get-BcPermissionSet Production } }
    @{ Cmdlet = 'Get-BcPermission'; Scenario = 'Preview'; Call = { Get-BcPermission Preview 'D365 ITEM, EDIT' } }
    @{ Cmdlet = 'Get-BcAccessControl'; Scenario = 'Preview'; Call = { Get-BcAccessControl Preview } }
    @{ Cmdlet = 'Get-BcSecurityGroup'; Call = { Get-BcSecurityGroup Production } }
    @{ Cmdlet = 'Get-BcSecurityGroupMember'; Call = { Get-BcSecurityGroupMember Production } }
    @{ Cmdlet = 'Get-BcSecurityGroupPermission'; Items = 2; Call = { Get-BcSecurityGroupPermission Production } }
    @{ Cmdlet = 'Remove-BcSecurityGroup'; Call = { Remove-BcSecurityGroup Production FINANCE -Force }; State = { (Get-BcSecurityGroup Production).Code } }
    @{ Cmdlet = 'Add-BcSecurityGroupPermission'; Call = { Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ' -PassThru }; State = $groupPermissions }
    @{ Cmdlet = 'Remove-BcSecurityGroupPermission'; Call = { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL }; State = $groupPermissions }

    # Configuration
    @{ Cmdlet = 'Export-BcConfiguration'; Call = { Export-BcConfiguration "$folder/configuration" }; Show = { $_.Name }; Items = 40; Reports = $true; Errors = 'ConfigurationUnknown' }
    @{ Cmdlet = 'Compare-BcConfiguration'; Setup = $configuration; Call = { Compare-BcConfiguration $it }; Show = { "$_" }; Reports = $true }
    @{ Cmdlet = 'Test-BcConfiguration'; Setup = $configuration; Call = { Test-BcConfiguration $it }; Items = 4; Reports = $true; Errors = 'ConfigurationUnknown' }
    @{
        Cmdlet = 'Set-BcConfiguration'; Setup = $configuration; Call = { Set-BcConfiguration $it -Force }; Show = { "$_ $($_.Status)" }; Items = 4; Steps = $true; Reports = $true; Requests = 600
        State = { "SupportContact $((Get-BcSupportContact Production).Email)"; "AppUpdateCadence $((Get-BcEnvironment Production).AppSourceAppsUpdateCadence)"; & $users; & $permissions }
        Claims = $configurationClaims
        # ConfigurationUnknown and ConfigurationChanged: a read failed before the changes, or between them.
        Errors = 'ConfigurationUnknown', 'ConfigurationChanged'
    }

    # Other cmdlets
    @{ Cmdlet = 'Invoke-BcApi'; Spared = 'wrongContentType'; Call = { Invoke-BcApi applications/environments }; Show = { $_.name } }
    @{ Cmdlet = 'Invoke-BcApi'; Spared = 'wrongContentType'; Call = { Invoke-BcApi applications/BusinessCentral/environments/Production/copy POST -Body @{ environmentName = 'Copy1'; type = 'Sandbox' } }; Show = { $_.type }; State = $environments }
    @{
        Cmdlet = 'Invoke-BcBatch'
        Setup = { $company = (Get-BcCompany Production)[0].CompanyId; Get-BcUser Production SELLER* | ForEach-Object { @{ Method = 'POST'; Path = "companies($company)/users($($_.UserSecurityId))/userPermissions"; Body = @{ roleId = 'D365 READ' } } } }
        Call = { $it | Invoke-BcBatch Production }; Items = 5; Steps = $true; Once = $true
        Show = { $_.Status }
        State = { @(Get-BcUserPermission Production -PermissionSet 'D365 READ').Count }
    }
    @{ Cmdlet = 'Get-BcApiEntitySet'; Call = { Get-BcApiEntitySet Production } }
    @{ Cmdlet = 'New-BcAppRegistration'; As = 'User'; Items = 2; Call = { New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force }; Again = { New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force -Update }; Steps = $true; Writes = @{ graphCreateAppRoleAssignment = 3 }; State = { @(Get-BcAuthorizedApp).Count } }
    @{ Cmdlet = 'Export-BcTenantReport'; Call = { Export-BcTenantReport "$folder/report" -Format Csv }; Show = { $_.Name }; Reports = $true; Errors = 'TenantNotReadable' }
    @{ Cmdlet = 'Export-BcTenantReport'; Call = { Export-BcTenantReport "$folder/report.html" }; Show = { $_.Name }; Reports = $true; Errors = 'TenantNotReadable' }
)
