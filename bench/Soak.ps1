# A day of three runbooks in one process: 24 hours of simulated time, in minutes of real time. Each runs in a runspace of its own: inventories and new sign-ins, drift checks
# and corrections, imports and copies with -Wait. Tokens are valid for one hour of simulated time, so they expire during the calls. No call may fail, and live heap, handles,
# sockets, and threads must be flat: they are measured after each hour, and the median of the last quarter is compared with that of the first quarter after the warm-up of an hour.
param([Parameter(Mandatory)] [string] $Module, [int] $Hours = 24, [int] $Tenants = 200, [double] $MinutesAnHour = 0.5)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

# The growth that is allowed: a share of the first value, and a number. The working set is only shown, because the runtime decides when it returns memory. Sockets that are not used are
# closed after some time, so their number depends on the time of the measurement: their highest numbers are compared, not the medians.
$subjects = @(
    @{ Kind = 'Heap'; Name = 'live heap'; Unit = ' MB'; Share = 0.05; Extra = 2 }
    @{ Kind = 'Memory'; Name = 'working set'; Unit = ' MB' }
    @{ Kind = 'Handles'; Name = 'handles without sockets'; Unit = ''; Share = 0; Extra = 5 }
    @{ Kind = 'Sockets'; Name = 'sockets'; Unit = ''; Share = 0; Extra = 5; IsHighest = $true }
    @{ Kind = 'Threads'; Name = 'threads'; Unit = ''; Share = 0; Extra = 5 }
)

# What the runbooks do. Common runs first in each runspace; Start connects; Round runs up to twice an hour.
$common = {
    param($Module, $Tenants, $Folder)
    Set-StrictMode -Version Latest
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    Import-Module $Module
    $round = 0
    function Assert-Count($Found, [int] $Wanted, [string] $What) { if (@($Found).Count -ne $Wanted) { throw "$What`: $(@($Found).Count) instead of $Wanted." } }
}
$runbooks = [ordered] @{
    Inventory = @{
        Start = { $Tenants | ForEach-Object { Connect-BcTenant $_ -Simulator -As App } }
        Round = {
            $environments = @(Get-BcEnvironment -Connection * -ThrottleLimit 32)
            Assert-Count $environments (2 * $Tenants.Count) 'Environments'
            Assert-Count ($environments | Get-BcApp -ThrottleLimit 32 | Group-Object TenantId, EnvironmentName) $environments.Count 'Environments with apps'
            $null = Get-BcOperation -Connection *
            $null = Get-BcEnvironmentStorage -Connection *
            foreach ($number in 1..10) {
                $tenant = $Tenants[($round * 10 + $number) % $Tenants.Count]
                Disconnect-BcTenant $tenant
                Connect-BcTenant $tenant -Simulator -As App
            }
        }
    }
    Drift = @{
        Start = {
            $Tenants | ForEach-Object { Connect-BcTenant $_ -Simulator }
            $null = Export-BcConfiguration $Folder/baseline.json -Environment Production -Connection $Tenants[0]
            $baseline = Get-Content $Folder/baseline.json -Raw | ConvertFrom-Json -AsHashtable
            $baseline.Remove('tenant')
            $baseline | ConvertTo-Json -Depth 20 | Set-Content $Folder/baseline.json
        }
        Round = {
            $changed = $Tenants[$round % $Tenants.Count]
            Set-BcEnvironmentAppUpdateCadence Production DuringMajorMinorUpgrade -Connection $changed
            $result = @(Test-BcConfiguration $Folder/baseline.json -Connection * -Detailed)
            Assert-Count $result $Tenants.Count 'Tenants tested'
            foreach ($unknown in $result | Where-Object Unknown) { throw "$($unknown): $($unknown.Differences | Format-List | Out-String)" }
            Assert-Count ($result | Where-Object { -not $_.InDesiredState }) 1 'Tenants that differ'
            $null = Set-BcConfiguration $Folder/baseline.json -Connection $changed -Force
            Assert-Count (Test-BcConfiguration $Folder/baseline.json -Connection $changed | Where-Object { $_ }) 1 'Corrected tenants'
        }
    }
    Changes = @{
        Start = {
            $some = $Tenants | Select-Object -First 20
            foreach ($tenant in @($some) + 'large.example') { Connect-BcTenant $tenant -Simulator -As App }
            $users = Get-BcUser Production | Select-Object -First 200
            $sets = (Get-BcPermissionSet Production).RoleId | Select-Object -First 2
            $rows = $users | ForEach-Object { [pscustomobject] @{ User = $_.UserName; PermissionSets = $sets -join ';'; Companies = 'Branch' } }
            $all = @(foreach ($tenant in $some) { Get-BcUser Sandbox -Connection $tenant | Select-Object -First 5 })
        }
        Round = {
            $copy = Copy-BcEnvironment Production "Copy$round" -Wait
            if ($copy.Name -ne "Copy$round") { throw "Copied to $copy." }
            Assert-Count (Get-BcUser "Copy$round") 1000 'Users of the copy'
            $null = Remove-BcEnvironment "Copy$round" -Force -Wait

            Assert-Count ($rows | Import-BcUser Production -Force | Where-Object Status -EQ Changed) 200 'Users changed'
            Assert-Count ($rows | Import-BcUser Production -Force | Where-Object Status -EQ Unchanged) 200 'Users without a change'
            $users | Get-BcUserPermission -PermissionSet $sets | Where-Object Company -EQ Branch | Remove-BcUserPermission

            $next = $all | ForEach-Object { [pscustomobject] @{ TenantId = $_.TenantId; EnvironmentName = 'Sandbox'; User = $_.UserName; ContactEmail = "round$round@customer.example" } }
            Assert-Count ($next | Import-BcUser -Force | Where-Object Status -EQ Changed) $all.Count 'Users of several tenants changed'
        }
    }
}

