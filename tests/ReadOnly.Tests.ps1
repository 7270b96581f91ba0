# Connect-BcTenant -ReadOnly: no cmdlet changes anything.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Faults/FaultRun.psm1" -Force
    Import-Module "$PSScriptRoot/../out/BcAdmin"
    $changes = Get-FaultCase -Single | Where-Object { (Get-Command $_.Cmdlet).Parameters.ContainsKey('WhatIf') -and $_.Cmdlet -notlike 'Export-*' -and $_.Cmdlet -notin 'Invoke-BcApi', 'Invoke-BcBatch' } |
        ForEach-Object { @{ Name = $_.Name; Index = $_.Index } }
}

BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'A read-only connection' {
    BeforeEach {
        Start-TestSession -NoConnect
        Connect-BcTenant -Simulator -ReadOnly
        Clear-Request
    }

    It 'reads' {
        (Get-BcConnection).IsReadOnly | Should -BeTrue
        Get-BcEnvironment | Get-BcCompany | Should -Not -BeNullOrEmpty
        { Get-BcDatabaseExportHistory -ErrorAction Stop } | Should -Not -Throw
        { Get-BcEnvironment Sandbox | Remove-BcEnvironment -WhatIf } | Should -Not -Throw
    }

    It 'rejects a call of Invoke-BcApi and of Invoke-BcBatch that changes something, and no other call' {
        $rows = [pscustomobject] @{ Method = 'DELETE'; Url = 'companies(c0a70500-0000-4000-8000-000000000011)' }
        $refused = @(
            Get-OneError { Invoke-BcApi applications/BusinessCentral/environments/Sandbox -Method DELETE -Confirm:$false }
            Get-OneError { $rows | Invoke-BcBatch Production -Confirm:$false }
        )
        $refused.FullyQualifiedErrorId | Should -BeLike 'ReadOnlyConnection,*'
        Get-Request | Where-Object Method -In POST, PUT, PATCH, DELETE | Where-Object Operation -NE 'token' | Should -BeNullOrEmpty
        Invoke-BcApi applications/environments | Should -Not -BeNullOrEmpty
        [pscustomobject] @{ Method = 'GET'; Url = 'companies' } | Invoke-BcBatch Production | Should -Not -BeNullOrEmpty
    }

    It 'names the cmdlet and the command that connects again' {
        $failure = Get-OneError { Set-BcUser Production BUYER.02 -NeverExpires }
        "$failure" | Should -Be 'Set-BcUser is not allowed, because the connection is read-only.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*: Connect-BcTenant -Simulator'
    }

    It 'does not prompt for a rejected call' {
        (Get-OneError { Remove-BcEnvironment Production }).FullyQualifiedErrorId | Should -BeLike 'ReadOnlyConnection,*'
    }

    It 'is also read-only for Microsoft Graph' {
        (Get-OneError { New-BcAppRegistration Tool -Service -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ReadOnlyConnection,*'
        Get-Request | Where-Object Method -In POST, PATCH, DELETE | Where-Object Operation -NotIn 'token', 'deviceCode' | Should -BeNullOrEmpty
    }
}

Describe 'A cmdlet that changes something' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Faults/FaultRun.psm1" -Force
        Start-FaultRun $TestDrive
    }
    AfterAll { Stop-FaultRun }

    It '<Name>' -ForEach $changes {
        $result = Invoke-ReadOnly $Index
        $result.Errors.FullyQualifiedErrorId | Should -Contain $result.Expected -Because "$($result.Errors)"
        $result.Writes | Should -BeNullOrEmpty
    }
}
