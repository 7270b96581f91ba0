BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcSimulator' {
    BeforeAll { Start-TestSession }

    It 'stops one with its connections and keeps the others' {
        $simulator = Start-BcSimulator -Name Mine
        Connect-BcTenant -Simulator -Name mine
        Stop-BcSimulator Mine -WhatIf
        Get-Process -Id $simulator.ProcessId | Should -Not -BeNullOrEmpty
        $simulator | Stop-BcSimulator
        Get-Process -Id $simulator.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
        (Get-BcConnection).Name | Should -Be 'contoso.example'
        (Get-BcSimulator).Name | Should -Be 'Test'
    }

    It 'stops several' {
        $null = 'A1', 'A2', 'A3' | ForEach-Object { Start-BcSimulator -Name $_ }
        (Get-OneError { Stop-BcSimulator A1, Nope, A3 }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
        (Get-BcSimulator).Name | Sort-Object | Should -Be A2, Test
        Stop-BcSimulator A2
    }

    It 'fails for an exact name that does not exist, and not for a pattern' {
        (Get-OneError { Stop-BcSimulator Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
        (Invoke-Captured { Stop-BcSimulator Nope* }).Errors | Should -BeNullOrEmpty
    }
}
