BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Restore-BcEnvironment' {
    BeforeEach { Start-TestSession }

    BeforeAll { function Get-Moment { (Get-BcEnvironmentRestorePeriod Production | Select-Object -Last 1).To } }

    It 'restores to a new environment of the same type, and waits for it' {
        $environment = Restore-BcEnvironment Production Restored (Get-Moment) -Wait
        $environment.Name | Should -Be 'Restored'
        $environment.Type | Should -Be 'Production'
        $environment.Status | Should -Be 'Active'
        (Get-BcEnvironment Production).Status | Should -Be 'Active'
    }

    It 'accepts environments from the pipeline and passes its operations on' {
        $companies = Get-BcEnvironment Production | Restore-BcEnvironment -NewName Restored -PointInTime (Get-Moment) -Type sandbox -SkipPerTenantExtension -SkipMarketplaceApp -SkipCleanup -Wait | Get-BcCompany
        $companies.Count | Should -Be 3
        (Get-BcEnvironment Restored).Type | Should -Be 'Sandbox'
    }

    It 'returns the operation with the new name without -Wait' {
        $operation = Restore-BcEnvironment Production Restored (Get-Moment) -Type Sandbox
        $operation.Type | Should -Be 'pitRestore'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'rejects a time outside the restore periods before the call' {
        $failure = Get-OneError { Restore-BcEnvironment Production Restored (Get-Date).AddDays(-100) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RestorePointNotAvailable,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcEnvironmentRestorePeriod*'
        Get-Request restoreEnvironment | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist, a name in use, and an invalid name' {
        (Get-OneError { Restore-BcEnvironment Nope Restored (Get-Date) }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Restore-BcEnvironment Production Sandbox (Get-Moment) -Type Sandbox }).CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-OneError { Restore-BcEnvironment Production '9lives' (Get-Date) }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'finds its operation although the response was lost, and restores once' {
        $moment = Get-Moment
        $null = Add-BcSimulatorFault -DropAnswer -Operation restoreEnvironment
        (Restore-BcEnvironment Production Restored $moment -Type Sandbox -Wait).Name | Should -Be 'Restored'
        Get-Request restoreEnvironment | Should -HaveCount 1
    }

    It 'reports why an operation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation restoreEnvironment -Message 'No backup was found.'
        "$(Get-OneError { Restore-BcEnvironment Production Restored (Get-Moment) -Type Sandbox -Wait })" | Should -BeLike '*No backup was found*'
    }

    It 'sends no write with -WhatIf' {
        Restore-BcEnvironment Production Restored (Get-Moment) -WhatIf | Should -BeNullOrEmpty
        Get-Request restoreEnvironment | Should -BeNullOrEmpty
    }
}
