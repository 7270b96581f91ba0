# Many tenants: 1,000 sign-ins and an inventory, and piped reads. Report.ps1 measures the report.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Import-Module $Module
$folder = [IO.Directory]::CreateTempSubdirectory('bcadmin-bench-').FullName
$app = [guid] 'be4c0000-0000-4000-8000-00000000a001'
$secret = ConvertTo-SecureString bench-runbook-secret -AsPlainText -Force
$latencySec = 0.1
$limit = 64

# Tenants like those of the scenario of the other measurements; the number is a parameter.
function New-Fleet([int] $Tenants, [int] $Environments) {
    $tenant = (Get-Content $PSScriptRoot/scenario.json -Raw | ConvertFrom-Json -AsHashtable).tenants[1]
    $tenant.repeat = $Tenants
    $tenant.environments = @(1..$Environments | ForEach-Object { @{ name = "Env$_"; type = 'Sandbox'; companies = @(@{ name = 'Head Office' }) } })
    $path = Join-Path $folder "fleet-$Tenants-$Environments.json"
    ConvertTo-Json @{ tenants = @($tenant) } -Depth 20 | Set-Content $path
    $path
}

function Set-Latency([int] $Ms) {
    $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/settings" -Method Post -Body "{`"latencyMs`":$Ms}" -ContentType application/json -NoProxy
}

# Returns the number of calls of a command and its duration.
function Measure-Call([scriptblock] $Command) {
    $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/requests" -Method Delete -NoProxy
    $time = (Measure-Command $Command).TotalSeconds
    [pscustomobject] @{ Sec = $time; Calls = @(Get-BcSimulatorRequest $simulator.Name).Count }
}

function Get-Connected([uri] $Address) {
    @([Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
            Where-Object { $_.RemoteEndPoint.Port -eq $Address.Port -and $_.State -eq 'Established' }).Count
}

function Get-Heap {
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    [GC]::GetTotalMemory($true)
}

$scriptText = { param($connect) $input | Connect-BcTenant -ClientId $app -ClientSecret $secret -Simulator -ThrottleLimit $connect }
try {
    $simulator = Start-BcSimulator (New-Fleet 1000 1) -Name Fleet
    $rows = @($simulator.Tenants | ForEach-Object { [pscustomobject] @{ TenantId = "$_" } })

    # Everything is compiled before anything is measured.
    $rows | Select-Object -First 5 | & $scriptText 5
    $null = Get-BcEnvironment -Connection *
    Disconnect-BcTenant -All
    $bare = Get-Heap

    Set-Latency (1000 * $latencySec)
    $inTurn = Measure-Call { $rows | Select-Object -First 50 | & $scriptText 1; foreach ($row in $rows[0..49]) { $null = Get-BcEnvironment -Connection $row.TenantId } }
    Disconnect-BcTenant -All

    $together = Measure-Call {
        $rows | & $scriptText $limit
        $script:found = Get-BcEnvironment -Connection *
    }
    if (@($script:found).Count -ne 1000) { throw "Found $(@($script:found).Count) environments in 1,000 tenants." }
    $arithmetic = $together.Calls / $limit * $latencySec
    $sockets = Get-Connected (Get-BcConnection | Select-Object -First 1).Endpoint
    $perConnection = ((Get-Heap) - $bare) / 1000 / 1KB
    [pscustomobject] @{
        Name = '1,000 tenants: Connect-BcTenant -ThrottleLimit 64, Get-BcEnvironment -Connection *'; Measured = '{0:N1} s' -f $together.Sec
        Reference = '{0:N1} s ({1:N0} calls / 64 x 100 ms)' -f $arithmetic, $together.Calls; Ratio = '{0:N2}' -f ($together.Sec / $arithmetic)
        Note = '{0} TLS connections open afterwards; {1:N0} KB of heap for each connection' -f $sockets, $perConnection
    }
    $allInTurn = $inTurn.Sec / 50 * 1000
    [pscustomobject] @{
        Name = 'the same'; Measured = '{0:N1} s' -f $together.Sec; Reference = '{0:N0} s (one after the other)' -f $allInTurn
        Ratio = '1 : {0:N0}' -f ($allInTurn / $together.Sec); Note = 'one after the other for 50 tenants, scaled by 20'
    }

    Set-Latency 0
    $heaps = foreach ($round in 1..10) {
        Disconnect-BcTenant -All
        $rows | & $scriptText $limit
        Get-Heap
    }
    [pscustomobject] @{
        Name = '1,000 connections, closed and opened ten times: live heap'; Measured = '{0:N0} MB at the end' -f ($heaps[-1] / 1MB)
        Reference = '{0:N0} MB after the first round' -f ($heaps[0] / 1MB); Ratio = '{0:N2}' -f ($heaps[-1] / $heaps[0]); Note = ''
    }
    Disconnect-BcTenant -All
    Stop-BcSimulator Fleet

    $simulator = Start-BcSimulator (New-Fleet 200 2) -Name Fleet
    @($simulator.Tenants | ForEach-Object { [pscustomobject] @{ TenantId = "$_" } }) | & $scriptText $limit
    $environments = @(Get-BcEnvironment -Connection *)
    $null = $environments[0..1] | Get-BcApp
    Set-Latency (1000 * $latencySec)
    $inTurn = Measure-Call { $null = $environments[0..39] | Get-BcApp }
    $together = Measure-Call { $script:apps = Get-BcEnvironment -Connection * | Get-BcApp -ThrottleLimit $limit }
    $arithmetic = $together.Calls / $limit * $latencySec
    [pscustomobject] @{
        Name = 'Get-BcEnvironment -Connection * | Get-BcApp -ThrottleLimit 64, 200 tenants x 2 environments'; Measured = '{0:N1} s' -f $together.Sec
        Reference = '{0:N1} s ({1:N0} calls / 64 x 100 ms)' -f $arithmetic, $together.Calls; Ratio = '{0:N2}' -f ($together.Sec / $arithmetic)
        Note = 'one after the other: {0:N0} s' -f ($inTurn.Sec / 40 * $environments.Count)
    }
}
finally {
    Disconnect-BcTenant -All
    Stop-BcSimulator Fleet -ErrorAction Ignore
    Remove-Item $folder -Recurse
}
