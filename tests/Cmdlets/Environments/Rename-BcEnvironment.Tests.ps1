BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Rename-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'renames, and follows the operation although the old name no longer exists' {
        $environment = Rename-BcEnvironment Sandbox Training -Force -Wait
        $environment.Name | Should -Be 'Training'
        $environment.Status | Should -Be 'Active'
        (Get-BcEnvironment).Name | Should -Be @('Production', 'Training')
    }

    It 'works with versions that can only list operations, and if operations are listed late' {
        Start-TestSession -Setting @{ operationListLagSec = 1000 } -Connect @{ ApiVersion = '2.20' }
        (Rename-BcEnvironment Sandbox Training -Force -Wait).Name | Should -Be 'Training'
        Get-Request getOperation | Should -BeNullOrEmpty
    }

    It 'returns the operation with the new name without -Wait' {
        $operation = Rename-BcEnvironment Sandbox Training -Force
        $operation.Type | Should -Be 'environmentRename'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'accepts environments from the pipeline and passes its operations on' {
        $companies = Get-BcEnvironment Sandbox | Rename-BcEnvironment -NewName Training -Force -Wait | Get-BcCompany
        $companies.EnvironmentName | Should -Be 'Training'
    }

    It 'finds its operation although the response was lost, and renames once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation renameEnvironment
        (Rename-BcEnvironment Sandbox Training -Force -Wait).Name | Should -Be 'Training'
        Get-Request renameEnvironment | Should -HaveCount 1
    }

    It 'fails for an environment that does not exist, a name in use, and an invalid name' {
        (Get-OneError { Rename-BcEnvironment Nope Training -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Rename-BcEnvironment Sandbox Production -Force }).CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-OneError { Rename-BcEnvironment Sandbox 'a b' -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'reports the conflicting operation' {
        Start-TestSession -TimeScale 1
        $operation = Restart-BcEnvironment Sandbox -Force
        $failure = Get-OneError { Rename-BcEnvironment Sandbox Training -Force }
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Wait-BcOperation $($operation.OperationId)*"
    }

    It 'reports why an operation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation renameEnvironment -Message 'The name server is on strike.'
        "$(Get-OneError { Rename-BcEnvironment Sandbox Training -Force -Wait })" | Should -BeLike '*on strike*'
    }

    It 'sends no write with -WhatIf' {
        Rename-BcEnvironment Sandbox Training -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request renameEnvironment | Should -BeNullOrEmpty
    }
}
