BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentAppUpdateCadence' {
    BeforeEach { Start-TestSession }

    It 'sets the cadence in the spelling of the service' {
        (Set-BcEnvironmentAppUpdateCadence Sandbox duringmajorminorupgrade -PassThru).AppSourceAppsUpdateCadence | Should -Be 'DuringMajorMinorUpgrade'
    }

    It 'accepts environments from the pipeline and returns nothing' {
        Get-BcEnvironment | Set-BcEnvironmentAppUpdateCadence -Cadence DuringMajorUpgrade | Should -BeNullOrEmpty
        (Get-BcEnvironment).AppSourceAppsUpdateCadence | Should -Be @('DuringMajorUpgrade', 'DuringMajorUpgrade')
    }

    It 'fails for an environment that does not exist and for an unknown value' {
        (Get-OneError { Set-BcEnvironmentAppUpdateCadence Nope Default }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Set-BcEnvironmentAppUpdateCadence Sandbox Sometimes }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentAppUpdateCadence Sandbox DuringMajorUpgrade -WhatIf
        Get-Request setAppUpdateCadence | Should -BeNullOrEmpty
    }
}
