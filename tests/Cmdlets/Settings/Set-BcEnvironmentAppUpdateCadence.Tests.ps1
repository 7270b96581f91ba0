BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentAppUpdateCadence' {
    BeforeEach { Start-TestSession }

    It 'sets it, spelled as the service wants it' {
        (Set-BcEnvironmentAppUpdateCadence Sandbox duringmajorminorupgrade -PassThru).AppSourceAppsUpdateCadence | Should -Be 'DuringMajorMinorUpgrade'
    }

    It 'takes environments from the pipeline and returns nothing' {
        Get-BcEnvironment | Set-BcEnvironmentAppUpdateCadence -Cadence DuringMajorUpgrade | Should -BeNullOrEmpty
        (Get-BcEnvironment).AppSourceAppsUpdateCadence | Should -Be @('DuringMajorUpgrade', 'DuringMajorUpgrade')
    }

    It 'fails for a missing environment and for an unknown value' {
        (Get-OneError { Set-BcEnvironmentAppUpdateCadence Nope Default }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Set-BcEnvironmentAppUpdateCadence Sandbox Sometimes }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentAppUpdateCadence Sandbox DuringMajorUpgrade -WhatIf
        Get-Request setAppUpdateCadence | Should -BeNullOrEmpty
    }
}
