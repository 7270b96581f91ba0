BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcQuota' {
    BeforeEach { Start-TestSession }

    It 'shows the limits' {
        $quota = Get-BcQuota
        $quota.ProductionEnvironments | Should -BeGreaterThan 0
        $quota.SandboxEnvironments | Should -BeGreaterThan 0
        $quota.TotalStorageKB | Should -BeGreaterOrEqual $quota.DefaultStorageKB
        $quota.TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'asks each connection of the pipeline' {
        Start-TestSession -Scenario Partner -As DelegatedAdmin -Connect @{ TenantId = 'customer.example' }
        Connect-BcTenant 2.customer.example -Simulator -As DelegatedAdmin
        (Get-BcConnection | Get-BcQuota).TenantId | Sort-Object -Unique | Should -HaveCount 2
    }

    It 'passes on what the service refuses' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation getQuotas
        (Get-OneError { Get-BcQuota }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'fails for a connection that is not there' {
        (Get-OneError { Get-BcQuota -Connection nobody.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
