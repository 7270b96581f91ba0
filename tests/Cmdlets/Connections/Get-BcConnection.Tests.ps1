BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcConnection' {
    BeforeAll {
        Start-TestSession Partner -NoConnect
        $tenants = (Get-BcSimulator Test).Tenants
        foreach ($name in $tenants) { Connect-BcTenant $name -Simulator }
    }

    It 'lists all, by pattern, by tenant ID, and the current one' {
        (Get-BcConnection).Name | Should -Be $tenants
        (Get-BcConnection '2.*').Name | Should -Be $tenants[1]
        (Get-BcConnection (Get-BcConnection $tenants[2]).TenantId).Name | Should -Be $tenants[2]
        (Get-BcConnection -Current).Name | Should -Be $tenants[-1]
        (Get-BcConnection | Where-Object IsCurrent).Name | Should -Be $tenants[-1]
    }

    It 'shows no token and no secret' {
        Get-BcConnection | Format-List * -Force | Out-String | Should -Not -Match 'eyJ|secret'
    }

    It 'shows in the table which connections are read-only' {
        Connect-BcTenant $tenants[1] -Simulator -ReadOnly
        $rows = @((Get-BcConnection | Out-String -Width 79) -split '\r?\n' -match 'example')
        $rows | Should -HaveCount $tenants.Count
        @($rows -match 'True +True')[0].Substring(0, $tenants[1].Length) | Should -Be $tenants[1]
        @($rows -match 'False +False') | Should -HaveCount ($tenants.Count - 1)
    }

    It 'fails for a name that does not exist, not for a pattern' {
        (Get-OneError { Get-BcConnection nobody }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-BcConnection nobody* | Should -BeNullOrEmpty
        Disconnect-BcTenant -All
        (Get-OneError { Get-BcConnection -Current }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
