BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAuthorizedApp' {
    BeforeAll { Start-TestSession }

    It 'lists the apps of the tenant' {
        $apps = Get-BcAuthorizedApp
        $apps | Should -BeOfType ([BcAdmin.BcAuthorizedApp])
        $apps.ClientId | Should -Contain 'c0a70500-0000-4000-8000-00000000a001'
        $apps[0].TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'reads a list in an envelope as well' {
        Send-Control settings @{ wrapAuthorizedApps = $true }
        (Get-BcAuthorizedApp c0a70500-0000-4000-8000-00000000a001).IsAdminConsentGranted | Should -BeTrue
    }

    It 'fails for one that does not exist' {
        (Get-OneError { Get-BcAuthorizedApp (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listAuthorizedApps -StatusCode 403 -Count 1
        (Get-OneError { Get-BcAuthorizedApp }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'rejects an app before the call' {
        Start-TestSession -As App
        $failure = Get-OneError { Get-BcAuthorizedApp }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request listAuthorizedApps | Should -BeNullOrEmpty
    }
}