$folder = [IO.Directory]::CreateTempSubdirectory('bcadmin-soak-').FullName
$scenario = Get-Content $PSScriptRoot/scenario.json -Raw | ConvertFrom-Json -AsHashtable
$large, $customer = $scenario.tenants
$large.environments = @($large.environments[0])
$customer.repeat = $Tenants
$customer.users[0].globalAdministrator = $true
$customer.environments += @{ name = 'Sandbox'; type = 'Sandbox'; userCount = 5; companies = @(@{ name = 'Head Office' }) }
$scenario | ConvertTo-Json -Depth 20 | Set-Content $folder/scenario.json

function Send-Control([string] $Path, [string] $Method, [string] $Body) { Invoke-RestMethod "$script:control/$Path" -Method $Method -Body $Body -ContentType application/json -NoProxy }

function Get-Hour { ((Send-Control clock Post '{}').now - $script:start).TotalHours }

# Sockets are file descriptors on Linux. On other systems, the connections to the simulator are counted.
function Get-SocketCount {
    if ($IsLinux) { return @(Get-ChildItem /proc/self/fd | Where-Object { "$($_.LinkTarget)" -like '*socket:*' }).Count }
    $ports = $script:simulator.HttpsEndpoint.Port, $script:simulator.HttpEndpoint.Port
    @([Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() | Where-Object { $_.RemoteEndPoint.Port -in $ports }).Count
}

# Measures while all runbooks pause. The heap has only live objects, without those that are waiting for garbage collection.
function Measure-Self {
    foreach ($time in 1, 2) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $sockets = Get-SocketCount
    [pscustomobject] @{
        Heap = [GC]::GetTotalMemory($true) / 1MB; Memory = $process.WorkingSet64 / 1MB
        Handles = $process.HandleCount - ($IsLinux ? $sockets : 0); Sockets = $sockets; Threads = $process.Threads.Count
    }
    $process.Dispose()
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[Math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[Math]::Floor($sorted.Count / 2)]) / 2
}

# Runs a script in all runspaces at the same time, until it ends or the block says so. A failure in one of them ends the measurement.
function Invoke-All([hashtable] $Scripts, [scriptblock] $Until = { $true }, [hashtable] $Shared = @{}) {
    $running = foreach ($name in $Scripts.Keys) {
        $shell = $script:shells[$name]
        $shell.Commands.Clear()
        @{ Name = $name; Shell = $shell; Result = $shell.AddScript($Scripts[$name], $false).AddArgument($Shared).BeginInvoke() }
    }
    while (-not ($running | Where-Object { $_.Result.IsCompleted }) -and -not (& $Until)) { Start-Sleep -Milliseconds 200 }
    $Shared.IsOver = $true
    foreach ($one in $running) {
        $one.Shell.EndInvoke($one.Result)
        if ($one.Shell.HadErrors) { throw "$($one.Name): $($one.Shell.Streams.Error)" }
        $one.Shell.Streams.ClearStreams()
    }
}

