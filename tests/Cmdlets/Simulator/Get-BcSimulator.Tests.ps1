BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSimulator' {
    BeforeAll { Start-TestSession -NoConnect }

    It 'lists running simulators, with their faults' {
        $null = Add-BcSimulatorFault 503 -Operation listEnvironments
        $simulator = Get-BcSimulator Test
        $simulator.Faults.StatusCode | Should -Be 503
        $simulator.Tenants | Should -Be 'contoso.example'
        Test-Path $simulator.CertificatePath | Should -BeTrue
    }

    It 'fails for a name that does not exist, not for a pattern' {
        (Get-OneError { Get-BcSimulator Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
        Get-BcSimulator 'Nope*' | Should -BeNullOrEmpty
    }
}
