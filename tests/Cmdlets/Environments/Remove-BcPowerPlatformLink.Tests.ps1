BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcPowerPlatformLink' {
    BeforeEach { Start-TestSession }

    BeforeAll { $sandbox = 'c0a70500-0000-4000-8000-00000000e002' }

    It 'unlinks, so that the environment can be deleted again' {
        New-BcPowerPlatformLink Sandbox $sandbox -Force
        Get-BcEnvironment Sandbox | Remove-BcPowerPlatformLink -PowerPlatformEnvironmentId $sandbox -Force | Should -BeNullOrEmpty
        (Remove-BcEnvironment Sandbox -Force -Wait).IsSucceeded | Should -BeTrue
    }

    It 'reports that the two are not linked' {
        (Get-OneError { Remove-BcPowerPlatformLink Sandbox $sandbox -Force }).FullyQualifiedErrorId | Should -BeLike 'BadArgument,*'
    }

    It 'rejects apps before the call' {
        Start-TestSession -As App
        (Get-OneError { Remove-BcPowerPlatformLink Sandbox $sandbox -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist, and without an ID' {
        (Get-OneError { Remove-BcPowerPlatformLink Nope $sandbox -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Remove-BcPowerPlatformLink Sandbox '' -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'sends no write with -WhatIf' {
        Remove-BcPowerPlatformLink Sandbox $sandbox -WhatIf
        Get-Request unlinkPowerPlatformEnvironment | Should -BeNullOrEmpty
    }
}
