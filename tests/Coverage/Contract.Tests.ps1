# Runs last. Every simulator of this run has written what it answered to a journal; here the journal is held against the contract.
Describe 'The contract' -Skip:(-not $env:BCADMIN_SIMULATOR_JOURNAL) {
    It 'has no operation of the Admin Center API that the cmdlets have not reached with success' {
        $contract = Get-Content "$PSScriptRoot/../../src/Contracts/admin-center.openapi.json" -Raw | ConvertFrom-Json -AsHashtable
        $operations = $contract.paths.Values.Values.Where({ $_ -is [System.Collections.IDictionary] }).operationId
        $reached = Get-Content $env:BCADMIN_SIMULATOR_JOURNAL | ForEach-Object {
            $operation, $status = $_ -split ' '
            if ($status -match '^2') { $operation }
        } | Sort-Object -Unique
        $missing = $operations | Where-Object { $_ -notin $reached }
        Write-Host "Admin Center operations reached: $($operations.Count - @($missing).Count) of $($operations.Count)"
        $operations.Count | Should -Be 76
        $missing | Should -BeNullOrEmpty
    }
}
