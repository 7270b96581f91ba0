# Runs each cmdlet with seeded random faults, and compares the result with the same call without faults.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Import-Module "$PSScriptRoot/../TestSession.psm1"

# At module level, so that the calls see the variables of the table.
$script:Cases = . "$PSScriptRoot/Cases.ps1"

$script:AtOnce = 1e8
$script:SignIn = 'token', 'deviceCode', 'authorize'
$script:LongestSec = 30
$script:MostRequests = 300

$script:Http = [Net.Http.HttpClient]::new()
$script:Baselines = @{}
$script:Scenario = ''
$script:Control = ''

function Send-Json([string] $Path, $Body, [string] $Method = 'POST') {
    $request = [Net.Http.HttpRequestMessage]::new($Method, "$script:Control$Path")
    if ($null -ne $Body) { $request.Content = [Net.Http.StringContent]::new((ConvertTo-Json $Body -Depth 5 -Compress), [Text.Encoding]::UTF8, 'application/json') }
    $response = $script:Http.Send($request)
    $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    if (-not $response.IsSuccessStatusCode) { throw "Control $Path answered $([int] $response.StatusCode): $text" }
    $text
}

<# .SYNOPSIS Starts the simulator of the run; returns the cases with their index. #>
function Start-FaultRun([string] $Folder) {
    Start-TestClock -Speed 300 # or a run would mostly sleep
    $script:Folder = $Folder
    $script:Simulator = Start-BcSimulator -Name Faults -TimeScale 1000000
    $script:Control = "$($script:Simulator.HttpEndpoint)simulator/"
    $script:Scenario = 'Contoso'
    $script:Baselines = @{}
}

function Stop-FaultRun {
    Stop-TestClock
    Disconnect-BcTenant -All
    Stop-BcSimulator Faults
}

<# .SYNOPSIS The table of cases. #>
function Get-FaultCase {
    $index = 0
    foreach ($case in $script:Cases) {
        $defaults = @{ Scenario = 'Contoso'; As = @('User', 'App'); Setup = { }; State = $null; TimeScale = $script:AtOnce; Steps = $false; Again = $null; Spared = @(); SignsIn = $false; Once = $false; Writes = @{}; Errors = @(); Items = 1; Requests = $script:MostRequests; Reports = $false; Show = { "$($_.GetType().Name) $_" } }
        foreach ($name in $case.Keys) { $defaults[$name] = $case[$name] }
        $defaults.As = @($defaults.As)
        $defaults.Index = $index++
        $defaults.Name = "$($case.Cmdlet): $("$($case.Call)".Trim() -replace '\s+', ' ')"
        $defaults
    }
}

