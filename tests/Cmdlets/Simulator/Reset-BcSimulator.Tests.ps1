BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Reset-BcSimulator' {
    BeforeEach { Start-TestSession }

    It 'restores the scenario, and connections stay signed in' {
        $null = New-BcCompany Sandbox Fabrikam
        Reset-BcSimulator Test -WhatIf
        @(Get-BcCompany Sandbox).Count | Should -Be 2
        Get-BcSimulator Test | Reset-BcSimulator
        @(Get-BcCompany Sandbox).Count | Should -Be 1
    }

    It 'removes the faults and keeps everything else' {
        $null = New-BcCompany Sandbox Fabrikam
        $null = Add-BcSimulatorFault 503 -Count 0
        Reset-BcSimulator Test -FaultOnly
        (Get-BcSimulator Test).Faults | Should -BeNullOrEmpty
        @(Get-BcCompany Sandbox).Count | Should -Be 2
    }

    It 'fails for a simulator or a scenario that does not exist' {
        (Get-OneError { Reset-BcSimulator Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
        (Get-OneError { Reset-BcSimulator Test -Scenario Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorRefused,*'
    }
}
