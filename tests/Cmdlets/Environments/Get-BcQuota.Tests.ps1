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

    It 'shows the used and the remaining quota' {
        $environments = Get-BcEnvironment -IncludeDeleted
        $quota = Get-BcQuota
        $quota.ProductionUsed | Should -Be @($environments | Where-Object { $_.Type -eq 'Production' -and $_.Status -ne 'SoftDeleted' }).Count
        $quota.ProductionLeft | Should -Be ($quota.ProductionEnvironments - $quota.ProductionUsed)
        $quota.SandboxLeft | Should -Be ($quota.SandboxEnvironments - $quota.SandboxUsed)
        $quota.UsedStorageKB | Should -Be ((Get-BcEnvironmentStorage).DatabaseSizeKB | Measure-Object -Sum).Sum
        $quota.UsedGB + $quota.LeftGB | Should -Be $quota.TotalStorageGB
    }

    It 'does not count a soft-deleted environment' {
        $before = (Get-BcQuota).SandboxUsed
        Remove-BcEnvironment Sandbox -Force -Wait
        (Get-BcQuota).SandboxUsed | Should -Be ($before - 1)
    }

    It 'returns the quotas with a warning if the usage cannot be read' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation listUsedStorage
        $result = Invoke-Captured { Get-BcQuota }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.TotalStorageGB | Should -BeGreaterThan 0
        $result.Output.UsedGB, $result.Output.LeftGB | Should -Be $null, $null
        $result.Output.ProductionUsed | Should -BeGreaterThan 0
        $result.Warnings | Should -BeLike 'The usage of tenant contoso.example is incomplete*'
    }

    It 'reads each connection of the pipeline' {
        Start-TestSession -Scenario Partner -As DelegatedAdmin -Connect @{ TenantId = 'customer.example' }
        Connect-BcTenant 2.customer.example -Simulator -As DelegatedAdmin
        (Get-BcConnection | Get-BcQuota).TenantId | Sort-Object -Unique | Should -HaveCount 2
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation getQuotas
        (Get-OneError { Get-BcQuota }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'fails for a connection that does not exist' {
        (Get-OneError { Get-BcQuota -Connection nobody.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
