BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcAuthorizedApp' {
    BeforeEach {
        Start-TestSession
        $automation = 'c0a70500-0000-4000-8000-00000000a001'
    }

    It 'removes an authorization' {
        Remove-BcAuthorizedApp $automation -Force | Should -BeNullOrEmpty
        (Get-BcAuthorizedApp).ClientId | Should -Not -Contain $automation
    }

    It 'accepts apps from the pipeline' {
        Get-BcAuthorizedApp | Remove-BcAuthorizedApp -Force
        Get-BcAuthorizedApp | Should -BeNullOrEmpty
    }

    It 'writes only a verbose line for a piped app that is no longer authorized, and fails for an ID that was never authorized' {
        (Get-OneError { Remove-BcAuthorizedApp (New-Guid) -Force }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        $gone = [pscustomobject] @{ ClientId = New-Guid }
        $result = Invoke-Captured { $null = $gone | Remove-BcAuthorizedApp -Force -Verbose }
        $result.Errors | Should -BeNullOrEmpty
    }

    It 'succeeds when the response to the removal was lost, and still fails for an ID that was never authorized' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation removeAuthorizedApp
        (Invoke-Captured { Remove-BcAuthorizedApp $automation -Force }).Errors | Should -BeNullOrEmpty
        @(Get-Request removeAuthorizedApp).Status | Should -Be 200, 404
        # A throttled attempt has not removed it.
        $null = Add-BcSimulatorFault 429 -Operation removeAuthorizedApp -Count 1 -RetryAfterSec 0
        (Get-OneError { Remove-BcAuthorizedApp (New-Guid) -Force }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation removeAuthorizedApp -StatusCode 403 -Count 1
        (Get-OneError { Remove-BcAuthorizedApp $automation -Force }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'changes nothing with -WhatIf' {
        Remove-BcAuthorizedApp $automation -Force -WhatIf
        Get-Request removeAuthorizedApp | Should -BeNullOrEmpty
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Remove-BcAuthorizedApp automation -Force }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
