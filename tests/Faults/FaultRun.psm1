# Runs each cmdlet with seeded random faults, and compares the result with the same call without faults.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Import-Module "$PSScriptRoot/../TestSession.psm1"

# At module level, so that the calls see the variables of the table.
$script:Cases = . "$PSScriptRoot/Cases.ps1"
$script:Combined = . "$PSScriptRoot/Combined.ps1"

$script:AtOnce = 1e8
$script:SignIn = 'token', 'deviceCode', 'authorize'
$script:LongestSec = 30
$script:MostRequests = 300

$script:Baselines = @{}
$script:Scenario = ''
$script:Control = ''

<# .SYNOPSIS Starts the simulator of the run; returns the cases with their index. #>
function Start-FaultRun([string] $Folder) {
    Start-TestClock -Speed 300 # or a run would mostly sleep
    $script:Folder = $Folder
    $script:Simulator = Start-BcSimulator -Name Faults -TimeScale 1000000
    $script:Control = "$($script:Simulator.HttpEndpoint)simulator/"
    $script:Scenario = 'Contoso'
    $script:Baselines = @{}
    # A second call of a case runs in another runspace.
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-Module BcAdmin).Path)
    foreach ($variable in @(Get-Variable BcAdminClock -Scope Global), @{ Name = 'ProgressPreference'; Value = 'SilentlyContinue' }) {
        $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($variable.Name, $variable.Value, ''))
    }
    $script:Runspace = [runspacefactory]::CreateRunspace($state)
    $script:Runspace.Open()
}

function Stop-FaultRun {
    $script:Runspace.Dispose()
    Stop-TestClock
    Disconnect-BcTenant -All
    Stop-BcSimulator Faults
}

<# .SYNOPSIS The table of cases: with one cmdlet and one tenant each, and those of Combined.ps1 unless -Single is specified. #>
function Get-FaultCase([switch] $Single) {
    $index = 0
    foreach ($case in @($script:Cases; if (-not $Single) { $script:Combined })) {
        $full = @{ Scenario = 'Contoso'; As = @('User', 'App'); Setup = { }; TimeScale = $script:AtOnce; Spared = @(); SignsIn = $false; Writes = @{}; Requests = $script:MostRequests; Beside = $null; Tenants = 1 }
        foreach ($default in (Get-PartDefault).GetEnumerator()) { $full[$default.Key] = $default.Value }
        foreach ($name in $case.Keys) { $full[$name] = $case[$name] }
        $full.As = @($full.As)
        $full.Index = $index++
        $full.Name = "$($case.Cmdlet): $("$($case.Call)".Trim() -replace '\s+', ' ')"
        if ($full.Beside) {
            $beside = Get-PartDefault
            foreach ($name in $case.Beside.Keys) { $beside[$name] = $case.Beside[$name] }
            $full.Beside = $beside
            $full.Name += " | at the same time: $("$($beside.Call)".Trim() -replace '\s+', ' ')"
        }
        $full.Parts = @($full; if ($full.Beside) { $full.Beside })
        $full
    }
}

# What each of the calls of a case has.
function Get-PartDefault { @{ State = $null; Steps = $false; Again = $null; Once = $false; Errors = @(); Items = 1; Reports = $false; Claims = { }; Show = { "$($_.GetType().Name) $_" } } }

# A new world, and the connections that the case needs as its variables.
function Reset-World($Case, [string] $As) {
    if ($Case.Scenario -ne $script:Scenario) {
        Reset-BcSimulator Faults -Scenario $Case.Scenario
        $script:Scenario = $Case.Scenario
        $script:Simulator = Get-BcSimulator Faults
    }
    else {
        $null = Send-Json "${script:Control}reset" @{}
    }
    $null = Send-Json "${script:Control}clock" @{ timeScale = $Case.TimeScale }
    $tenants = @($script:Simulator.Tenants)
    $wanted = @($tenants | Select-Object -First $Case.Tenants)
    Disconnect-BcTenant -All
    # New connections, because no result may depend on previous calls: a token would be from a world with another clock, and a company would be cached.
    $connections = @(foreach ($tenant in $wanted) {
            Connect-BcTenant "$tenant" -Simulator -As $As -Name "$tenant $As" -MaxCallsPerFiveMinutes 1000000 -PassThru -WarningAction Ignore
        })
    Select-BcConnection $connections[0].Name
    $connections
}

