# Cases that cover several tenants, several objects at once, several cmdlets, or two calls at the same time on one connection. See Cases.ps1 for the members; in addition:
#
#   Tenants      the number of connected tenants, in $connections; 1 by default
#   Beside       a second call with its own members (Call, State, Show, Steps, Again, Items, Errors, Reports, Claims). It runs at the same time in another runspace and uses
#                only $source, $connections, $folder, and $it. The operations of the two calls are not the same, or they have different objects

$everyUser = { Get-BcEnvironment -Connection * | Get-BcUser -ThrottleLimit 8 | ForEach-Object { "$($_.TenantId) $($_.EnvironmentName) $_ $($_.State) $($_.ContactEmail)" } }
$everyContact = { Get-BcEnvironment Sandbox -Connection * | Get-BcSupportContact -ErrorAction Ignore | ForEach-Object { "$($_.TenantId) $($_.Email)" } }
$everyEnvironment = { Get-BcEnvironment -Connection * | ForEach-Object { "$($_.TenantId) $_ $($_.Type) $($_.Status)" } }
$sandbox = { param($name) Get-BcEnvironment | Where-Object Name -Like $name | ForEach-Object { "$_ $($_.Type) $($_.Status)" } }

# A baseline for the sandboxes of all tenants.
$sandboxBaseline = {
    $file = "$folder/baseline.json"
    $environment = @{ match = @{ type = 'Sandbox' }; supportContact = @{ name = 'Desk'; email = 'desk@partner.example' }; appUpdateCadence = 'DuringMajorUpgrade' }
    ConvertTo-Json @{ environments = @($environment) } -Depth 5 | Set-Content $file
    $file
}
# A script for BcContainerHelper, converted. The connection is its parameter.
function ConvertTo-Runbook([string] $Name, [string] $Text) {
    $old = New-Item "$folder/before" -ItemType Directory -Force
    Set-Content "$old/$Name.ps1" "param([Hashtable] `$authContext)`n$Text"
    $null = ConvertFrom-BcContainerHelper "$old/$Name.ps1" -OutPath "$folder/after" -Force
    "$folder/after/$Name.ps1"
}

