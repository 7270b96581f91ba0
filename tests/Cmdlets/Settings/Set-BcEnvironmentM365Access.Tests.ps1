BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentM365Access' {
    BeforeEach { Start-TestSession }

    It 'turns it on and off' {
        (Set-BcEnvironmentM365Access Sandbox $true -PassThru).Enabled | Should -BeTrue
        Set-BcEnvironmentM365Access Sandbox $false | Should -BeNullOrEmpty
        (Get-BcEnvironmentM365Access Sandbox).Enabled | Should -BeFalse
    }

    It 'accepts environments from the pipeline' {
        Get-BcEnvironment | Set-BcEnvironmentM365Access -Enabled $true
        (Get-BcEnvironment | Get-BcEnvironmentM365Access).Enabled | Should -Be @($true, $true)
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Set-BcEnvironmentM365Access Nope $true }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects other values than on and off' {
        (Get-OneError { Set-BcEnvironmentM365Access Sandbox maybe }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*,*'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentM365Access Sandbox $true -WhatIf
        Get-Request setM365LicenseAccess | Should -BeNullOrEmpty
    }
}
