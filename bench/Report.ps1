# The report over 200 tenants with two environments each. The limit of the service is the number of calls, divided by the calls that run at the same time, multiplied by the 100 ms of a call.
param([Parameter(Mandatory)] [string] $Module, [int] $ThrottleLimit = 13)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "BcReport-$PID") -ItemType Directory
$scenario = Get-Content $PSScriptRoot/scenario.json -Raw | ConvertFrom-Json
$customer = $scenario.tenants | Where-Object domain -EQ customer.example
$customer.environments += [pscustomobject] @{ name = 'Sandbox'; type = 'Sandbox'; companies = @(@{ name = 'Head Office' }) }
@{ description = $scenario.description; tenants = @($customer) } | ConvertTo-Json -Depth 10 | Set-Content $folder/scenario.json

$simulator = Start-BcSimulator $folder/scenario.json -Name Report
try {
    $simulator.Tenants | ForEach-Object { Connect-BcTenant $_ -Simulator }
    $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/settings" -Method Post -Body '{"latencyMs":100}' -ContentType application/json -NoProxy
    $null = Export-BcTenantReport $folder/report.html -Connection * -ThrottleLimit $ThrottleLimit # opens the sockets
    $runs = foreach ($run in 1..3) {
        $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/requests" -Method Delete -NoProxy
        $seconds = (Measure-Command { $script:file = Export-BcTenantReport $folder/report.html -Connection * -ThrottleLimit $ThrottleLimit }).TotalSeconds
        [pscustomobject] @{ Seconds = $seconds; Calls = @(Get-BcSimulatorRequest Report).Count }
    }
    $median = @($runs | Sort-Object Seconds)[1]
    $limit = $median.Calls / ($ThrottleLimit * 5) * 0.1
    [pscustomobject] @{
        Name = 'Export-BcTenantReport, 200 tenants × 2 environments'; Measured = '{0:N1} s' -f $median.Seconds; Reference = '{0:N1} s (limit of the service)' -f $limit
        Ratio = '{0:N2}' -f ($median.Seconds / $limit)
        Note = '{0:N0} calls × 100 ms / ({1} tenants × 5 calls at once); median of 3; the page has {2:N2} MB' -f $median.Calls, $ThrottleLimit, ($script:file.Length / 1e6)
    }
}
finally {
    Disconnect-BcTenant -All
    Stop-BcSimulator Report
    Remove-Item $folder -Recurse
}
