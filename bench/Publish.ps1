# Publish-BcApp: 20 extensions, each of which depends on the previous one. The service installs each immediately, so the result is what the cmdlet adds: polling, lists, and the order.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module
Import-Module "$PSScriptRoot/../tests/TestSession.psm1"

$folder = (New-Item (Join-Path ([IO.Path]::GetTempPath()) "bcadmin-$(New-Guid)") -ItemType Directory).FullName
$simulator = Start-BcSimulator -Name Publish -TimeScale 1000000
try {
    Connect-BcTenant -Simulator
    function Send-Setting($Body) { $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/settings" -Method Post -Body (ConvertTo-Json $Body) -ContentType application/json -NoProxy }
    function Get-Call { (Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/requests" -NoProxy).Count }
    function New-Build([version] $Version) {
        Remove-Item "$folder/*"
        foreach ($number in 20..1) {
            $needed = $number -gt 1 ? @{ DependsOn = '{0:d8}-0000-4000-8000-000000000000' -f ($number - 1) } : @{}
            $null = New-TestApp $folder "App$number" ('{0:d8}-0000-4000-8000-000000000000' -f $number) $Version @needed
        }
    }

    $latencies = 0, 100
    foreach ($latency in $latencies) {
        New-Build "$(1 + $latencies.IndexOf($latency)).0.0.0"
        Send-Setting @{ latencyMs = $latency }
        $before = Get-Call
        $apps = $null
        $time = Measure-Command { $script:apps = Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait }
        if (@($script:apps).Count -ne 20) { throw 'Not every app was published.' }
        $calls = (Get-Call) - $before - 1
        $own = $calls * $latency / 1000
        [pscustomobject] @{
            Name = "Publish-BcApp, 20 dependent apps, $latency ms per call"; Measured = '{0:N1} s' -f $time.TotalSeconds
            Reference = '{0:N1} s ({1} calls one after the other)' -f $own, $calls
            Ratio = '+ {0:N1} s' -f ($time.TotalSeconds - $own); Note = 'in addition to the time of the service; polling every 30 s would take 600 s'
        }
    }
}
finally {
    Stop-BcSimulator Publish
    Remove-Item $folder -Recurse
}
