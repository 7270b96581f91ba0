BeforeAll {
    Import-Module "$PSScriptRoot/ConfigurationSession.psm1" -Force
    $file = Join-Path $TestDrive configuration.json
}

Describe 'Test-BcConfiguration' {
    BeforeEach { Start-TestSession }

    It 'returns true if nothing differs, and false otherwise' {
        Test-BcConfiguration (New-TestConfiguration $file @{ appUpdateCadence = 'Default' }) | Should -BeExactly $true
        Test-BcConfiguration (New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' }) | Should -BeExactly $false
        Test-BcConfiguration $file -Environment Sandbox | Should -BeExactly $true
        Get-Write | Should -BeNullOrEmpty
    }

    It 'counts entries that are not in the file with -IncludeUnlisted' {
        $null = New-TestConfiguration $file @{} -Tenant @{ notificationRecipients = @() }
        Test-BcConfiguration $file | Should -BeExactly $true
        Test-BcConfiguration $file -IncludeUnlisted | Should -BeExactly $false
        (Test-BcConfiguration $file -IncludeUnlisted -Detailed).Remove | Should -Be 2
    }

    It 'finds a permission set and a recipient that were added to the tenant only with -IncludeUnlisted' {
        $null = Export-BcConfiguration $file -Component NotificationRecipients, UserPermissions
        New-BcNotificationRecipient new@contoso.example New
        Add-BcUserPermission Production buyer.02@contoso.example SUPER -Force
        Test-BcConfiguration $file | Should -BeExactly $true
        Test-BcConfiguration $file -IncludeUnlisted | Should -BeExactly $false
        (Compare-BcConfiguration $file -IncludeUnlisted).Component | Sort-Object | Should -Be 'NotificationRecipients', 'UserPermissions'
    }

    It 'returns neither true nor false but an error if a part is unknown' {
        $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'Default'; supportContact = @{ name = 'x' } }
        $result = Invoke-Captured { Test-BcConfiguration $file }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ConfigurationUnknown,*'
        $result.Errors.TargetObject | Should -Be 'SupportContact'
        $result.Errors.Exception.Message | Should -BeLike 'SupportContact of environment Production*'
        { Test-BcConfiguration $file -ErrorAction Stop } | Should -Throw -ErrorId 'ConfigurationUnknown,*'
        Test-BcConfiguration $file -Component AppUpdateCadence | Should -BeExactly $true
    }

    It 'returns false if something differs, although a part is unknown' {
        $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade'; supportContact = @{ name = 'x' } }
        $result = Invoke-Captured { Test-BcConfiguration $file }
        $result.Output | Should -BeExactly $false
        $result.Errors | Should -HaveCount 1
    }

    It 'returns a summary with -Detailed' {
        $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
        $null = New-TestConfiguration $file @{
            appUpdateCadence = 'DuringMajorUpgrade'; supportContact = @{ name = 'x' }; companies = @(@{ name = 'New' })
            features = @(@{ feature = 'ConcurrentWarehousingPosting'; enabled = $false })
        }
        $summary = Test-BcConfiguration $file -Detailed -ErrorAction Ignore
        $summary.TenantName | Should -Be 'contoso.example'
        $summary.InDesiredState | Should -BeExactly $false
        $summary.Environments, $summary.Add, $summary.Change, $summary.Remove, $summary.Refused, $summary.Unknown | Should -Be 1, 1, 1, 0, 1, 1
        $summary.Differences | Should -HaveCount 4
        (Test-BcConfiguration $file -Detailed -Component SupportContact -ErrorAction Ignore).InDesiredState | Should -BeNullOrEmpty
        ($summary | Out-String -Stream -Width 80 | Where-Object { $_ }) | Should -HaveCount 3
    }

    It 'returns one value for several tenants, and a summary for each' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        Set-Content $file '{ "environments": [ { "match": { "type": "Production" }, "appUpdateCadence": "Default" } ] }'
        Test-BcConfiguration $file -Connection * | Should -BeExactly $true
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorUpgrade -Connection (Get-BcConnection)[1].Name
        Get-BcConnection | Test-BcConfiguration $file | Should -BeExactly $false
        $summaries = Test-BcConfiguration $file -Connection * -Detailed
        $summaries.TenantName | Should -Be (Get-BcConnection).Name
        @($summaries | Where-Object InDesiredState -ne $true).TenantName | Should -Be (Get-BcConnection)[1].Name
    }

    It 'works on a read-only connection' {
        Connect-BcTenant -Simulator -ReadOnly
        Test-BcConfiguration (New-TestConfiguration $file @{ appUpdateCadence = 'Default' }) | Should -BeExactly $true
    }

    It 'accepts connections only' {
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'Default' }
        (Get-OneError { Get-BcEnvironment Sandbox | Test-BcConfiguration $file }).FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
    }
}