# Runs a call as a user would, with the defaults of a user.
function Invoke-Watched([scriptblock] $Call, [scriptblock] $Show, $it) {
    $ErrorActionPreference = 'Continue'
    Set-StrictMode -Off
    $all = [Collections.Generic.List[object]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try { & $Call 2>&1 3>$null 4>$null 5>$null 6>$null | ForEach-Object { $all.Add($_) } }
    catch { $all.Add($_) }
    $time = $watch.Elapsed
    New-Watched $all $Show $time
}

function New-Watched([object[]] $All, [scriptblock] $Show, [timespan] $Time) {
    $objects = @($All | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
    [pscustomobject] @{
        Objects = $objects
        Output  = @($objects | ForEach-Object $Show) -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|-\d{12}\b', '#' -join "`n"
        Errors  = @($All | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        Time    = $Time
    }
}

# Runs the call of a case, and at the same time its second one in another runspace, which has no current connection. Returns the result of each.
function Invoke-Part($Case, $it) {
    if (-not $Case.Beside) { return Invoke-Watched $Case.Call $Case.Show $it }
    $shell = [powershell]::Create()
    $shell.Runspace = $script:Runspace
    foreach ($name in 'source', 'connections', 'folder', 'it') { $script:Runspace.SessionStateProxy.SetVariable($name, (Get-Variable $name -ValueOnly)) }
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $pending = $shell.AddScript("$($Case.Beside.Call)", $true).BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
    try {
        Invoke-Watched $Case.Call $Case.Show $it
        if (-not $pending.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(2 * $script:LongestSec))) { throw "$($Case.Name): the second call does not end." }
        $time = $watch.Elapsed
        $failures = try { $null = $shell.EndInvoke($pending) } catch { ($_.Exception.InnerException ?? $_.Exception).ErrorRecord }
        New-Watched (@($output) + @($shell.Streams.Error) + @($failures)) $Case.Beside.Show $time
    }
    finally {
        $shell.Stop()
        $shell.Dispose()
    }
}

<#
.SYNOPSIS
Runs a case on connections that have become read-only after its Setup, whose objects remember them.
#>
function Invoke-ReadOnly([int] $Index) {
    $case = Get-FaultCase | Where-Object Index -EQ $Index
    $source, $destination = $connections = @(Reset-World $case $case.As[0])
    $folder = $script:Folder
    $it = & $case.Setup
    foreach ($connection in $connections) {
        $access = [BcAdmin.BcConnection].GetProperty('Access', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($connection)
        $access.GetType().GetField('<IsReadOnly>k__BackingField', [Reflection.BindingFlags] 'Instance, NonPublic').SetValue($access, $true)
    }
    $null = Send-Json "${script:Control}requests" $null DELETE
    $watched = Invoke-Watched $case.Call $case.Show $it
    $reads = @($script:SignIn) + 'listExportHistory'
    $command = Get-Command $case.Cmdlet
    [pscustomobject] @{
        Errors   = $watched.Errors
        Expected = "ReadOnlyConnection,$($command.ImplementingType.FullName)"
        Writes   = @(Get-BcSimulatorRequest Faults | Where-Object Method -NotIn GET, HEAD, OPTIONS | Where-Object Operation -NotIn $reads)
    }
}

<# .SYNOPSIS The objects that the calls of the table return without faults, up to 30 of each type, by type name. #>
function Get-FaultObject {
    $found = @{}
    foreach ($case in Get-FaultCase -Single) {
        $source, $destination = @(Reset-World $case $case.As[0])
        $folder = $script:Folder
        $it = & $case.Setup
        foreach ($object in @(& $case.Call 3>$null)) {
            if ($null -eq $object) { continue }
            $null = $object.PSObject.TypeNames.Remove("$($object.GetType().FullName)#Tenants")
            $type = $object.PSObject.TypeNames[0]
            if (-not $found[$type]) { $found[$type] = [Collections.Generic.List[object]]::new() }
            if ($found[$type].Count -lt 30) { $found[$type].Add($object) }
        }
    }
    $found
}

function Get-State($Part, $it) {
    Set-StrictMode -Off
    if ($Part.State) { @(& $Part.State) -join "`n" }
}

# The case without faults: the output and the resulting state of each call, and the operations that they call.
function Get-Baseline($Case, [string] $As) {
    $key = "$($Case.Index) $As"
    if ($script:Baselines.ContainsKey($key)) { return $script:Baselines[$key] }
    $source, $destination = $connections = @(Reset-World $Case $As)
    $folder = $script:Folder
    $before = @()
    if ($Case.Parts | Where-Object { $_.State }) {
        $it = & $Case.Setup
        $before = @(foreach ($part in $Case.Parts) { "$(Get-State $part $it)" })
        $source, $destination = $connections = @(Reset-World $Case $As)
    }
    $it = & $Case.Setup
    $null = Send-Json "${script:Control}requests" $null DELETE
    $runs = @(Invoke-Part $Case $it)
    $failures = @(foreach ($run in $runs) { $run.Errors })
    if ($failures) { throw "$($Case.Name) as $As fails without any fault: $($failures -join ' | ')" }
    $log = @(Send-Json "${script:Control}requests" $null GET | ConvertFrom-Json)
    $parts = for ($number = 0; $number -lt $Case.Parts.Count; $number++) {
        $part = $Case.Parts[$number]
        $after = Get-State $part $it
        if ($part.State -and $before[$number] -eq $after) { throw "$($Case.Name) as $As changes nothing that its State shows." }
        foreach ($claim in $runs[$number].Objects | ForEach-Object $part.Claims) {
            if (-not ($after -split "`n" -like "*$claim*")) { throw "$($Case.Name) as $As reports '$claim', which its State does not show." }
        }
        [pscustomobject] @{ Output = $runs[$number].Output; Before = $part.State ? $before[$number] : $null; After = $after }
    }
    $script:Baselines[$key] = [pscustomobject] @{
        Parts      = @($parts)
        Operations = @($log | Where-Object { $Case.SignsIn -or $_.operationId -notin $script:SignIn } | ForEach-Object operationId | Sort-Object -Unique)
        Writes     = @($log | Where-Object { $_.method -ne 'GET' -and $_.operationId -notin $script:SignIn } | ForEach-Object operationId | Sort-Object -Unique)
    }
    $script:Baselines[$key]
}

# The faults of a call, derived only from the seed and its number.
function New-Plan([random] $Random, $Baseline, [string] $As, [string[]] $Spared) {
    $chance = { param($share) $Random.NextDouble() -lt $share }
    $one = { param($list) $list[$Random.Next(@($list).Count)] }
    $faults = foreach ($number in 1..(& $one 1, 1, 1, 2, 2, 3)) {
        $operation = if ($Baseline.Writes -and (& $chance 0.6)) { & $one $Baseline.Writes } elseif ($Baseline.Operations -and (& $chance 0.8)) { & $one $Baseline.Operations } else { '*' }
        $fault = @{ operation = $operation; count = & $one 1, 1, 1, 1, 1, 2, 2, 3, 12 }
        if (& $chance 0.25) { $fault.probability = 0.5; $fault.seed = $Random.Next(1000) }
        switch (& $one delay, status429, status429, status5xx, status5xx, html, dropBefore, dropBefore, dropAfter, dropAfter, dropAfter, truncate, malformed, wrongContentType, slowDrip, expireToken, revokeToken) {
            delay { $fault.kind = 'delay'; $fault.delayMs = $Random.Next(1, 60) }
            status429 { $fault.kind = 'status'; $fault.statusCode = 429 }
            status5xx { $fault.kind = 'status'; $fault.statusCode = & $one 500, 502, 503, 503, 504 }
            html { $fault.kind = 'html'; $fault.statusCode = & $one 200, 403, 502, 503 }
            slowDrip { $fault.kind = 'slowDrip'; $fault.bytesPerSec = 100000 }
            default { $fault.kind = $_ }
        }
        if ($fault.kind -in $Spared) { $fault.kind = 'malformed' }
        if ($fault['statusCode'] -in 429, 503 -and (& $chance 0.6)) {
            $fault.retryAfterSec = & $one 0, 1, 5
            $fault.retryAfterDate = & $chance 0.4
        }
        if ($operation -in $script:SignIn) { $fault.Remove('retryAfterSec') } # MSAL applies it itself, in all later calls
        if ($fault.kind -in 'expireToken', 'revokeToken') { $fault.count = 1 }
        $fault
    }
    $plan = @{ Faults = @($faults); AdvanceSec = 0; Settings = @{} }
    if ((& $chance 0.08) -and 'advance' -notin $Spared) { $plan.AdvanceSec = & $one 3700, 40000 }
    if ((& $chance 0.08) -and 'skew' -notin $Spared) { $plan.Settings.clockSkewSec = & $one -90000, -4000, -400, 400, 4000, 90000 }
    if (& $chance 0.2) { $plan.Settings.maxPageSize = & $one 1, 2, 7 }
    # Faults of the sign-in service only occur when a token is requested. The sign-in of a user has none: after a failure, MSAL sends no request for a minute.
    if ($As -eq 'App' -and ($plan.AdvanceSec -or ($faults | Where-Object { $_.kind -in 'expireToken', 'revokeToken' })) -and (& $chance 0.5)) {
        $plan.Faults += @{ operation = 'token'; count = 1; kind = & $one delay, dropBefore, dropAfter, malformed, truncate, html; delayMs = 20; statusCode = 502 }
    }
    $plan
}

# The effect of a fault on a call, from which all expectations follow. Outcome: the response was received (Answered), the service rejected the call without processing it (Rejected), the
# client cannot determine whether it was processed (Unknown), or the response is final (Final). Codes: the possible codes if the call fails.
function Get-Effect([string] $Kind, [int] $Status) {
    $codes = @{
        status = @{ 429 = 'TooManyRequests'; 500 = 'Internal_ServerError'; 502 = 'BadGateway'; 503 = 'Internal_TenantUnavailable'; 504 = 'GatewayTimeout' }
        html   = @{ 200 = 'UnexpectedResponse'; 403 = 'Forbidden'; 502 = 'BadGateway'; 503 = 'ServiceUnavailable' }
    }
    switch ($Kind) {
        { $_ -in 'delay', 'slowDrip', 'wrongContentType' } { @{ Outcome = 'Answered'; Codes = @() } }
        { $_ -in 'expireToken', 'revokeToken' } { @{ Outcome = 'Refused'; Codes = 'Unauthorized', 'Authentication_InvalidCredentials', 'InvalidAuthenticationToken' } }
        { $_ -in 'dropBefore', 'dropAfter', 'truncate' } { @{ Outcome = 'Unknown'; Codes = @('ConnectionLost') } }
        # A rejection that cannot be read is reported by its status.
        'malformed' { @{ Outcome = 'Final'; Codes = @('UnexpectedResponse') + @(if ($Status -ge 400) { "$([Net.HttpStatusCode] $Status)" }) } }
        { $_ -in 'status', 'html' } { @{ Outcome = $Status -in 429, 503 ? 'Refused' : $Status -ge 500 ? 'Unknown' : 'Final'; Codes = @($codes[$Kind][$Status]) } }
        default { throw "A fault of the kind $Kind has no effect here." }
    }
}

# The codes with which a call with these faults can fail.
function Get-ExpectedCode($Part, $Plan, $Applied) {
    foreach ($fault in $Plan.Faults) {
        if ($fault.operation -eq 'token') { 'SignInFailed', 'SignInUnreachable' }
        else { (Get-Effect $fault.kind $fault['statusCode']).Codes }
    }
    foreach ($entry in $Applied | Where-Object { $_.fault -eq 'malformed' }) { (Get-Effect $entry.fault $entry.status).Codes }
    $Part.Errors
}

# Whether the call must succeed in spite of the faults: a rejected call can be sent again, and an unknown one if it only reads.
function Test-Survivable($Part, $Plan, $Applied) {
    if ($Part.Once -and ($Applied | Where-Object inBatch)) { return $false }
    if (@($Applied).Count -gt 2) { return $false }
    if ($Plan.Faults | Where-Object { $_.operation -eq 'token' }) { return $false }
    $isTokenDead = $Plan.AdvanceSec + $Plan.Settings['clockSkewSec'] -ge 3600
    if (@($Applied | Where-Object fault -In 'expireToken', 'revokeToken').Count + [int] $isTokenDead -gt 1) { return $false }
    foreach ($entry in $Applied) {
        $outcome = (Get-Effect $entry.fault $entry.status).Outcome
        if ($outcome -eq 'Final' -or ($outcome -eq 'Unknown' -and $entry.method -ne 'GET')) { return $false }
    }
    $true
}

# What is wrong with the result of one call: the expected objects, or one expected error for each item.
function Get-WrongResult($Part, $Plan, $Applied, $Run, $Baseline) {
    if (-not $Run.Errors) {
        if (-not $Part.Reports -and $Run.Output -ne $Baseline.Output) { "gave '$($Run.Output)' instead of '$($Baseline.Output)'" }
    }
    elseif ($Run.Errors.Count -gt $Part.Items) { "gave $($Run.Errors.Count) errors" }
    $right = @(Get-ExpectedCode $Part $Plan $Applied)
    foreach ($failure in $Run.Errors) {
        if ($failure.Exception -isnot [BcAdmin.BcException]) { "ended with a $($failure.Exception.GetType().FullName)" }
        elseif ("$($failure.FullyQualifiedErrorId)".Split(',')[0] -notin $right) { 'ended with a code that none of these faults explains' }
        if ($failure.CategoryInfo.Category -eq 'NotSpecified') { 'ended with an error of no category' }
        if ("$failure" -match '(?m)^\s+at \S+\(|Exception:') { 'shows a stack' }
    }
    if ($Run.Errors -and (Test-Survivable $Part $Plan $Applied)) { 'gave up although it could go on' }
    if ($Part.Reports -and (Test-Survivable $Part $Plan $Applied) -and $Run.Output -ne $Baseline.Output) { "gave '$($Run.Output)' instead of '$($Baseline.Output)'" }
    if ($Part.Reports -and -not $Run.Errors -and ($Run.Objects | Where-Object { "$($_.PSObject.Properties['Status']?.Value)" -eq 'Failed' })) { 'reports a failure without an error' }
    if ($Run.Time.TotalSeconds -gt $script:LongestSec) { "took $($Run.Time.TotalSeconds) s" }
}

# What is wrong afterwards, without faults: the state is one of the two states, and what is reported as done is done.
function Get-WrongState($Part, $Run, $Baseline, $it) {
    if (-not $Part.State) {
        $again = Invoke-Watched $Part.Call $Part.Show $it
        if ($again.Errors) { "fails afterwards without faults: $($again.Errors)" }
        elseif ($again.Output -ne $Baseline.Output) { "gives afterwards '$($again.Output)' instead of '$($Baseline.Output)'" }
        return
    }
    $calm = Get-State $Part $it
    foreach ($claim in $Run.Objects | ForEach-Object $Part.Claims) {
        $missing = $Baseline.After -split "`n" -like "*$claim*" | Where-Object { $_ -notin ($calm -split "`n") }
        if ($missing) { "reports '$claim' as done and leaves '$calm' without '$missing'" }
    }
    if ($Part.Steps -and $Run.Errors) {
        $again = Invoke-Watched ($Part.Again ?? $Part.Call) $Part.Show $it
        $calm = Get-State $Part $it
        if ($calm -ne $Baseline.After) { "run again, it leaves '$calm' instead of '$($Baseline.After)' ($($again.Errors))" }
    }
    elseif (-not $Run.Errors -and $calm -ne $Baseline.After -and -not $Part.Reports) { "says it is done and leaves '$calm' instead of '$($Baseline.After)'" }
    elseif ($Run.Errors -and $calm -notin $Baseline.Before, $Baseline.After) { "leaves '$calm', which is neither '$($Baseline.Before)' nor '$($Baseline.After)'" }
}

<#
.SYNOPSIS
Makes one call with faults, or the two calls of a case at the same time. Returns the result, with the violated invariants in Broken.
.DESCRIPTION
The seed and the number of the call determine everything, so that both together repeat it. Only which of two calls a fault applies to can differ.
#>
function Invoke-FaultCall($Case, [int] $Seed, [int] $Number) {
    $random = [random]::new([int] (([long] $Seed * 1000003 + $Number) % [int]::MaxValue))
    $as = $Case.As[$random.Next($Case.As.Count)]
    $baseline = Get-Baseline $Case $as
    $plan = New-Plan $random $baseline $as $Case.Spared

    $source, $destination = $connections = @(Reset-World $Case $as)
    $folder = $script:Folder
    Remove-Item "$folder/*" -Include *.csv, *.html
    # A wrong clock was wrong from the beginning.
    if ($Case.Beside) { $plan.Settings.latencyMs = 5 } # so that the requests of the two calls overlap
    if ($plan.Settings.Count) { $null = Send-Json "${script:Control}settings" $plan.Settings }
    $it = & $Case.Setup
    if ($plan.AdvanceSec) { $null = Send-Json "${script:Control}clock" @{ advanceSec = $plan.AdvanceSec } }
    $null = Send-Json "${script:Control}requests" $null DELETE
    $null = Send-Json "${script:Control}faults" $plan.Faults
    $runs = @(Invoke-Part $Case $it)
    $log = @(Send-Json "${script:Control}requests" $null GET | ConvertFrom-Json)
    $null = Send-Json "${script:Control}reset" @{ faultsOnly = $true }

    $broken = [Collections.Generic.List[string]]::new()
    $applied = @($log | Where-Object fault)
    $failures = @(foreach ($run in $runs) { $run.Errors })
    for ($part = 0; $part -lt $runs.Count; $part++) {
        foreach ($problem in Get-WrongResult $Case.Parts[$part] $plan $applied $runs[$part] $baseline.Parts[$part]) { $broken.Add($problem) }
    }
    if ($log.Count -gt $Case.Requests) { $broken.Add("sent $($log.Count) requests") }

    # Nothing is processed twice. PUT and PATCH set a state, which can be repeated.
    $done = $log | Where-Object { $_.method -in 'POST', 'DELETE' -and $_.status -ge 200 -and $_.status -lt 300 -and $_.fault -ne 'html' -and $_.operationId -notin @($script:SignIn; 'postBatch', 'listExportHistory') }
    foreach ($group in $done | Group-Object { "$($_.tenantId) $($_.operationId) $($_.path)" }) {
        $most = $Case.Writes[$group.Group[0].operationId] ?? 1
        if ($group.Count -gt $most) { $broken.Add("did $($group.Name) $($group.Count) times") }
    }

    try {
        for ($part = 0; $part -lt $runs.Count; $part++) {
            foreach ($problem in Get-WrongState $Case.Parts[$part] $runs[$part] $baseline.Parts[$part] $it) { $broken.Add($problem) }
        }
    }
    catch { $broken.Add("leaves what cannot be read: $_") }

    [pscustomobject] @{
        Number  = $Number
        Name    = $Case.Name
        As      = $as
        Plan    = $plan | ConvertTo-Json -Depth 5 -Compress
        Struck  = @($applied | ForEach-Object { $_.fault -in 'status', 'html' ? "$($_.fault) $($_.status)" : $_.fault })
        Codes   = @($failures | ForEach-Object { "$($_.FullyQualifiedErrorId)".Split(',')[0] })
        Errors  = $failures
        Time    = $runs[0].Time
        Log     = @($log | ForEach-Object { "$($_.operationId) $($_.method) $($_.status) $($_.fault)".Trim() })
        Broken  = $broken
    }
}

Export-ModuleMember -Function Start-FaultRun, Stop-FaultRun, Get-FaultCase, Get-Baseline, Invoke-FaultCall, Invoke-ReadOnly, Get-FaultObject
