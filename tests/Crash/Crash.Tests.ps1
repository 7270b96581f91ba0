# Commands in a process that is killed at random times: a second run ends in the same state as a run that was not interrupted, and repeats no write.
# `build.ps1 Test -Suite Crash` kills many times, every other test run a few times. Environment variables:
#   BCADMIN_CRASH_KILLS  the number of kills of all flows together (4 by default)
#   BCADMIN_CRASH_ROWS   the number of rows to import (100 by default)
#   BCADMIN_CRASH_SEED   the seed of the random times (1 by default)
#   BCADMIN_CRASH_LANE   "1/2": this process makes the first of every two kills of a flow
BeforeDiscovery {
    Import-Module "$PSScriptRoot/CrashRun.psm1" -Force
    $flows = @(Get-CrashFlow | ForEach-Object { @{ Name = $_ } })
}

Describe 'A process that is killed' {
    BeforeAll {
        Import-Module "$PSScriptRoot/CrashRun.psm1" -Force
        $seed = $env:BCADMIN_CRASH_SEED ? [int] $env:BCADMIN_CRASH_SEED : 1
        $lane, $lanes = [int[]] (($env:BCADMIN_CRASH_LANE ? $env:BCADMIN_CRASH_LANE : '1/1') -split '/')
        $all = @(Get-CrashFlow)
        $kills = [math]::Ceiling(($env:BCADMIN_CRASH_KILLS ? [int] $env:BCADMIN_CRASH_KILLS : $all.Count) / $all.Count)
    }

    AfterAll { Stop-CrashRun }

    It 'is continued by the next run: <Name>' -ForEach $flows {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $run = Start-CrashFlow $Name $TestDrive
        $results = @(foreach ($kill in 1..$kills | Where-Object { $_ % $lanes -eq $lane % $lanes }) {
                Invoke-Kill $run ([random]::new((($seed * 1000L + $all.IndexOf($Name)) * 1000 + $kill) % [int]::MaxValue)) | Add-Member Kill $kill -PassThru
            })
        $total = ($run.Writes.Values | Measure-Object -Sum).Sum
        $early, $late = @($results | Where-Object Writes -EQ 0).Count, @($results | Where-Object Writes -GE $total).Count
        $broken = @($results | Where-Object { $_.Broken.Count })
        Write-Host "Crash: ${Name}: $($results.Count) kills of runs of $([int] $run.Milliseconds) ms, $early before the first of $total writes, $late after the last; $(
            )$($broken.Count) with a difference; seed $seed, lane $lane/$lanes, $([int] $watch.Elapsed.TotalSeconds) s."
        $broken | ForEach-Object { "kill $($_.Kill) after $($_.Milliseconds) ms and $($_.Writes) writes: $($_.Broken -join '; ')" } | Should -BeNullOrEmpty
    }
}
