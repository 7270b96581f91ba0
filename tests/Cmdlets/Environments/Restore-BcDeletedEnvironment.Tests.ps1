BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Restore-BcDeletedEnvironment' {

    BeforeEach {
        Start-TestSession
        $null = Remove-BcEnvironment Sandbox -Force -Wait
        $deleted = Get-BcEnvironment -Status SoftDeleted
        Clear-Request
    }

    It 'recovers an environment by its name with the suffix' {
        $environment = Restore-BcDeletedEnvironment $deleted.Name -Wait
        $environment.Name | Should -Be $deleted.Name
        $environment.Status | Should -Be 'Active'
    }

    It 'accepts a deletion from the pipeline, with the old name' {
        $environment = Get-BcEnvironment Sandbox* -IncludeDeleted | Restore-BcDeletedEnvironment -Wait | Rename-BcEnvironment -NewName Sandbox -Force -Wait
        $environment.Name | Should -Be 'Sandbox'
        (Get-BcEnvironment).Name | Should -Be @('Production', 'Sandbox')
    }

    It 'returns the operation without -Wait' {
        $operation = Restore-BcDeletedEnvironment $deleted.Name
        $operation.Type | Should -Be 'recover'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'suggests the current name of a deleted environment' {
        $failure = Get-OneError { Restore-BcDeletedEnvironment Sandbox }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcEnvironment -Status SoftDeleted*'
    }

    It 'reports that an environment is not deleted' {
        $failure = Get-OneError { Restore-BcDeletedEnvironment Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidStatusCannotRecoverDeletedEnvironment,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*SoftDeleted*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Restore-BcDeletedEnvironment ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'reports that the version of the API does not support it' {
        Start-TestSession -Connect @{ ApiVersion = '2.17' }
        (Get-OneError { Restore-BcDeletedEnvironment Sandbox }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    It 'sends no write with -WhatIf' {
        Restore-BcDeletedEnvironment $deleted.Name -WhatIf | Should -BeNullOrEmpty
        Get-Request recoverEnvironment | Should -BeNullOrEmpty
    }
}
