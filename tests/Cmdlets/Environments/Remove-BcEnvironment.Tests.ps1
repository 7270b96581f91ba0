BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'deletes, and returns the operation, or the completed one with -Wait' {
        $operation = Remove-BcEnvironment Sandbox -Force -Wait
        $operation.Type | Should -Be 'softDelete'
        $operation.IsSucceeded | Should -BeTrue
        (Get-BcEnvironment).Name | Should -Be 'Production'
    }

    It 'accepts environments from the pipeline, and passes its operations on' {
        $operations = Get-BcEnvironment -Type Sandbox | Remove-BcEnvironment -Force | Wait-BcOperation
        $operations.Status | Should -Be 'succeeded'
    }

    It 'prompts without -Force' {
        $lines = Invoke-Unattended @'
try { Remove-BcEnvironment Sandbox -ErrorAction Stop } catch { 'asked' }
@(Get-BcEnvironment).Count
'@
        $lines[-2..-1] | Should -Be @('asked', '2')
    }

    It 'shows with -WhatIf what it would delete, and sends no write' {
        Remove-BcEnvironment Sandbox -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request getEnvironment | Should -HaveCount 1
        Get-Request deleteEnvironment | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist and continues' {
        $result = Invoke-Captured { Remove-BcEnvironment Nope, Sandbox -Force -Wait }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -BeLike 'Sandbox*'
    }

    It 'finds its operation although the response was lost, and deletes once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteEnvironment
        (Remove-BcEnvironment Sandbox -Force -Wait).IsSucceeded | Should -BeTrue
        Get-Request deleteEnvironment | Should -HaveCount 1
    }

    It 'rejects a blank name' {
        (Get-OneError { Remove-BcEnvironment ' ' -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
