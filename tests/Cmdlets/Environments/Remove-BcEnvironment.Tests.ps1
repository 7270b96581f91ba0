BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'deletes, and returns the operation; the finished one with -Wait' {
        $operation = Remove-BcEnvironment Sandbox -Force -Wait
        $operation.Type | Should -Be 'softDelete'
        $operation.IsSucceeded | Should -BeTrue
        (Get-BcEnvironment).Name | Should -Be 'Production'
    }

    It 'takes environments from the pipeline, and hands its operations on' {
        $operations = Get-BcEnvironment -Type Sandbox | Remove-BcEnvironment -Force | Wait-BcOperation
        $operations.Status | Should -Be 'succeeded'
    }

    It 'asks where nobody says -Force' {
        $lines = Invoke-FreshPwsh @'
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
try { Remove-BcEnvironment Sandbox -ErrorAction Stop } catch { 'asked' }
@(Get-BcEnvironment).Count
'@
        $lines[-2..-1] | Should -Be @('asked', '2')
    }

    It 'names what it would delete with -WhatIf, and sends no write' {
        Remove-BcEnvironment Sandbox -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request getEnvironment | Should -HaveCount 1
        Get-Request deleteEnvironment | Should -BeNullOrEmpty
    }

    It 'fails for a missing one and goes on' {
        $result = Invoke-Captured { Remove-BcEnvironment Nope, Sandbox -Force -Wait }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -BeLike 'Sandbox*'
    }

    It 'finds its operation although the answer was lost, and deletes once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteEnvironment
        (Remove-BcEnvironment Sandbox -Force -Wait).IsSucceeded | Should -BeTrue
        Get-Request deleteEnvironment | Should -HaveCount 1
    }

    It 'refuses a blank name' {
        (Get-OneError { Remove-BcEnvironment ' ' -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