# A new world, and the connections that the case needs as its variables.
function Reset-World($Case, [string] $As) {
    if ($Case.Scenario -ne $script:Scenario) {
        Reset-BcSimulator Faults -Scenario $Case.Scenario
        $script:Scenario = $Case.Scenario
        $script:Simulator = Get-BcSimulator Faults
    }
    else {
        $null = Send-Json reset @{}
    }
    $null = Send-Json clock @{ timeScale = $Case.TimeScale }
    $tenants = @($script:Simulator.Tenants)
    $wanted = @($tenants | Select-Object -First ($Case.Scenario -eq 'Partner' ? 2 : 1))
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
    [pscustomobject] @{
        Output = @($all | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object $Show) -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|-\d{12}\b', '#' -join "`n"
        Errors = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        Time   = $time
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
    $null = Send-Json requests $null DELETE
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
    foreach ($case in Get-FaultCase) {
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

function Get-State($Case, $it) {
    Set-StrictMode -Off
    @(& $Case.State) -join "`n"
}

# The case without faults: its output, its resulting state, and the operations that it calls.
function Get-Baseline($Case, [string] $As) {
    $key = "$($Case.Index) $As"
    if ($script:Baselines.ContainsKey($key)) { return $script:Baselines[$key] }
    $source, $destination = Reset-World $Case $As
    $folder = $script:Folder
    $before = $null
    if ($Case.State) {
        $it = & $Case.Setup
        $before = Get-State $Case $it
        $source, $destination = Reset-World $Case $As
    }
    $it = & $Case.Setup
    $null = Send-Json requests $null DELETE
    $run = Invoke-Watched $Case.Call $Case.Show $it
    if ($run.Errors) { throw "$($Case.Name) as $As fails without any fault: $($run.Errors -join ' | ')" }
    $log = @(Send-Json requests $null GET | ConvertFrom-Json)
    $after = if ($Case.State) { Get-State $Case $it }
    if ($Case.State -and $before -eq $after) { throw "$($Case.Name) as $As changes nothing that its State shows." }
    $script:Baselines[$key] = [pscustomobject] @{
        Output     = $run.Output
        Before     = $before
        After      = $after
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
        { $_ -in 'expireToken', 'revokeToken' } { @{ Outcome = 'Refused'; Codes = 'Unauthorized', 'Authentication_InvalidCredentials' } }
        { $_ -in 'dropBefore', 'dropAfter', 'truncate' } { @{ Outcome = 'Unknown'; Codes = @('ConnectionLost') } }
        # A rejection that cannot be read is reported by its status.
        'malformed' { @{ Outcome = 'Final'; Codes = @('UnexpectedResponse') + @(if ($Status -ge 400) { "$([Net.HttpStatusCode] $Status)" }) } }
        { $_ -in 'status', 'html' } { @{ Outcome = $Status -in 429, 503 ? 'Refused' : $Status -ge 500 ? 'Unknown' : 'Final'; Codes = @($codes[$Kind][$Status]) } }
        default { throw "A fault of the kind $Kind has no effect here." }
    }
}

# The codes with which a call with these faults can fail.
function Get-ExpectedCode($Case, $Plan, $Applied) {
    foreach ($fault in $Plan.Faults) {
        if ($fault.operation -eq 'token') { 'SignInFailed', 'SignInUnreachable' }
        else { (Get-Effect $fault.kind $fault['statusCode']).Codes }
    }
    foreach ($entry in $Applied | Where-Object { $_.fault -eq 'malformed' }) { (Get-Effect $entry.fault $entry.status).Codes }
    $Case.Errors
}

# Whether the call must succeed in spite of the faults: a rejected call can be sent again, and an unknown one if it only reads.
function Test-Survivable($Case, $Plan, $Applied) {
    if ($Case.Once -and ($Applied | Where-Object inBatch)) { return $false }
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

<#
.SYNOPSIS
Makes one call with faults. Returns its result, with the violated invariants in Broken.
.DESCRIPTION
The seed and the number of the call determine everything, so that both together repeat it.
#>
function Invoke-FaultCall($Case, [int] $Seed, [int] $Number) {
    $random = [random]::new([int] (([long] $Seed * 1000003 + $Number) % [int]::MaxValue))
    $as = $Case.As[$random.Next($Case.As.Count)]
    $baseline = Get-Baseline $Case $as
    $plan = New-Plan $random $baseline $as $Case.Spared

    $source, $destination = Reset-World $Case $as
    $folder = $script:Folder
    Remove-Item "$folder/*" -Include *.csv, *.html
    # A wrong clock was wrong from the beginning.
    if ($plan.Settings.Count) { $null = Send-Json settings $plan.Settings }
    $it = & $Case.Setup
    if ($plan.AdvanceSec) { $null = Send-Json clock @{ advanceSec = $plan.AdvanceSec } }
    $null = Send-Json requests $null DELETE
    $null = Send-Json faults $plan.Faults
    $run = Invoke-Watched $Case.Call $Case.Show $it
    $log = @(Send-Json requests $null GET | ConvertFrom-Json)
    $null = Send-Json reset @{ faultsOnly = $true }

    $broken = [Collections.Generic.List[string]]::new()
    $applied = @($log | Where-Object fault)
    $codes = @($run.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId)".Split(',')[0] })

    # The expected object, or one expected error.
    if (-not $run.Errors) {
        if (-not $Case.Reports -and $run.Output -ne $baseline.Output) { $broken.Add("gave '$($run.Output)' instead of '$($baseline.Output)'") }
    }
    elseif ($run.Errors.Count -gt $Case.Items) { $broken.Add("gave $($run.Errors.Count) errors") }
    $right = @(Get-ExpectedCode $Case $plan $applied)
    foreach ($failure in $run.Errors) {
        if ($failure.Exception -isnot [BcAdmin.BcException]) { $broken.Add("ended with a $($failure.Exception.GetType().FullName)") }
        elseif ("$($failure.FullyQualifiedErrorId)".Split(',')[0] -notin $right) { $broken.Add('ended with a code that none of these faults explains') }
        if ($failure.CategoryInfo.Category -eq 'NotSpecified') { $broken.Add('ended with an error of no category') }
        if ("$failure" -match '(?m)^\s+at \S+\(|Exception:') { $broken.Add('shows a stack') }
    }
    if ($run.Errors -and (Test-Survivable $Case $plan $applied)) { $broken.Add('gave up although it could go on') }
    if ($Case.Reports -and (Test-Survivable $Case $plan $applied) -and $run.Output -ne $baseline.Output) { $broken.Add("gave '$($run.Output)' instead of '$($baseline.Output)'") }

    # Within its time limit.
    if ($run.Time.TotalSeconds -gt $script:LongestSec) { $broken.Add("took $($run.Time.TotalSeconds) s") }
    if ($log.Count -gt $Case.Requests) { $broken.Add("sent $($log.Count) requests") }

    # Nothing is processed twice. PUT and PATCH set a state, which can be repeated.
    $done = $log | Where-Object { $_.method -in 'POST', 'DELETE' -and $_.status -ge 200 -and $_.status -lt 300 -and $_.fault -ne 'html' -and $_.operationId -notin @($script:SignIn; 'postBatch', 'listExportHistory') }
    foreach ($group in $done | Group-Object { "$($_.operationId) $($_.path)" }) {
        $most = $Case.Writes[$group.Group[0].operationId] ?? 1
        if ($group.Count -gt $most) { $broken.Add("did $($group.Name) $($group.Count) times") }
    }

    # A call without faults afterwards sees one of the two states.
    $calm = $null
    try {
        if (-not $Case.State) {
            $again = Invoke-Watched $Case.Call $Case.Show $it
            if ($again.Errors) { $broken.Add("fails afterwards without faults: $($again.Errors)") }
            elseif ($again.Output -ne $baseline.Output) { $broken.Add("gives afterwards '$($again.Output)' instead of '$($baseline.Output)'") }
        }
        else {
            $calm = Get-State $Case $it
            if ($Case.Steps -and $run.Errors) {
                $again = Invoke-Watched ($Case.Again ?? $Case.Call) $Case.Show $it
                $calm = Get-State $Case $it
                if ($calm -ne $baseline.After) { $broken.Add("run again, it leaves '$calm' instead of '$($baseline.After)' ($($again.Errors))") }
            }
            elseif (-not $run.Errors -and $calm -ne $baseline.After -and -not $Case.Reports) { $broken.Add("says it is done and leaves '$calm' instead of '$($baseline.After)'") }
            elseif ($run.Errors -and $calm -notin $baseline.Before, $baseline.After) { $broken.Add("leaves '$calm', which is neither '$($baseline.Before)' nor '$($baseline.After)'") }
        }
    }
    catch { $broken.Add("leaves what cannot be read: $_") }

    [pscustomobject] @{
        Number  = $Number
        Name    = $Case.Name
        As      = $as
        Plan    = $plan | ConvertTo-Json -Depth 5 -Compress
        Struck  = @($applied | ForEach-Object { $_.fault -in 'status', 'html' ? "$($_.fault) $($_.status)" : $_.fault })
        Codes   = $codes
        Errors  = $run.Errors
        Time    = $run.Time
        Log     = @($log | ForEach-Object { "$($_.operationId) $($_.method) $($_.status) $($_.fault)".Trim() })
        Broken  = $broken
    }
}

Export-ModuleMember -Function Start-FaultRun, Stop-FaultRun, Get-FaultCase, Get-Baseline, Invoke-FaultCall, Invoke-ReadOnly, Get-FaultObject
