BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSimulatorRequest' {
    BeforeAll { Start-TestSession }

    It 'lists requests, by operation and the most recent ones' {
        $null = Get-BcEnvironment
        $null = Get-BcEnvironment Sandbox
        $requests = Get-BcSimulatorRequest Test
        $requests.Operation | Should -Be @('listEnvironments', 'getEnvironment')
        $requests[0] | Should -BeOfType ([BcAdmin.BcSimulatorRequest])
        $requests[0].Path | Should -Be '/admin/v2.29/applications/environments'
        $requests[0].Caller | Should -Be 'internalAdmin'
        $requests[0].CallerId | Should -BeLike '*@contoso.example'
        (Get-BcSimulatorRequest Test -Last 1).Operation | Should -Be 'getEnvironment'
        (Get-BcSimulator Test | Get-BcSimulatorRequest -Operation 'list*').Operation | Should -Be 'listEnvironments'
    }

    It 'fails for a simulator that does not exist' {
        (Get-OneError { Get-BcSimulatorRequest Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
    }
}
