BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Add-BcAuthorizedApp' {
    BeforeEach {
        Start-TestSession
        $newcomer = 'c0a70500-0000-4000-8000-00000000a002'
    }

    It 'authorizes an app, once or twice' {
        (Add-BcAuthorizedApp $newcomer).ClientId | Should -Be $newcomer
        (Add-BcAuthorizedApp $newcomer).ClientId | Should -Be $newcomer
        (Get-BcAuthorizedApp).ClientId | Should -Contain $newcomer
    }

    It 'warns if consent is missing' {
        $result = Invoke-Captured { Add-BcAuthorizedApp 11111111-2222-4333-8444-555555555555 }
        $result.Output.IsAdminConsentGranted | Should -BeFalse
        $result.Warnings | Should -BeLike '*no admin consent*'
    }

    It 'accepts apps from the pipeline' {
        (Get-BcAuthorizedApp | Add-BcAuthorizedApp).ClientId | Should -Be (Get-BcAuthorizedApp).ClientId
    }

    It 'changes nothing with -WhatIf' {
        Add-BcAuthorizedApp $newcomer -WhatIf | Should -BeNullOrEmpty
        Get-Request authorizeApp | Should -BeNullOrEmpty
    }

    It 'continues when one fails' {
        $null = Add-BcSimulatorFault -Operation authorizeApp -StatusCode 403 -Count 1
        $result = Invoke-Captured { Add-BcAuthorizedApp (New-Guid), $newcomer }
        $result.Errors | Should -HaveCount 1
        $result.Output.ClientId | Should -Be $newcomer
    }

    It 'rejects an app as the caller, and an invalid ID' {
        (Get-OneError { Add-BcAuthorizedApp newcomer }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
        Start-TestSession -As App
        (Get-OneError { Add-BcAuthorizedApp $newcomer }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
    }
}
