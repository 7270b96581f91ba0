# Configurations: 200 tenants with two environments each compared with one baseline, and the permission sets of 50,000 users compared with a file.
# The limit of the service is the number of calls, divided by the calls that run at the same time, multiplied by the 100 ms of a call.
param([Parameter(Mandatory)] [string] $Module, [int] $ThrottleLimit = 13)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "BcConfiguration-$PID") -ItemType Directory
$scenario = Get-Content $PSScriptRoot/scenario.json -Raw | ConvertFrom-Json
$customer = $scenario.tenants | Where-Object domain -EQ customer.example
$customer.users[0] | Add-Member globalAdministrator $true
$customer.environments += [pscustomobject] @{ name = 'Sandbox'; type = 'Sandbox'; companies = @(@{ name = 'Head Office' }) }
@{ description = $scenario.description; tenants = @($customer) } | ConvertTo-Json -Depth 10 | Set-Content $folder/fleet.json
@{ tenants = @(@{
    tenantId = 'be4c0000-0000-4000-8000-00000000c001'; domain = 'large.example'; users = @(@{ userName = 'admin@large.example'; role = 'Admin'; globalAdministrator = $true })
    environments = @(@{ name = 'Production'; type = 'Production'; userCount = 50000; companies = @(@{ name = 'Head Office' }) })
}) } | ConvertTo-Json -Depth 10 | Set-Content $folder/large.json

function Start-Counting { $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/requests" -Method Delete -NoProxy }

try {
    $simulator = Start-BcSimulator $folder/fleet.json -Name ConfigurationFleet
    $simulator.Tenants | ForEach-Object { Connect-BcTenant $_ -Simulator }
    $first = @(Get-BcConnection)[0]
    $null = Export-BcConfiguration $folder/export.json -Connection $first
    $baseline = Get-Content $folder/export.json -Raw | ConvertFrom-Json -AsHashtable
    $baseline.Remove('tenant')
    $baseline | ConvertTo-Json -Depth 10 | Set-Content $folder/baseline.json
    $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/settings" -Method Post -Body '{"latencyMs":100}' -ContentType application/json -NoProxy
    $runs = foreach ($run in 1..3) {
        Start-Counting
        $seconds = (Measure-Command { $script:summaries = Test-BcConfiguration $folder/baseline.json -Connection * -Detailed -ThrottleLimit $ThrottleLimit }).TotalSeconds
        [pscustomobject] @{ Seconds = $seconds; Calls = @(Get-BcSimulatorRequest ConfigurationFleet).Count }
    }
    if (@($script:summaries).Count -ne 200 -or @($script:summaries | Where-Object Unknown).Count) { throw 'Not all of 200 tenants were compared.' }
    $median = @($runs | Sort-Object Seconds)[1]
    $limit = $median.Calls / ($ThrottleLimit * 5) * 0.1
    [pscustomobject] @{
        Name = 'Test-BcConfiguration, 200 tenants × 2 environments, one baseline'; Measured = '{0:N1} s' -f $median.Seconds
        Reference = '{0:N1} s (limit of the service)' -f $limit; Ratio = '{0:N2}' -f ($median.Seconds / $limit)
        Note = '{0:N0} calls × 100 ms / ({1} tenants × 5 calls at once); median of 3' -f $median.Calls, $ThrottleLimit
    }
    Disconnect-BcTenant -All
    Stop-BcSimulator ConfigurationFleet

    $simulator = Start-BcSimulator $folder/large.json -Name ConfigurationLarge
    Connect-BcTenant large.example -Simulator
    $null = Export-BcConfiguration $folder/large-export.json -Component UserPermissions
    $count = @((Get-Content $folder/large-export.json -Raw | ConvertFrom-Json).environments[0].userPermissions).Count
    # Reading alone is the export of the same component: the same calls without the comparison.
    $times = foreach ($run in 1..3) {
        [pscustomobject] @{
            Read = (Measure-Command { $null = Export-BcConfiguration $folder/again.json -Component UserPermissions }).TotalSeconds
            Compare = (Measure-Command { $script:same = Test-BcConfiguration $folder/large-export.json -Component UserPermissions -IncludeUnlisted }).TotalSeconds
        }
    }
    if ($script:same -ne $true) { throw 'The export differs from its own tenant.' }
    $read = @($times.Read | Sort-Object)[1]
    $compare = @($times.Compare | Sort-Object)[1]
    [pscustomobject] @{
        Name = 'Test-BcConfiguration, {0:N0} permission sets of 50,000 users' -f $count; Measured = '{0:N1} s' -f $compare
        Reference = '{0:N1} s (reading and writing the same)' -f $read; Ratio = '{0:N2}' -f ($compare / $read)
        Note = '{0:N1} s more than reading; medians of 3' -f [Math]::Max(0, $compare - $read)
    }
}
finally {
    Disconnect-BcTenant -All
    Get-BcSimulator | Stop-BcSimulator
    Remove-Item $folder -Recurse
}
