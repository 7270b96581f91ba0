# Runs last. Every simulator of this run has written what it answered to a journal; here the journal is held against the contracts.
Describe 'The contract' -Skip:(-not $env:BCADMIN_SIMULATOR_JOURNAL) {
    BeforeAll {
        # The operations of a contract, and those that some call has reached with success.
        function Get-Operation([string] $Contract) {
            $document = Get-Content "$PSScriptRoot/../../src/Contracts/$Contract.openapi.json" -Raw | ConvertFrom-Json -AsHashtable
            $document.paths.Values.Values.Where({ $_ -is [System.Collections.IDictionary] }).operationId
        }
        $reached = Get-Content $env:BCADMIN_SIMULATOR_JOURNAL | ForEach-Object {
            $operation, $status = $_ -split ' '
            if ($status -match '^2') { $operation }
        } | Sort-Object -Unique
    }

    It 'has no operation of the Admin Center API that the cmdlets have not reached with success' {
        $operations = Get-Operation admin-center
        $missing = $operations | Where-Object { $_ -notin $reached }
        Write-Host "Admin Center operations reached: $($operations.Count - @($missing).Count) of $($operations.Count)"
        $operations | Should -Not -BeNullOrEmpty
        $missing | Should -BeNullOrEmpty
    }

    It 'has no operation of the Automation API that the cmdlets have not reached with success' {
        # User groups are gone since version 25, which every online environment has passed: Invoke-BcApi reaches them.
        $gone = '*UserGroup*'
        $operations = Get-Operation automation
        $wanted = $operations | Where-Object { $_ -notlike $gone }
        $wanted | Should -Not -BeNullOrEmpty
        $missing = $wanted | Where-Object { $_ -notin $reached }
        Write-Host "Automation operations reached: $($wanted.Count - @($missing).Count) of $($wanted.Count)"
        $missing | Should -BeNullOrEmpty
    }
}
