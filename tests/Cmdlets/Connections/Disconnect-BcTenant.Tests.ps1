BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Disconnect-BcTenant' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $tenants = (Get-BcSimulator Test).Tenants
        foreach ($name in $tenants) { Connect-BcTenant $name -Simulator }
    }

    It 'closes the current connection, named ones, and all' {
        Disconnect-BcTenant
        (Get-BcConnection).Name | Should -Be $tenants[0, 1]
        Get-BcConnection $tenants[0] | Disconnect-BcTenant
        (Get-BcConnection -Current).Name | Should -Be $tenants[1] -Because 'it is the only one left'
        Disconnect-BcTenant -All
        Get-BcConnection | Should -BeNullOrEmpty
    }

    It 'is not an error if there is no connection' {
        Disconnect-BcTenant -All
        (Invoke-Captured { Disconnect-BcTenant; Disconnect-BcTenant -All; Disconnect-BcTenant nobody }).Errors | Should -BeNullOrEmpty
    }

    It 'closes the connection for all variables that contain it' {
        $connection = Get-BcConnection $tenants[0]
        Disconnect-BcTenant $tenants[0]
        (Get-OneError { Get-BcEnvironment -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