$shells = [ordered] @{}
$clock = $null
try {
    $simulator = Start-BcSimulator $folder/scenario.json -Name Soak
    $control = "$($simulator.HttpEndpoint)simulator"
    $customers = @($simulator.Tenants | Where-Object { "$_" -ne 'large.example' } | ForEach-Object { "$_" })
    $before = Measure-Self
    foreach ($name in $runbooks.Keys) {
        $shells[$name] = [powershell]::Create()
        $null = $shells[$name].AddScript("$common", $false).AddArgument($Module).AddArgument($customers).AddArgument($folder).Invoke()
    }
    $starts = @{}
    foreach ($name in $runbooks.Keys) { $starts[$name] = "$($runbooks[$name].Start)" }
    Invoke-All $starts { $false }

    # Another process moves the clock, so that this one contains only the module.
    $null = Send-Control settings Post '{"latencyMs":20,"serviceTimeMs":20}'
    $clock = Start-Job -ArgumentList "$control/clock", (60 / $MinutesAnHour) {
        param($Address, $StepSec)
        $next = [DateTime]::UtcNow
        while ($true) {
            $null = Invoke-RestMethod $Address -Method Post -Body "{`"advanceSec`":$StepSec}" -ContentType application/json -NoProxy
            $next = $next.AddSeconds(1)
            Start-Sleep -Milliseconds ([Math]::Max(1, ($next - [DateTime]::UtcNow).TotalMilliseconds))
        }
    }

    $hourly = @{}
    foreach ($name in $runbooks.Keys) { $hourly[$name] = "param(`$Shared)`n`$last = `$round + 2`ndo { if (`$round -lt `$last) { `$round++; . { $($runbooks[$name].Round) } } else { Start-Sleep -Milliseconds 100 } } until (`$Shared.IsOver)`nif (`$Error) { throw `$Error[0] }`nreturn `$round" }
    $start = (Send-Control clock Post '{}').now
    $null = Send-Control requests Delete
    $samples = [Collections.Generic.List[object]]::new()
    $calls = $tokens = 0
    $rounds = @()
    $hour = 0
    while ($hour -lt $Hours) {
        $rounds = Invoke-All $hourly { (Get-Hour) -ge [Math]::Floor($hour) + 1 } ([hashtable]::Synchronized(@{ IsOver = $false }))
        $hour = Get-Hour
        $samples.Add((Measure-Self))
        $requests = Send-Control requests Get
        if ($requests.Count -ge 20000) { throw 'The log of the simulator has no room for the requests of an hour.' }
        $calls += $requests.Count
        $tokens += @($requests | Where-Object operationId -EQ token).Count
        $null = Send-Control requests Delete
        $requests = $null
        Write-Host ('  hour {0:N1}: heap {1:N1} MB, working set {2:N0} MB, {3} handles, {4} sockets, {5} threads' -f @($hour; $samples[-1].PSObject.Properties.Value))
    }

    $ends = @{}
    foreach ($name in $runbooks.Keys) { $ends[$name] = 'Disconnect-BcTenant -All' }
    $open = Get-SocketCount
    Invoke-All $ends { $false }
    # Sockets of closed connections are released asynchronously.
    foreach ($try in 1..50) { if (($closed = Get-SocketCount) -le $before.Sockets) { break }; Start-Sleep -Milliseconds 200 }
    if ($closed -gt $before.Sockets) { throw "$closed sockets are open after all tenants were disconnected, and $($before.Sockets) before they were connected." }

    if ($samples.Count -lt 5) { throw "$($samples.Count) samples cannot be compared. Use more hours, or more minutes for each." }
    $quarter = [Math]::Floor(($samples.Count - 1) / 4)
    $grown = [Collections.Generic.List[string]]::new()
    foreach ($subject in $subjects) {
        $kind, $unit = $subject.Kind, $subject.Unit
        $first, $last = foreach ($part in $samples[1..$quarter], $samples[-$quarter..-1]) {
            $subject['IsHighest'] ? ($part.$kind | Measure-Object -Maximum).Maximum : (Get-Median $part.$kind)
        }
        $note = 'highest {0:N0}{1} of {2} samples' -f ($samples.$kind | Measure-Object -Maximum).Maximum, $unit, $samples.Count
        if ($kind -eq 'Heap') {
            $note = '{0:N0} calls in three runspaces, no failures; {1:N0} tokens for {2} tenants as app and as user; {3} rounds; {4}' -f $calls, $tokens, $Tenants, ($rounds | Measure-Object -Sum).Sum, $note
        }
        if ($kind -eq 'Sockets') { $note = "$note; $open before and $closed after all tenants were disconnected" }
        [pscustomobject] @{
            Name = "$Hours hours of three runbooks, $($subject.Name)"; Measured = '{0:N1}{1} in the last quarter' -f $last, $unit
            Reference = '{0:N1}{1} in the first quarter' -f $first, $unit; Ratio = '{0:N2}' -f ($last / $first); Note = $note
        }
        if ($subject.ContainsKey('Extra') -and $last -gt $first * (1 + $subject.Share) + $subject.Extra) { $grown.Add($subject.Name) }
    }
    if ($grown) { throw "The process has grown: $($grown -join ', ')." }
}
finally {
    if ($clock) { Remove-Job $clock -Force }
    foreach ($shell in $shells.Values) { $shell.Dispose() }
    Stop-BcSimulator Soak -ErrorAction Ignore
    Remove-Item $folder -Recurse
}
