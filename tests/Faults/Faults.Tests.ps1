# Every cmdlet that calls the service, with seeded random faults. Each call must return the expected object or one expected error, within its
# time limit, and nothing is processed twice. `build.ps1 Test -Suite Faults` runs many calls, every other test run a few. Environment variables:
#   BCADMIN_FAULT_CALLS  the number of calls (one for each case by default)
#   BCADMIN_FAULT_SEED   the seed (1 by default, so that a failure is caused by a change)
#   BCADMIN_FAULT_CALL   only the call with this number, with all details
#   BCADMIN_FAULT_LANE   "1/3": this process takes the first of every three cases
BeforeDiscovery {
    Import-Module "$PSScriptRoot/FaultRun.psm1"
    $lane, $lanes = [int[]] (($env:BCADMIN_FAULT_LANE ? $env:BCADMIN_FAULT_LANE : '1/1') -split '/')
    $cases = @(Get-FaultCase)
    $count = $cases.Count
    $only = $env:BCADMIN_FAULT_CALL ? [int] $env:BCADMIN_FAULT_CALL : -1
    $most = $env:BCADMIN_FAULT_CALLS ? [int] $env:BCADMIN_FAULT_CALLS : $count
    $chosen = @($cases | Where-Object { $only -ge 0 ? $_.Index -eq $only % $count : $_.Index -lt $most -and $_.Index % $lanes -eq $lane - 1 } | ForEach-Object { @{ Name = $_.Name; Index = $_.Index } })
}

Describe 'Faults' {
    BeforeAll {
        Import-Module "$PSScriptRoot/FaultRun.psm1"
        $seed = $env:BCADMIN_FAULT_SEED ? [int] $env:BCADMIN_FAULT_SEED : 1
        $only = $env:BCADMIN_FAULT_CALL ? [int] $env:BCADMIN_FAULT_CALL : -1
        $cases = @(Get-FaultCase)
        $count = $cases.Count
        $calls = $env:BCADMIN_FAULT_CALLS ? [int] $env:BCADMIN_FAULT_CALLS : $count
        Write-Host "Faults: seed $seed, $($only -ge 0 ? "call $only" : "$calls calls of $count cases"), lane $($env:BCADMIN_FAULT_LANE ? $env:BCADMIN_FAULT_LANE : '1/1')"
        $results = [Collections.Generic.List[object]]::new()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Start-FaultRun $TestDrive
    }

    AfterAll {
        Stop-FaultRun
        $applied = @($results | Where-Object { $_.Struck.Count })
        Write-Host "Faults: $($results.Count) calls, of which $($applied.Count) were struck by $(($results.Struck | Measure-Object).Count) faults, $(@($results | Where-Object { $_.Broken.Count }).Count) broke an invariant; seed $seed, $([int] $watch.Elapsed.TotalSeconds) s."
        $results.Struck | Group-Object -NoElement | Sort-Object Count -Descending | ForEach-Object { Write-Host ('  struck {0,6}  {1}' -f $_.Count, $_.Name) }
        $results | Group-Object { $_.Codes ? $_.Codes[0] : 'right object' } -NoElement | Sort-Object Count -Descending | ForEach-Object { Write-Host ('  ended  {0,6}  {1}' -f $_.Count, $_.Name) }
    }

    It '<Name>' -ForEach $chosen {
        $case = $cases[$Index]
        $numbers = if ($only -ge 0) { $only } else { for ($number = $case.Index; $number -lt $calls; $number += $count) { $number } }
        $broken = foreach ($number in $numbers) {
            $result = Invoke-FaultCall $case $seed $number
            $results.Add($result)
            if ($only -ge 0) { $result | Format-List Name, As, Plan, Struck, Codes, Errors, Time, Log, Broken | Out-Host }
            if ($result.Broken.Count) {
                @"
call $number of seed $seed, as $($result.As), $($result.Broken -join '; ')
  faults   $($result.Plan)
  requests $($result.Log -join ', ')
  errors   $($result.Errors -join ' | ')
  repeat   build.ps1 Test -Suite Faults -Seed $seed -Call $number -SkipBuild
"@
            }
        }
        $broken | Should -BeNullOrEmpty
    }
}

Describe 'The table of cases' {
    It 'has every cmdlet that calls the service, or the reason why not' {
        $without = @{
            'Add-BcSimulatorFault'     = 'calls a simulator, not the service'
            'ConvertFrom-BcContainerHelper' = 'converts files'
            'Disconnect-BcTenant'      = 'forgets what this process knows'
            'Export-BcApiDefinition'   = 'writes files of the module'
            'Export-BcConnector'       = 'writes files of the module'
            'Find-BcCommand'           = 'reads a file of the module'
            'Get-BcAdminConsentUrl'    = 'makes an address'
            'Get-BcConnection'         = 'shows what this process knows'
            'Get-BcSimulator'          = 'calls a simulator, not the service'
            'Get-BcSimulatorRequest'   = 'calls a simulator, not the service'
            'Reset-BcSimulator'        = 'calls a simulator, not the service'
            'Select-BcConnection'      = 'shows what this process knows'
            'Start-BcSimulator'        = 'calls a simulator, not the service'
            'Stop-BcSimulator'         = 'calls a simulator, not the service'
            'Update-BcAppCredential'   = 'changes what no other cmdlet shows; lost answers are in its own tests'
        }
        $exported = (Get-Module BcAdmin).ExportedCmdlets.Keys
        $applied = @(Get-FaultCase).Cmdlet | Sort-Object -Unique
        $exported | Where-Object { $_ -notin $applied -and -not $without.ContainsKey($_) } | Should -BeNullOrEmpty -Because 'tests/Faults/Cases.ps1 names a call of each cmdlet'
        $applied | Where-Object { $_ -notin $exported -or $without.ContainsKey($_) } | Should -BeNullOrEmpty
    }
}
