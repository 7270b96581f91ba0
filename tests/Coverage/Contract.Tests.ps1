# Runs last. Every simulator of this run has written its calls to a journal; here the journal is compared with the contracts.
Describe 'The contract' -Skip:(-not $env:BCADMIN_SIMULATOR_JOURNAL) {
    BeforeAll {
        # The operations of a contract, and those that were called successfully.
        function Get-Operation([string] $Contract) {
            $document = Get-Content "$PSScriptRoot/../../src/Contracts/$Contract.openapi.json" -Raw | ConvertFrom-Json -AsHashtable
            $document.paths.Values.Values.Where({ $_ -is [System.Collections.IDictionary] }).operationId
        }
        $reached = Get-Content $env:BCADMIN_SIMULATOR_JOURNAL | ForEach-Object {
            $operation, $status = $_ -split ' '
            if ($status -match '^2') { $operation }
        } | Sort-Object -Unique
    }

    It 'has no operation of the Admin Center API that the cmdlets have not called successfully' {
        $operations = Get-Operation admin-center
        $missing = $operations | Where-Object { $_ -notin $reached }
        Write-Host "Admin Center operations called: $($operations.Count - @($missing).Count) of $($operations.Count)"
        $operations | Should -Not -BeNullOrEmpty
        $missing | Should -BeNullOrEmpty
    }

    It 'has no operation of the Automation API that the cmdlets have not called successfully' {
        # User groups were removed in version 25, which is older than every online environment; Invoke-BcApi can call them.
        $gone = '*UserGroup*'
        $operations = Get-Operation automation
        $wanted = $operations | Where-Object { $_ -notlike $gone }
        $wanted | Should -Not -BeNullOrEmpty
        $missing = $wanted | Where-Object { $_ -notin $reached }
        Write-Host "Automation operations called: $($wanted.Count - @($missing).Count) of $($wanted.Count)"
        $missing | Should -BeNullOrEmpty
    }
}
