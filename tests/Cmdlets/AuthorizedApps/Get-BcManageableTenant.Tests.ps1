BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcManageableTenant' {
    BeforeAll { Start-TestSession -As App }

    It 'lists the tenants of the app' {
        $tenants = Get-BcManageableTenant
        $tenants | Should -BeOfType ([BcAdmin.BcManageableTenant])
        $tenants.TenantId | Should -Contain (Get-BcConnection -Current).TenantId
    }

    It 'returns tenants that can be signed in to' {
        (Get-BcManageableTenant | Connect-BcTenant -Simulator -As App -PassThru | Get-BcEnvironment).TenantId | Sort-Object -Unique |
            Should -Be @((Get-BcManageableTenant).TenantId | Sort-Object)
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listManageableTenants -StatusCode 403 -Count 1
        (Get-OneError { Get-BcManageableTenant }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'rejects a user before the call' {
        Start-TestSession
        (Get-OneError { Get-BcManageableTenant }).FullyQualifiedErrorId | Should -BeLike 'AppRequired,*'
        Get-Request listManageableTenants | Should -BeNullOrEmpty
    }
}
