BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Restore-BcEnvironment' {
    BeforeEach { Start-TestSession }

    BeforeAll { function Get-Moment { (Get-BcEnvironmentRestorePeriod Production | Select-Object -Last 1).To } }

    It 'restores into a new environment of the same type, and waits for it' {
        $environment = Restore-BcEnvironment Production Restored (Get-Moment) -Wait
        $environment.Name | Should -Be 'Restored'
        $environment.Type | Should -Be 'Production'
        $environment.Status | Should -Be 'Active'
        (Get-BcEnvironment Production).Status | Should -Be 'Active'
    }

    It 'goes from and to the pipeline' {
        $companies = Get-BcEnvironment Production | Restore-BcEnvironment -NewName Restored -PointInTime (Get-Moment) -Type sandbox -SkipPerTenantExtension -SkipMarketplaceApp -SkipCleanup -Wait | Get-BcCompany
        $companies.Count | Should -Be 3
        (Get-BcEnvironment Restored).Type | Should -Be 'Sandbox'
    }

    It 'returns the operation without -Wait, under the new name' {
        $operation = Restore-BcEnvironment Production Restored (Get-Moment) -Type Sandbox
        $operation.Type | Should -Be 'pitRestore'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'refuses a moment outside of the periods before the call' {
        $failure = Get-OneError { Restore-BcEnvironment Production Restored (Get-Date).AddDays(-100) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RestorePointNotAvailable,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcEnvironmentRestorePeriod*'
        Get-Request restoreEnvironment | Should -BeNullOrEmpty
    }

    It 'fails for a missing environment, a name in use and one that cannot be' {
        (Get-OneError { Restore-BcEnvironment Nope Restored (Get-Date) }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Restore-BcEnvironment Production Sandbox (Get-Moment) -Type Sandbox }).CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-OneError { Restore-BcEnvironment Production '9lives' (Get-Date) }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'finds its operation although the answer was lost, and restores once' {
        $moment = Get-Moment
        $null = Add-BcSimulatorFault -DropAnswer -Operation restoreEnvironment
        (Restore-BcEnvironment Production Restored $moment -Type Sandbox -Wait).Name | Should -Be 'Restored'
        Get-Request restoreEnvironment | Should -HaveCount 1
    }

    It 'says why one that failed did' {
        $null = Add-BcSimulatorFault -FailOperation -Operation restoreEnvironment -Message 'No backup was found.'
        "$(Get-OneError { Restore-BcEnvironment Production Restored (Get-Moment) -Type Sandbox -Wait })" | Should -BeLike '*No backup was found*'
    }

    It 'sends no write with -WhatIf' {
        Restore-BcEnvironment Production Restored (Get-Moment) -WhatIf | Should -BeNullOrEmpty
        Get-Request restoreEnvironment | Should -BeNullOrEmpty
    }
}