@(
    # Fleets
    @{ Cmdlet = 'Get-BcEnvironment'; Scenario = 'Partner'; Tenants = 3; Items = 3; Call = { Get-BcEnvironment -Connection * }; Show = { "$($_.TenantId) $_" } }
    @{ Cmdlet = 'Get-BcOperation'; Scenario = 'Partner'; Tenants = 3; Items = 3; Setup = { $null = Copy-BcEnvironment Production Copy1 -Connection $connections[2] -Wait }; Call = { Get-BcOperation -Connection * }; Show = { "$($_.Type) $($_.EnvironmentName)" } }
    @{ Cmdlet = 'Get-BcApp'; Scenario = 'Partner'; Tenants = 3; Items = 6; Call = { Get-BcEnvironment -Connection * | Get-BcApp -ThrottleLimit 8 } }
    @{ Cmdlet = 'Get-BcCompany'; Scenario = 'Partner'; Tenants = 3; Items = 6; Call = { Get-BcEnvironment -Connection * | Get-BcCompany -ThrottleLimit 8 } }
    @{ Cmdlet = 'Get-BcUser'; Scenario = 'Partner'; Tenants = 3; Items = 6; Call = { Get-BcEnvironment -Connection * | Get-BcUser -ThrottleLimit 3 }; Show = { "$($_.EnvironmentName) $_" } }
    @{ Cmdlet = 'Get-BcUserPermission'; Items = 40; Requests = 600; Call = { Get-BcEnvironment | Get-BcUser | Get-BcUserPermission -ThrottleLimit 4 }; Show = { "$($_.UserName) $_" } }
    @{ Cmdlet = 'Get-BcEnvironmentUpdate'; Items = 2; Call = { Get-BcEnvironment | Get-BcEnvironmentUpdate -ThrottleLimit 4 } }
    @{ Cmdlet = 'Test-BcConfiguration'; Scenario = 'Partner'; Tenants = 3; Items = 9; Setup = $sandboxBaseline; Call = { Test-BcConfiguration $it -Connection * -Detailed }; Show = { "$($_.TenantId) $($_.InDesiredState)" }; Reports = $true; Errors = 'ConfigurationUnknown' }
    @{ Cmdlet = 'Compare-BcConfiguration'; Scenario = 'Partner'; Tenants = 3; Items = 9; Setup = $sandboxBaseline; Call = { Compare-BcConfiguration $it -Connection * }; Show = { "$($_.TenantId) $_" }; Reports = $true }
    @{
        Cmdlet = 'Set-BcConfiguration'; Scenario = 'Partner'; Tenants = 3; Items = 9; Setup = $sandboxBaseline; Call = { Set-BcConfiguration $it -Connection $connections -Force }
        State = { foreach ($tenant in $connections) { "$($tenant.TenantId) SupportContact $((Get-BcSupportContact Sandbox -Connection $tenant -ErrorAction Ignore).Email)"; "$($tenant.TenantId) AppUpdateCadence $((Get-BcEnvironment Sandbox -Connection $tenant).AppSourceAppsUpdateCadence)" } }
        Steps = $true; Reports = $true; Show = { "$($_.TenantId) $_ $($_.Status)" }; Claims = { if ($_.Status -in 'Done', 'AlreadyDone') { "$($_.TenantId) $($_.Component)" } }
        Errors = 'ConfigurationUnknown', 'ConfigurationChanged'
    }
    @{ Cmdlet = 'Export-BcConfiguration'; Scenario = 'Partner'; Tenants = 3; Items = 120; Requests = 900; Call = { Export-BcConfiguration "$folder/fleet" -Connection * }; Show = { $_.Name }; Reports = $true; Errors = 'ConfigurationUnknown' }
    @{ Cmdlet = 'Export-BcTenantReport'; Scenario = 'Partner'; Tenants = 3; Items = 3; Requests = 900; Call = { Export-BcTenantReport "$folder/fleet-report" -Format Csv -Connection * }; Show = { $_.Name }; Reports = $true; Errors = 'TenantNotReadable' }
    @{
        Cmdlet = 'Import-BcUser'; Scenario = 'Partner'; Tenants = 3; Items = 6; Steps = $true; Reports = $true; Show = { "$($_.TenantId) $($_.User) $($_.Status)" }
        Setup = { Get-BcEnvironment Production -Connection * | Get-BcUser | Group-Object TenantId | ForEach-Object { $_.Group | Select-Object -Last 2 } | ForEach-Object { [pscustomobject] @{ TenantId = $_.TenantId; Environment = 'Production'; User = $_.UserName; ContactEmail = 'new@customer.example' } } }
        Call = { $it | Import-BcUser }; State = $everyUser; Claims = { if ("$($_.Status)" -in 'Changed', 'Unchanged') { "$($_.TenantId) Production $($_.User) " } }
    }
    @{ Cmdlet = 'Set-BcSupportContact'; Scenario = 'Partner'; Tenants = 3; Items = 3; Steps = $true; Call = { Get-BcEnvironment Sandbox -Connection * | Set-BcSupportContact -Name Desk -Email desk@partner.example -PassThru }; State = $everyContact; Claims = { "$($_.TenantId) $($_.Email)" } }
    @{
        Cmdlet = 'Copy-BcEnvironment'; Scenario = 'Partner'; Tenants = 3; Items = 3; Steps = $true; Show = { "$($_.TenantId) $_" }; Claims = { "$($_.TenantId) Copy1" }; State = $everyEnvironment
        Call = { Get-BcEnvironment Production -Connection * | Copy-BcEnvironment -NewName Copy1 -Wait }
        Again = { Get-BcEnvironment Production -Connection * | Where-Object TenantId -NotIn (Get-BcEnvironment -Connection * | Where-Object Name -EQ Copy1).TenantId | Copy-BcEnvironment -NewName Copy1 -Wait }
    }

    # Runbooks that ConvertFrom-BcContainerHelper has written
    @{
        Cmdlet = 'Copy-BcEnvironment'; Call = { & $it -authContext $source }; State = $environments; Reports = $true; Show = { "$_" }
        Setup = { ConvertTo-Runbook Refresh "Copy-BcEnvironment -bcAuthContext `$authContext -sourceEnvironment Production -environment Copy1`n(Get-BcEnvironments -bcAuthContext `$authContext | Where-Object name -eq Copy1).status" }
    }
    @{
        Cmdlet = 'New-BcNotificationRecipient'; Call = { & $it -authContext $source }; Steps = $true; Items = 2; Show = { $_.GetType().Name }
        State = { (Get-BcNotificationRecipient).Email; "$(Get-BcEnvironmentUpdateWindow Sandbox)"; (Get-BcEnvironment Sandbox).AppInsightsKey }
        Setup = {
            ConvertTo-Runbook Settings @'
if (-not (Get-BcNotificationRecipients -bcAuthContext $authContext | Where-Object email -eq 'new@contoso.example')) {
    New-BcNotificationRecipient -bcAuthContext $authContext -NotificationRecipientMail new@contoso.example -NotificationRecipientName New
}
Set-BcEnvironmentUpdateWindow -bcAuthContext $authContext -environment Sandbox -preferredStartTime 22:00 -preferredEndTime 06:30 -timeZoneId 'Romance Standard Time'
Set-BcEnvironmentApplicationInsightsKey -bcAuthContext $authContext -environment Sandbox -applicationInsightsKey 'InstrumentationKey=0b5f2c1e-1111-4222-8333-944444444444'
'@
        }
    }
    @{
        Cmdlet = 'Get-BcApp'; Call = { & $it -authContext $source }; Show = { "$_" }; Items = 5
        Setup = {
            ConvertTo-Runbook Inventory @'
Get-BcEnvironments -bcAuthContext $authContext | ForEach-Object {
    $environment = $_.name
    Get-BcEnvironmentPublishedApps -bcAuthContext $authContext -environment $environment | ForEach-Object { "$environment $($_.name) $($_.version)" }
    "$environment $((Get-BcEnvironmentUpdateWindow -bcAuthContext $authContext -environment $environment).timeZoneId)"
}
'@
        }
    }
    @{
        Cmdlet = 'Remove-BcEnvironment'; Call = { & $it -authContext $source }; State = $environments; Steps = $true; Show = { $_.GetType().Name }; Reports = $true
        Setup = { $null = Copy-BcEnvironment Production Old -Type Sandbox -Wait; ConvertTo-Runbook Cleanup 'Get-BcEnvironments -bcAuthContext $authContext | Where-Object { $_.name -like "Old*" -and $_.status -eq "Active" } | ForEach-Object { Remove-BcEnvironment -bcAuthContext $authContext -environment $_.name }' }
    }

    # Two calls at the same time on one connection
    @{
        Cmdlet = 'Get-BcUser'; Call = { Get-BcUser Production -Connection $source }
        Beside = @{ Call = { Set-BcUser Production SELLER.03 -ContactEmail new@contoso.example -Connection $source -PassThru }; State = $users }
    }
    @{
        Cmdlet = 'Get-BcApp'; Items = 2; Call = { Get-BcEnvironment -Connection $source | Get-BcApp -ThrottleLimit 4 }
        Beside = @{ Call = { Get-BcEnvironment -Connection $source | Get-BcCompany -ThrottleLimit 4 }; Items = 2 }
    }
    @{
        Cmdlet = 'Set-BcSupportContact'; Call = { Set-BcSupportContact Sandbox Desk desk@partner.example -Connection $source -PassThru }; State = { (Get-BcSupportContact Sandbox -ErrorAction Ignore).Email }
        Beside = @{ Call = { New-BcNotificationRecipient new@contoso.example New -Connection $source }; State = { (Get-BcNotificationRecipient).Email } }
    }
    @{
        Cmdlet = 'Copy-BcEnvironment'; Call = { Copy-BcEnvironment Production Copy1 -Wait -Connection $source }; State = { & $sandbox Copy1 }
        Beside = @{ Call = { Copy-BcEnvironment Sandbox Copy2 -Wait -Connection $source }; State = { & $sandbox Copy2 } }
    }
    @{
        Cmdlet = 'New-BcCompany'; Call = { New-BcCompany Production Fabrikam -Connection $source }; State = { (Get-BcCompany Production Fabrikam -ErrorAction Ignore).Name }; Writes = @{ createAutomationCompany = 2 }
        Beside = @{ Call = { New-BcCompany Production Adatum -Connection $source }; State = { (Get-BcCompany Production Adatum -ErrorAction Ignore).Name } }
    }
    @{
        Cmdlet = 'Add-BcUserPermission'; Call = { Add-BcUserPermission Production SELLER.03 'D365 READ' -Connection $source -PassThru }; State = { Get-BcUserPermission Production SELLER.03 | ForEach-Object { "$_" } | Sort-Object }
        Beside = @{ Call = { Add-BcUserPermission Production BUYER.02 'D365 READ' -Connection $source -PassThru }; State = { Get-BcUserPermission Production BUYER.02 | ForEach-Object { "$_" } | Sort-Object } }
    }
    @{
        Cmdlet = 'Import-BcUser'; Items = 2; Steps = $true; Reports = $true; Show = { "$($_.User) $($_.Status)" }; Claims = { if ("$($_.Status)" -in 'Changed', 'Unchanged') { "$($_.User) " } }
        Setup = { @{ One = 'SELLER.03', 'AUDITOR.07'; Two = 'BUYER.02', 'ACCOUNTANT.01' } }
        Call = { $it.One | ForEach-Object { [pscustomobject] @{ User = $_; PermissionSets = 'D365 READ'; State = 'Disabled' } } | Import-BcUser Production -Connection $source }
        State = { Get-BcUser Production $it.One | ForEach-Object { "$_ $($_.State)" }; Get-BcUserPermission Production $it.One | ForEach-Object { "$($_.UserName) $_" } | Sort-Object }
        Beside = @{
            Items = 2; Steps = $true; Reports = $true; Show = { "$($_.User) $($_.Status)" }; Claims = { if ("$($_.Status)" -in 'Changed', 'Unchanged') { "$($_.User) " } }
            Call = { $it.Two | ForEach-Object { [pscustomobject] @{ User = $_; PermissionSets = 'D365 READ'; State = 'Disabled' } } | Import-BcUser Production -Connection $source }
            State = { Get-BcUser Production $it.Two | ForEach-Object { "$_ $($_.State)" }; Get-BcUserPermission Production $it.Two | ForEach-Object { "$($_.UserName) $_" } | Sort-Object }
        }
    }
    @{
        Cmdlet = 'Update-BcApp'; Call = { Update-BcApp Production $payroll -Wait -Connection $source }; State = $apps
        Beside = @{ Call = { Install-BcApp Sandbox a9900000-0000-4000-8000-000000000005 -AcceptIsvEula -Wait -Connection $source }; State = $sandboxApps }
    }
    @{
        Cmdlet = 'Publish-BcApp'; Setup = { New-TestApp $folder Customizations $own 2.0.0.0 }; Call = { Publish-BcApp Production $it -AcceptIsvEula -Wait -Connection $source }; State = $apps
        Beside = @{ Call = { Get-BcExtension Sandbox -Connection $source } }
    }
    @{
        Cmdlet = 'Set-BcConfiguration'; Setup = $configuration; Call = { Set-BcConfiguration $it -Force -Connection $source }; Show = { "$_ $($_.Status)" }; Items = 4; Steps = $true; Reports = $true; Requests = 600
        State = { "SupportContact $((Get-BcSupportContact Production).Email)"; "AppUpdateCadence $((Get-BcEnvironment Production).AppSourceAppsUpdateCadence)"; & $users; & $permissions }; Claims = $configurationClaims; Errors = 'ConfigurationUnknown', 'ConfigurationChanged'
        Beside = @{ Call = { Restart-BcEnvironment Sandbox -Force -Wait -Connection $source }; State = { @(Get-BcOperation Sandbox -Type restart).Count } }
    }
)
