BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'New-BcPowerPlatformLink' {
    BeforeEach { Start-TestSession }

    BeforeAll { $sandbox = 'c0a70500-0000-4000-8000-00000000e002' }

    It 'links the environment, which then cannot be deleted' {
        New-BcPowerPlatformLink Sandbox $sandbox -Force | Should -BeNullOrEmpty
        (Get-OneError { Remove-BcEnvironment Sandbox -Force }).CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        (Get-BcEnvironment Sandbox).Status | Should -Be 'Active'
    }

    It 'accepts rows of a file' {
        [pscustomobject] @{ Environment = 'Sandbox'; PowerPlatformEnvironmentId = $sandbox } | New-BcPowerPlatformLink -Force
        (Get-Request linkPowerPlatformEnvironment).Path | Should -BeLike "*powerPlatformEnvironmentId=$sandbox"
    }

    It 'reports why the two cannot be linked' {
        $failure = Get-OneError { New-BcPowerPlatformLink Production $sandbox -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'BadArgument,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*same type*'
    }

    It 'rejects apps before the call' {
        Start-TestSession -As App
        (Get-OneError { New-BcPowerPlatformLink Sandbox $sandbox -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'is not sent again after a lost response' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation linkPowerPlatformEnvironment
        $failure = Get-OneError { New-BcPowerPlatformLink Sandbox $sandbox -Force }
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*may have made the change*'
        Get-Request linkPowerPlatformEnvironment | Should -HaveCount 1
    }

    It 'fails for an environment that does not exist, and without an ID' {
        (Get-OneError { New-BcPowerPlatformLink Nope $sandbox -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { New-BcPowerPlatformLink Sandbox '' -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'sends no write with -WhatIf' {
        New-BcPowerPlatformLink Sandbox $sandbox -WhatIf
        Get-Request linkPowerPlatformEnvironment | Should -BeNullOrEmpty
    }
}
