# A runbook that runs for twelve hours of simulated time, in minutes of real time: inventories, copies with -Wait, imports. Tokens are valid for one hour of simulated
# time, so they expire during the calls. No call may fail, and the process must not grow.
param([Parameter(Mandatory)] [string] $Module, [int] $Hours = 12, [double] $MinutesAnHour = 0.5)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

$simulator = Start-BcSimulator $PSScriptRoot/scenario.json -Name Soak
$clock = $null
try {
    $control = "$($simulator.HttpEndpoint)simulator"
    foreach ($tenant in $simulator.Tenants | Select-Object -First 11) { Connect-BcTenant $tenant -Simulator -As App }
    $names = (Get-BcConnection).Name
    Select-BcConnection large.example
    $users = Get-BcUser Production | Select-Object -First 200
    $sets = (Get-BcPermissionSet Production).RoleId | Select-Object -First 2
    $rows = $users | ForEach-Object { [pscustomobject] @{ User = $_.UserName; PermissionSets = $sets -join ';'; Companies = 'Branch' } }
    $null = Invoke-RestMethod $control/settings -Method Post -Body '{"latencyMs":60,"serviceTimeMs":40}' -ContentType application/json -NoProxy

    # Another process moves the clock, so that this one contains only the module.
    $clock = Start-Job -ArgumentList "$control/clock", (60 / $MinutesAnHour) {
        param($Address, $StepSec)
        $next = [DateTime]::UtcNow
        while ($true) {
            $null = Invoke-RestMethod $Address -Method Post -Body "{`"advanceSec`":$StepSec}" -ContentType application/json -NoProxy
            $next = $next.AddSeconds(1)
            Start-Sleep -Milliseconds ([Math]::Max(1, ($next - [DateTime]::UtcNow).TotalMilliseconds))
        }
    }
    function Get-Hour { ((Invoke-RestMethod $control -NoProxy).now - $script:start).TotalHours }
    function Assert-Count($Found, [int] $Wanted, [string] $What) { if (@($Found).Count -ne $Wanted) { throw "$What`: $(@($Found).Count) instead of $Wanted." } }

    # Measures live objects, without those that are waiting for garbage collection.
    function Measure-Self {
        foreach ($time in 1, 2) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
        $process = [Diagnostics.Process]::GetCurrentProcess()
        [pscustomobject] @{ Hour = Get-Hour; Heap = [GC]::GetTotalMemory($true) / 1MB; Memory = $process.WorkingSet64 / 1MB; Handles = $process.HandleCount; Threads = $process.Threads.Count }
    }

    $start = (Invoke-RestMethod $control -NoProxy).now
    $samples = [Collections.Generic.List[object]]::new()
    $round = 0
    while ((Get-Hour) -lt $Hours) {
        $round++
        $environments = @(Get-BcEnvironment -Connection $names)
        Assert-Count ($environments | Where-Object Status -EQ Active) 13 'Environments'
        $null = $environments | Get-BcApp
        $null = Get-BcOperation -Connection $names
        $null = Get-BcEnvironmentStorage -Connection $names
        Assert-Count (Get-BcUser Production) 1000 'Users'

        $copy = Copy-BcEnvironment Production "Copy$round" -Wait
        if ($copy.Name -ne "Copy$round") { throw "Copied to $copy." }
        Assert-Count (Get-BcUser "Copy$round") 1000 'Users of the copy'
        $null = Remove-BcEnvironment "Copy$round" -Force -Wait

        Assert-Count ($rows | Import-BcUser Production -Force | Where-Object Status -EQ Changed) 200 'Users changed'
        Assert-Count ($rows | Import-BcUser Production -Force | Where-Object Status -EQ Unchanged) 200 'Users left alone'
        $users | Get-BcUserPermission -PermissionSet $sets | Where-Object Company -EQ Branch | Remove-BcUserPermission

        if ((Get-Hour) -ge $samples.Count + 1) {
            $samples.Add((Measure-Self))
            Write-Host ('  hour {0:N1}: heap {1:N0} MB, working set {2:N0} MB, {3} handles, {4} threads' -f $samples[-1].PSObject.Properties.Value)
        }
    }
    if ($Error) { throw $Error[0] }

    $requests = Invoke-RestMethod "$control/requests" -NoProxy
    $tokens = @($requests | Where-Object operationId -EQ token).Count
    $first, $last = $samples[0, -1]
    $what = "$Hours hours of a runbook"
    [pscustomobject] @{
        Name = "$what, live heap"; Measured = '{0:N0} MB at the end' -f $last.Heap; Reference = '{0:N0} MB after the first hour' -f $first.Heap; Ratio = '{0:N2}' -f ($last.Heap / $first.Heap)
        Note = '{0} rounds of inventory, copy, and import, {1:N0} calls, no failures; {2} tokens requested for {3} tenants' -f $round, $requests[-1].sequence, $tokens, $names.Count
    }
    foreach ($subject in @(@{ Kind = 'Memory'; Name = 'working set'; Unit = ' MB' }, @{ Kind = 'Handles'; Name = 'handles'; Unit = '' }, @{ Kind = 'Threads'; Name = 'threads'; Unit = '' })) {
        $kind, $unit = $subject.Kind, $subject.Unit
        [pscustomobject] @{
            Name = "$what, $($subject.Name)"; Measured = '{0:N0}{1} at the end' -f $last.$kind, $unit; Reference = '{0:N0}{1} after the first hour' -f $first.$kind, $unit
            Ratio = '{0:N2}' -f ($last.$kind / $first.$kind); Note = 'highest {0:N0}{1} of {2} samples' -f ($samples.$kind | Measure-Object -Maximum).Maximum, $unit, $samples.Count
        }
    }
}
finally {
    if ($clock) { Remove-Job $clock -Force }
    Disconnect-BcTenant -All
    Stop-BcSimulator Soak
}
