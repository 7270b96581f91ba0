BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Select-BcConnection' {
    BeforeAll {
        Start-TestSession Partner -NoConnect
        $tenants = (Get-BcSimulator Test).Tenants
        foreach ($name in $tenants) { Connect-BcTenant $name -Simulator }
    }

    It 'makes a connection the current one, by name and from the pipeline' {
        Select-BcConnection $tenants[0] | Should -BeNullOrEmpty
        (Get-BcConnection -Current).Name | Should -Be $tenants[0]
        (Get-BcConnection $tenants[1] | Select-BcConnection -PassThru).Name | Should -Be $tenants[1]
        (Get-BcEnvironment)[0].TenantId | Should -Be (Get-BcConnection $tenants[1]).TenantId
    }

    It 'leaves no connection current when it fails, and the next command reports why' -ForEach @(
        @{ select = { Select-BcConnection nobody } }
        @{ select = { Select-BcConnection * } }
        @{ select = { Select-BcConnection '' } }
        @{ select = { [pscustomobject] @{ Name = 'nobody' } | Select-BcConnection } }
    ) {
        Select-BcConnection $tenants[0]
        $null = Get-OneError $select
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        "$failure" | Should -BeLike '*Select-BcConnection*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*$($tenants[0])*"
        Select-BcConnection $tenants[1]
        (Get-BcEnvironment)[0].TenantId | Should -Be (Get-BcConnection $tenants[1]).TenantId
    }

    It 'fails for no match and for several' {
        (Get-OneError { Select-BcConnection nobody }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        (Get-OneError { Select-BcConnection * }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*'
    }
}
